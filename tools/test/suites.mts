import { runContract } from '../contract/run.mts';
import type { N8nForTests } from './n8nForTests.mts';
import type { SuiteResult } from './result.mts';
import { runJest } from './runJest.mts';
import { runScript } from './runScript.mts';

export interface SuiteContext {
	readonly name: string;
	readonly jestArgs: readonly string[];
	readonly n8n: N8nForTests;
}

export interface Suite {
	readonly what: string;
	run(context: SuiteContext): Promise<SuiteResult>;
}

export type SuiteName =
	| 'lint'
	| 'types'
	| 'unit'
	| 'operations'
	| 'chaos'
	| 'contract'
	| 'package'
	| 'n8n'
	| 'browser';

const UNIT_TESTS = 'jest.config.cjs';
/** Slower, because each file starts servers of its own; or with a configuration of its own. */
const NOT_IN_THE_FAST_LOOP = [
	'/node_modules/',
	'/test/operations/',
	'/test/tools/',
	'/test/contract/',
];
const ignored = (path: string) => `--testPathIgnorePatterns=${path}`;
const HARNESS_TESTS = 'test/jest.harness.config.cjs';

/** In the order in which they run: the quickest answer first. */
export const SUITES: Readonly<Record<SuiteName, Suite>> = {
	lint: {
		what: 'the community-node rules on the package, our own on tools and tests',
		run: async ({ name }) => await runScript(name, 'lint', 300),
	},
	types: {
		what: 'strict TypeScript',
		run: async ({ name }) => await runScript(name, 'typecheck', 300),
	},
	unit: {
		what: 'the fast loop: pure modules, nodes, credentials, promises',
		run: async ({ name, jestArgs }) =>
			await runJest({
				name,
				config: UNIT_TESTS,
				args: [...NOT_IN_THE_FAST_LOOP.map(ignored), ...jestArgs],
				limitSeconds: 400,
			}),
	},
	operations: {
		what: 'every operation in process against the sandbox, its faults, and the sandbox itself',
		run: async ({ name, jestArgs }) =>
			await runJest({
				name,
				config: UNIT_TESTS,
				// A sandbox is a process of its own, which takes seconds to start on a busy machine.
				args: [
					...['--testMatch', '**/test/{operations,tools}/**/*.test.ts'],
					...['--testTimeout', '30000'],
					...jestArgs,
				],
				limitSeconds: 1200,
			}),
	},
	chaos: {
		what: 'trigger and import killed in worlds of one process, and their planted faults found out',
		run: async ({ name, jestArgs }) =>
			await runJest({
				name,
				config: HARNESS_TESTS,
				args: ['--testMatch', '**/test/chaos/**/*.test.mts', ...jestArgs],
				limitSeconds: 1200,
			}),
	},
	contract: {
		what: 'what the node promises, on both servers of the sandbox and through their faults',
		run: async ({ name, jestArgs }) =>
			await runContract({ name, jestArgs, target: undefined, creates: undefined }),
	},
	package: {
		what: 'build, tarball, scan of the store',
		run: async ({ name, jestArgs }) =>
			await runJest({
				name,
				config: HARNESS_TESTS,
				args: ['--testMatch', '**/test/package/**/*.test.mts', ...jestArgs],
				limitSeconds: 300,
			}),
	},
	n8n: {
		what: 'workflows in a real n8n',
		run: async (context) => await runInN8n(context, '**/test/workflows/**/*.test.mts', 1800),
	},
	browser: {
		what: "n8n's editor in a browser",
		run: async (context) => await runInN8n(context, '**/test/browser/**/*.test.mts', 600),
	},
};

async function runInN8n(
	{ name, jestArgs, n8n }: SuiteContext,
	files: string,
	limitSeconds: number,
): Promise<SuiteResult> {
	return await runJest({
		name,
		config: HARNESS_TESTS,
		args: ['--testMatch', files, ...jestArgs],
		env: await n8n.environment(),
		limitSeconds,
	});
}
