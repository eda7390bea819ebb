/** The page of what the server does: a habit is listed because a test of that name passed, so one without a test cannot be. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, temporaryFolder } from '../common/files.mts';
import { run } from '../common/run.mts';

const RECORDED = 'test/nodes/shared/helpline/deployed/recordings.test.ts';
const RECORDINGS = 'test/fixtures/helpline-v1';
const LIMIT_SECONDS = 120;

interface Report {
	readonly testResults: ReadonlyArray<{
		readonly assertionResults: ReadonlyArray<{ readonly title: string; readonly status: string }>;
	}>;
}

/** Titles of the tests that passed, each `<recording>: <promise>`. */
async function passedTitles(): Promise<string[]> {
	const folder = temporaryFolder('docs');
	const file = join(folder, 'report.json');
	try {
		const program = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
		await run(process.execPath, [program, RECORDED, '--ci', '--json', '--outputFile', file], {
			env: process.env,
			limitSeconds: LIMIT_SECONDS,
		});
		const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
		return report.testResults
			.flatMap(({ assertionResults }) => assertionResults)
			.filter(({ status }) => status === 'passed')
			.map(({ title }) => title);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** `37-list-page-size-zero-500.json` shows "list page size zero 500". */
function namesOfRecordings(): Map<number, string> {
	const files = readdirSync(join(projectRoot, RECORDINGS)).filter((name) => /^\d+-/.test(name));
	return new Map(
		files.map((name) => [
			Number.parseInt(name, 10),
			name
				.replace(/^\d+-/, '')
				.replace(/\.json$/, '')
				.replaceAll('-', ' '),
		]),
	);
}

export async function habitsPage(): Promise<string> {
	const names = namesOfRecordings();
	const rows = (await passedTitles()).flatMap((title) => {
		const [, number, promise] = /^(\d+): (.*)$/.exec(title) ?? [];
		if (!number || !promise) return [];
		return [
			`| ${number} | ${names.get(Number(number)) ?? ''} | ${promise.replaceAll('|', '\\|')} |`,
		];
	});
	return `# What helpline servers do, and what this package promises about it

Made by \`npm run docs\` from the titles of the tests in \`${RECORDED}\`: each row is a recorded exchange with a real server (made-up
data), and a test that passed on it.

| Recording | Shows | Promise |
| --- | --- | --- |
${rows.join('\n')}
`;
}
