import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { endGroup } from '../../tools/common/run.mts';

/** A server of the system's packages, started for a test and ended with it. */
export interface SystemServer {
	readonly host: string;
	readonly port: number;
	stop(): Promise<void>;
}

export const LOOPBACK = '127.0.0.1';
const STOP_LIMIT_MS = 15_000;

/** Where systems keep servers, also those that are not on everybody's path. */
const FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin'];

/** Debian keeps each version of PostgreSQL in a folder of its own; the newest is taken. */
const VERSIONS = '/usr/lib/postgresql';

/** The path of a program; `missing` says in words what to install. */
export function programOfSystem(name: string, missing: string): string {
	const versions = existsSync(VERSIONS)
		? readdirSync(VERSIONS)
				.sort((a, b) => Number(b) - Number(a))
				.map((version) => join(VERSIONS, version, 'bin'))
		: [];
	const folders = [...(process.env.PATH ?? '').split(':'), ...FOLDERS, ...versions];
	const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
	if (!found) throw new Error(missing);
	return found;
}

/** Where a server runs and as whom. */
export interface Place {
	readonly cwd: string;
	readonly uid?: number;
	readonly gid?: number;
}

export function startProgram(
	path: string,
	args: readonly string[],
	place: Place,
): ChildProcess {
	return spawn(path, args, { ...place, stdio: 'ignore', detached: true });
}

/** Told to end, and ended when it does not listen. */
export async function endProgram(
	child: ChildProcess | undefined,
	signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
	if (!child || child.exitCode !== null || child.signalCode !== null) return;
	const gone = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	const timer = setTimeout(() => endGroup(child.pid, 'SIGKILL'), STOP_LIMIT_MS);
	await gone;
	clearTimeout(timer);
}

/**
 * Ends a program and removes its folder when it is called, and without being called as this process ends.
 * `childOf` gives the program that runs now, if one does.
 */
export function stopWithFolder(
	folder: string,
	childOf: () => ChildProcess | undefined,
	end: (child: ChildProcess | undefined) => Promise<void> = endProgram,
): () => Promise<void> {
	const atExit = () => {
		endGroup(childOf()?.pid, 'SIGKILL');
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	};
	process.once('exit', atExit);
	return async () => {
		await end(childOf());
		atExit();
		process.off('exit', atExit);
	};
}
