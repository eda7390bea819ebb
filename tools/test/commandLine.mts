import { parseArgs } from 'node:util';
import { runningN8n, runningN8nOptions, type RunningN8n } from '../n8n/running.mts';
import { SUITES, type SuiteName } from './suites.mts';

export interface TestCommandLine {
	readonly suites: readonly SuiteName[];
	/** Passed on as it is, in the suites that jest runs. */
	readonly jestArgs: readonly string[];
	readonly running: RunningN8n | undefined;
}

const isSuite = (word: string): word is SuiteName => Object.hasOwn(SUITES, word);

/** `[suite ...] [--n8n-url <url> ...] [anything for jest]` */
export function readCommandLine(args: readonly string[]): TestCommandLine {
	const firstOther = args.findIndex((word) => !isSuite(word));
	const named = args.slice(0, firstOther < 0 ? args.length : firstOther).filter(isSuite);
	const others = args.slice(named.length);

	const isOurs = (word: string | undefined) => word?.startsWith('--n8n-') ?? false;
	const ours = others.filter((word, index) => isOurs(word) || isOurs(others[index - 1]));
	const { values } = parseArgs({ args: ours, options: runningN8nOptions });

	return {
		suites: named.length > 0 ? named : (Object.keys(SUITES) as SuiteName[]),
		jestArgs: others.filter((word) => !ours.includes(word)),
		running: runningN8n(values),
	};
}
