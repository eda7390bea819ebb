import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, temporaryFolder } from '../common/files.mts';
import { run } from '../common/run.mts';
import type { SuiteResult } from './result.mts';

interface JestRun {
	readonly name: string;
	readonly config: string;
	readonly args: readonly string[];
	readonly env?: NodeJS.ProcessEnv;
	readonly limitSeconds: number;
}

/** The part of jest's own report that is counted. */
interface JestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numRuntimeErrorTestSuites: number;
}

/** Runs one jest; a run that is empty, cut short or broken counts as one failure. */
export async function runJest(jest: JestRun): Promise<SuiteResult> {
	const started = Date.now();
	const folder = temporaryFolder('jest');
	const reportFile = join(folder, 'report.json');
	const program = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
	// A test that failed half-way leaves servers open, and jest would wait for them to the limit.
	const flags = ['--ci', '--forceExit', '--json', '--outputFile', reportFile];
	const args = [program, '--config', jest.config, ...flags];

	try {
		const { code, output, timedOut } = await run(process.execPath, [...args, ...jest.args], {
			env: { ...process.env, ...jest.env },
			limitSeconds: jest.limitSeconds,
		});
		const counts = count(readReport(reportFile), code);
		if (counts.failed > 0) console.log(withoutReport(output));
		if (timedOut) console.log(`${jest.name}: stopped at its limit of ${jest.limitSeconds} s`);

		return { name: jest.name, ...counts, seconds: (Date.now() - started) / 1000 };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readReport(file: string): JestReport | undefined {
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JestReport) : undefined;
}

function count(report: JestReport | undefined, code: number) {
	const passed = report?.numPassedTests ?? 0;
	const broken = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
	const isGood = code === 0 && passed > 0 && broken === 0;

	return { passed, failed: isGood ? 0 : Math.max(broken, 1) };
}

/** With --outputFile jest adds one line of its own about that file. */
function withoutReport(output: string): string {
	return output.replace(/^Test results written to: .*$/m, '').trim();
}
