/**
 * `npm run mutation [-- module ..] [--verbose]`: changes the pure modules in small ways (StrykerJS) and
 * counts how many of the changes their tests notice. Ends with 1 when a module is below the goal.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../common/files.mts';
import { runOrThrow } from '../common/run.mts';
import { GOAL_PERCENT, MODULES, type MutatedModule } from './modules.mts';
import { type MutationReport, percentOf, type Score, scoreOf } from './report.mts';

const LIMIT_SECONDS = 20 * 60;

const { values, positionals } = parseArgs({
	options: { verbose: { type: 'boolean' } },
	allowPositionals: true,
});
const unknown = positionals.find((name) => !Object.hasOwn(MODULES, name));
if (unknown !== undefined) {
	throw new Error(`No module '${unknown}'. There are: ${Object.keys(MODULES).join(', ')}`);
}

const total = { caught: 0, all: 0 };
let isBelow = false;
for (const [name, module] of Object.entries(MODULES)) {
	if (positionals.length > 0 && !positionals.includes(name)) continue;
	const score = await mutate(name, module);
	console.log(`${name}: ${score.caught} of ${score.all} changes noticed, ${percentOf(score)} %`);
	if (values.verbose) for (const line of score.missed) console.log(`  missed ${line}`);
	total.caught += score.caught;
	total.all += score.all;
	isBelow ||= percentOf(score) < GOAL_PERCENT;
}
console.log(`mutation score ${percentOf(total)} %`);
if (isBelow) process.exitCode = 1;

async function mutate(name: string, module: MutatedModule): Promise<Score> {
	const folder = join(projectRoot, '.tmp', 'mutation', name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const report = join(folder, 'report.json');
	const settings = join(folder, 'stryker.config.json');
	writeFileSync(settings, JSON.stringify(settingsFor(module, folder, report)));
	const program = join(
		projectRoot,
		'node_modules',
		'@stryker-mutator',
		'core',
		'bin',
		'stryker.js',
	);
	await runOrThrow(process.execPath, [program, 'run', settings], {
		cwd: projectRoot,
		limitSeconds: LIMIT_SECONDS,
	});
	return scoreOf(JSON.parse(readFileSync(report, 'utf8')) as MutationReport);
}

/** The module's own tests alone: no engine of n8n, no folders, so that a change is tried in moments. */
function jestConfigFor({ tests }: MutatedModule) {
	const { transform, moduleFileExtensions } = createRequire(import.meta.url)(
		join(projectRoot, 'jest.config.cjs'),
	) as Record<string, unknown>;
	const testMatch = tests.map((path) => `<rootDir>/${path}`);
	return { transform, moduleFileExtensions, testMatch, roots: tests.map(rootOf) };
}

function rootOf(path: string): string {
	return `<rootDir>/${dirname(path)}`;
}

function settingsFor(module: MutatedModule, folder: string, report: string) {
	return {
		testRunner: 'jest',
		plugins: ['@stryker-mutator/jest-runner'],
		jest: { config: jestConfigFor(module), enableFindRelatedTests: false },
		mutate: [module.source],
		coverageAnalysis: 'perTest',
		concurrency: 2,
		// A changed loop that never ends is noticed by the time it takes; a busy machine is not.
		timeoutMS: 20_000,
		ignorePatterns: ['dist', '.tmp', 'docs', 'examples', 'tools', '/jest.config.cjs'],
		tempDirName: join(folder, 'sandbox'),
		reporters: ['json'],
		jsonReporter: { fileName: report },
		allowEmpty: false,
		checkers: [],
		disableTypeChecks: false,
		logLevel: 'error',
	};
}
