import { parseArgs } from 'node:util';

export const TARGETS = ['trigger'] as const;
export type TargetName = (typeof TARGETS)[number];

export const DIALECTS = ['published', 'deployed'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** Faults in the package itself that a rig must notice. */
export const PLANTS = ['overlap', 'early-cursor', 'page-overlap'] as const;
export type Plant = (typeof PLANTS)[number];

export interface ChaosCommandLine {
	readonly target: TargetName;
	/** Fast: so many runs of each dialect. Otherwise: so many kills of a real n8n. */
	readonly runs: number;
	/** Of the first run; each further run has the next number. */
	readonly seed: number;
	readonly dialects: readonly Dialect[];
	readonly isFast: boolean;
	readonly plant: Plant | undefined;
	/** Delay and memory instead of kills at random. */
	readonly wantsFigures: boolean;
}

const USAGE =
	'npm run chaos -- --target trigger --runs N --seed S [--dialect published|deployed] [--fast] [--plant overlap|early-cursor|page-overlap] | --target trigger --figures';

const OPTIONS = {
	target: { type: 'string' },
	runs: { type: 'string' },
	seed: { type: 'string' },
	dialect: { type: 'string' },
	fast: { type: 'boolean', default: false },
	plant: { type: 'string' },
	figures: { type: 'boolean', default: false },
} as const;

const MOST_RUNS = 1_000_000;
const MOST_SEED = 2 ** 32 - 1;

/** Throws a sentence about whatever it does not understand. */
export function readCommandLine(args: readonly string[]): ChaosCommandLine {
	const { values } = parse(args);
	const plant = values.plant === undefined ? undefined : word('plant', PLANTS, values.plant);
	if (plant !== undefined && !values.fast) refuse('--plant goes with --fast');
	if (values.figures && values.fast) refuse('--figures are taken in a real n8n');
	return {
		target: word('target', TARGETS, values.target),
		runs: wholeNumber('runs', values.runs ?? (values.fast ? '200' : '2'), 1, MOST_RUNS),
		seed: wholeNumber('seed', values.seed ?? '1', 0, MOST_SEED),
		dialects: values.dialect === undefined ? DIALECTS : [word('dialect', DIALECTS, values.dialect)],
		isFast: values.fast,
		plant,
		wantsFigures: values.figures,
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS });
	} catch (error) {
		refuse(error instanceof Error ? error.message : String(error));
	}
}

function word<T extends string>(flag: string, words: readonly T[], given: string | undefined): T {
	const found = words.find((one) => one === given);
	return found ?? refuse(`--${flag} takes ${words.join(' or ')}`);
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < least || value > most) {
		refuse(`--${flag} takes a whole number from ${least} to ${most}`);
	}
	return value;
}

function refuse(problem: string): never {
	throw new Error(`${problem}\n\n${USAGE}`);
}
