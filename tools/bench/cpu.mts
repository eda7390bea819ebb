import { readFileSync } from 'node:fs';

/** What the kernel counts in; the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Seconds of one core that a process has used since it began; Linux only. */
export function cpuSeconds(pid: number): number {
	const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name of the program stands in brackets and may hold blanks.
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Runs `work` and tells what the process used meanwhile, in seconds of one core. */
export async function cpuWhile<T>(
	pid: number,
	work: () => Promise<T>,
): Promise<{ result: T; used: number }> {
	const before = cpuSeconds(pid);
	const result = await work();
	return { result, used: cpuSeconds(pid) - before };
}
