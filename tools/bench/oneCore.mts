import { readFileSync } from 'node:fs';

import { programOfSystem } from '../../test/support/systemServer.mts';
import { runOrThrow } from '../common/run.mts';
import { cpuSeconds } from './cpu.mts';
import { residentMegabytes } from './memory.mts';

const MISSING = "The program 'taskset' (util-linux) is not there; it ties a process to a core.";
/** Often enough to see a peak, and cheap beside it. */
const EVERY_MS = 100;

/** A process and what it has started, such as n8n and its task runner. */
export function withChildren(pid: number): number[] {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
	return [pid, ...(children === '' ? [] : children.split(' ').map(Number).flatMap(withChildren))];
}

/** Gives these cores, such as '0' or '0-3', to processes; Linux only. */
export async function tieTo(cores: string, pids: readonly number[]): Promise<void> {
	const taskset = programOfSystem('taskset', MISSING);
	for (const pid of pids) {
		await runOrThrow(taskset, ['-a', '-c', '-p', cores, String(pid)], { limitSeconds: 10 });
	}
}

export interface Used {
	/** Seconds of a core. */
	readonly cpu: number;
	/** The most that all held together. */
	readonly megabytes: number;
}

/** Watches processes that stay; each `take` tells of the time since the one before. */
export function watchUse(pids: readonly number[]): { take(): Used; stop(): void } {
	const sum = (read: (pid: number) => number) =>
		pids.reduce((total, pid) => total + read(pid), 0);
	let cpu = sum(cpuSeconds);
	let most = sum(residentMegabytes);
	const timer = setInterval(() => (most = Math.max(most, sum(residentMegabytes))), EVERY_MS);
	return {
		take() {
			const now = sum(cpuSeconds);
			const used = { cpu: now - cpu, megabytes: most };
			cpu = now;
			most = sum(residentMegabytes);
			return used;
		},
		stop: () => clearInterval(timer),
	};
}
