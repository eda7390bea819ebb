import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { ChaosCommandLine } from '../commandLine.mts';
import { type Outcome, sumOf } from '../target.mts';

/** Each dialect in a process of its own, at the same time: a run is nothing but computing. */
export async function together(asked: ChaosCommandLine): Promise<Outcome> {
	const outcomes = asked.dialects.map(async (dialect) => {
		const flags = ['--target', asked.target, '--fast', '--dialect', dialect];
		const numbers = ['--runs', String(asked.runs), '--seed', String(asked.seed)];
		const plant = asked.plant === undefined ? [] : ['--plant', asked.plant];
		const faults = asked.withFaults ? ['--faults'] : [];
		return await outcomeOf([...flags, ...numbers, ...plant, ...faults]);
	});
	return sumOf(await Promise.all(outcomes));
}

const LAST_LINE = /^lost (\d+), doubled (\d+)$/;

async function outcomeOf(args: readonly string[]): Promise<Outcome> {
	const [, main = ''] = process.argv;
	const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
	const end = () => void child.kill();
	process.once('exit', end);
	const ended = new Promise<number>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 1));
	});
	let last: RegExpExecArray | null = null;
	for await (const line of createInterface(child.stdout)) {
		last = LAST_LINE.exec(line);
		if (last === null && line !== '') console.log(line);
	}
	const code = await ended;
	process.off('exit', end);
	const [lost, doubled] = [Number(last?.[1] ?? 0), Number(last?.[2] ?? 0)];
	const isTold = last !== null && (code === 0 || lost + doubled > 0);
	return { lost, doubled, problems: isTold ? [] : [`${args.join(' ')} ended with ${code}`] };
}
