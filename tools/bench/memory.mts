import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** n8n's own process, found by the folder that it runs in; Linux only. */
export function processIn(folder: string): number {
	const found = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => runsIn(pid, folder));
	const [pid] = found;
	if (pid === undefined) throw new Error(`No n8n runs in ${folder}`);
	return pid;
}

/** A process may end while it is looked at. */
function runsIn(pid: number, folder: string): boolean {
	try {
		const isThere = readlinkSync(`/proc/${pid}/cwd`) === folder;
		return isThere && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bin/n8n\0start');
	} catch {
		return false;
	}
}

/** Megabytes of memory that a process holds now. */
export function residentMegabytes(pid: number): number {
	const [, kilobytes = '0'] =
		/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) / 1024;
}

const EVERY_MS = 10;

/** The most that a process held while `work` ran. */
export async function peakWhile(pid: number, work: () => Promise<unknown>): Promise<number> {
	let peak = residentMegabytes(pid);
	const timer = setInterval(() => (peak = Math.max(peak, residentMegabytes(pid))), EVERY_MS);
	try {
		await work();
		return peak;
	} finally {
		clearInterval(timer);
	}
}

export interface MemorySample {
	/** On the clock of `performance.now()`. */
	readonly at: number;
	readonly megabytes: number;
}

/** What a process holds from now on, until it is stopped. */
export function watchMemory(pid: number): { samples: readonly MemorySample[]; stop(): void } {
	const samples: MemorySample[] = [];
	const timer = setInterval(
		() => samples.push({ at: performance.now(), megabytes: residentMegabytes(pid) }),
		EVERY_MS,
	);
	return { samples, stop: () => clearInterval(timer) };
}

/** How much more a process held from a moment on than in the second before it. */
export function riseAfter(samples: readonly MemorySample[], moment: number): number {
	const most = (from: number, to: number) =>
		Math.max(...samples.filter(({ at }) => at >= from && at < to).map((one) => one.megabytes));
	return most(moment, Infinity) - most(moment - 1_000, moment);
}
