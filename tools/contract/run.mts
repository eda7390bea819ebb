import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
	AI_TARGET,
	CREATES,
	NEEDS_WRITES,
	REPORT,
	TARGET,
	type Row,
} from '../../test/contract/target.mts';
import { temporaryFolder } from '../common/files.mts';
import type { SuiteResult } from '../test/result.mts';
import { runJest } from '../test/runJest.mts';
import type { ContractCommandLine } from './commandLine.mts';
import { tableLines } from './table.mts';

const CONFIG = 'test/jest.contract.config.cjs';
const LIMIT_SECONDS = 900;

export interface ContractRun extends ContractCommandLine {
	readonly name: string;
	readonly jestArgs: readonly string[];
}

/** Runs the suite and prints its table. Promises that were not run are not counted as passed. */
export async function runContract(asked: ContractRun): Promise<SuiteResult> {
	const folder = temporaryFolder('contract');
	const report = join(folder, 'rows.jsonl');
	const { target, creates, ai } = asked;
	try {
		const result = await runJest({
			name: asked.name,
			config: CONFIG,
			// A named server gets the promises; faults can be set in a sandbox alone.
			args: ['--noStackTrace', ...asked.jestArgs, ...filesFor(asked)],
			env: {
				[REPORT]: report,
				...(target && { [TARGET]: JSON.stringify(target) }),
				...(typeof ai === 'object' && { [AI_TARGET]: JSON.stringify(ai) }),
				...(creates !== undefined && { [CREATES]: String(creates) }),
			},
			limitSeconds: LIMIT_SECONDS,
		});
		const rows = readRows(report);
		if (rows.length > 0) console.log(tableLines(rows).join('\n'));
		return { ...result, passed: result.passed - triedInVain(rows) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What was named on the command line, or everything when nothing was. */
function filesFor({ target, ai }: ContractCommandLine): string[] {
	return [
		...(target ? [`test/contract/${target.side}.test.ts`] : []),
		...(ai ? ['test/contract/ai.test.ts'] : []),
	];
}

/** What had nothing to be tried with ends in jest as passed; what needs writes is left out there. */
function triedInVain(rows: readonly Row[]): number {
	return rows.filter(({ result, figure }) => result === 'not run' && figure !== NEEDS_WRITES)
		.length;
}

function readRows(file: string): Row[] {
	if (!existsSync(file)) return [];
	const lines = readFileSync(file, 'utf8').trim().split('\n');
	return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}
