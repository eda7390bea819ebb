import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../common/files.mts';
import { endGroup } from '../common/run.mts';
import { n8nEnvironment, type N8nPlace } from './environment.mts';
import { inRuntime } from './runtime.mts';

const STOP_LIMIT_SECONDS = 12;

/** Starts n8n with a command of its own, such as `start` or `worker`. */
export function spawnN8n(
	place: N8nPlace,
	logFile: string,
	command: readonly string[],
	env?: NodeJS.ProcessEnv,
): ChildProcess {
	mkdirSync(place.userFolder, { recursive: true });
	const log = openSync(logFile, 'a');
	const watcher = join(projectRoot, 'tools', 'n8n', 'exitWithParent.cjs');
	const child = spawn(
		process.execPath,
		['-r', watcher, inRuntime('node_modules', 'n8n', 'bin', 'n8n'), ...command],
		{
			// n8n reads a `.env` of the folder it starts in.
			cwd: place.userFolder,
			env: n8nEnvironment(place, env),
			stdio: ['ignore', log, log],
			detached: true,
		},
	);
	closeSync(log);

	return child;
}

export async function endInOrder(child: ChildProcess | undefined): Promise<void> {
	if (!child || hasEnded(child)) return;
	child.kill('SIGTERM');
	const timer = setTimeout(() => endGroup(child.pid, 'SIGKILL'), STOP_LIMIT_SECONDS * 1000);
	await ended(child);
	clearTimeout(timer);

	// Its task runner is told to stop by n8n; one that did not listen ends here.
	endGroup(child.pid, 'SIGKILL');
}

export async function ended(child: ChildProcess | undefined): Promise<void> {
	if (!child || hasEnded(child)) return;
	await new Promise((resolve) => child.once('exit', resolve));
}

export function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null;
}
