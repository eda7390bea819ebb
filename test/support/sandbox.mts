import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { adminOf, type SandboxAdmin } from '../../tools/sandbox/adminClient.mts';

export interface SandboxProcess {
	/** Without a slash at the end. */
	url: string;
	/** The deployed server, with the same cases. */
	deployedUrl: string;
	aiUrl: string;
	apiKey: string;
	/** An administrator of the deployed server. */
	login: { user: string; password: string };
	/** Its process, for whoever measures what it costs. */
	pid: number;
	admin: SandboxAdmin;
	stop(): Promise<void>;
}

/** Starting takes about a second; ten of them mean that it will not. */
const PATIENCE_MS = 30_000;

/**
 * Starts a sandbox of its own on free ports, as another process: Jest's module system cannot load
 * it, and a client under test should meet a real socket anyway.
 */
export async function startSandboxProcess(args: string[] = []): Promise<SandboxProcess> {
	const main = join(process.cwd(), 'tools/sandbox/main.mts');
	const child = spawn(process.execPath, [main, '--port', '0', '--json', ...args], {
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const exited = once(child, 'exit');
	let complaint = '';
	child.stderr.on('data', (piece: Buffer) => (complaint += piece.toString()));
	const ready = once(createInterface(child.stdout), 'line', {
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	const first = await Promise.race([ready, exited.then(() => undefined)]);
	if (first === undefined) throw new Error(`The sandbox did not start: ${complaint}`);
	const addresses = JSON.parse(String(first[0])) as Omit<SandboxProcess, 'admin' | 'pid' | 'stop'>;
	return {
		...addresses,
		pid: child.pid ?? 0,
		admin: adminOf(addresses.url),
		stop: async () => {
			child.stdin.end();
			await exited;
		},
	};
}
