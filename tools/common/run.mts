import { spawn } from 'node:child_process';

export interface RunOptions {
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
	readonly limitSeconds: number;
	/** Called with what the program writes, as it writes it. */
	readonly onOutput?: (text: string) => void;
}

export interface RunResult {
	readonly code: number;
	readonly output: string;
	readonly timedOut: boolean;
}

/** Runs a program to its end, or to its limit: then the whole group of processes is ended. */
export async function run(
	command: string,
	args: readonly string[],
	options: RunOptions,
): Promise<RunResult> {
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});

	const chunks: string[] = [];
	const collect = (chunk: Buffer) => {
		chunks.push(chunk.toString());
		options.onOutput?.(chunk.toString());
	};
	child.stdout.on('data', collect);
	child.stderr.on('data', collect);

	const end = () => endGroup(child.pid, 'SIGKILL');
	let timedOut = false;
	const timer = setTimeout(() => {
		timedOut = true;
		end();
	}, options.limitSeconds * 1000);
	process.once('exit', end);

	try {
		const code = await new Promise<number>((resolve, reject) => {
			child.on('error', reject);
			child.on('close', (status) => resolve(status ?? 1));
		});
		return { code, output: chunks.join(''), timedOut };
	} finally {
		clearTimeout(timer);
		process.off('exit', end);
	}
}

/** Like `run`, for steps that must succeed: otherwise what the program wrote is the message. */
export async function runOrThrow(
	command: string,
	args: readonly string[],
	options: RunOptions,
): Promise<string> {
	const { code, output, timedOut } = await run(command, args, options);
	if (code === 0) return output;

	const how = timedOut ? `took more than ${options.limitSeconds} s` : `ended with code ${code}`;
	throw new Error(`${command} ${args.join(' ')} ${how}:\n${output.slice(-4000)}`);
}

/** A program started with `detached` leads a group of its own: its children end with it. */
export function endGroup(pid: number | undefined, signal: NodeJS.Signals) {
	if (pid === undefined) return;
	try {
		process.kill(-pid, signal);
	} catch {
		// It has ended already.
	}
}
