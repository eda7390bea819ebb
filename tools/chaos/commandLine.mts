import { parseArgs } from 'node:util';

export const TARGETS = ['trigger', 'import', 'export'] as const;
export type TargetName = (typeof TARGETS)[number];

export const DIALECTS = ['published', 'deployed'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** Faults in the package itself that a rig must notice. */
export const PLANTS = {
	trigger: ['overlap', 'early-cursor', 'page-overlap'],
	import: ['no-lookup', 'blind-repeat', 'lost-place'],
	/** Only a real n8n with its disk shows what an export loses. */
	export: [],
} as const satisfies Record<TargetName, readonly string[]>;
export type PlantOf<T extends TargetName> = (typeof PLANTS)[T][number];
export type Plant = PlantOf<TargetName>;

export interface ChaosCommandLine {
	readonly target: TargetName;
	/** Fast: so many runs of each dialect. Otherwise: so many kills of a real n8n. */
	readonly runs: number;
	/** Of the first run; each further run has the next number. */
	readonly seed: number;
	readonly dialects: readonly Dialect[];
	readonly isFast: boolean;
	readonly plant: Plant | undefined;
	/** Import: calls go wrong as on a bad day. The worlds of the trigger decide that by their seed. */
	readonly withFaults: boolean;
	/** Instead of kills: delay and memory of the trigger, the time of an import against a limit. */
	readonly wantsFigures: boolean;
}

const USAGE = [
	'npm run chaos -- --target trigger --runs N --seed S [--dialect published|deployed] [--fast] [--plant overlap|early-cursor|page-overlap]',
	'npm run chaos -- --target trigger|import --figures',
	'npm run chaos -- --target import --runs N --seed S [--dialect published|deployed] [--fast] [--faults] [--plant no-lookup|blind-repeat|lost-place]',
	'npm run chaos -- --target export --runs N --seed S [--dialect published|deployed]',
].join('\n');

const OPTIONS = {
	target: { type: 'string' },
	runs: { type: 'string' },
	seed: { type: 'string' },
	dialect: { type: 'string' },
	fast: { type: 'boolean', default: false },
	plant: { type: 'string' },
	faults: { type: 'boolean', default: false },
	figures: { type: 'boolean', default: false },
} as const;

const MOST_RUNS = 1_000_000;
const MOST_SEED = 2 ** 32 - 1;

/** Throws a sentence about whatever it does not understand. */
export function readCommandLine(args: readonly string[]): ChaosCommandLine {
	const { values } = parse(args);
	const target = word('target', TARGETS, values.target);
	if (target === 'export' && (values.fast || values.figures)) {
		refuse('--target export goes without --fast and --figures');
	}
	const plant =
		values.plant === undefined ? undefined : word<Plant>('plant', PLANTS[target], values.plant);
	if (plant !== undefined && !values.fast) refuse('--plant goes with --fast');
	if (values.figures && values.fast) refuse('--figures go without --fast');
	if (values.faults && target !== 'import') refuse('--faults goes with --target import');
	return {
		target,
		runs: wholeNumber('runs', values.runs ?? (values.fast ? '200' : '2'), 1, MOST_RUNS),
		seed: wholeNumber('seed', values.seed ?? '1', 0, MOST_SEED),
		dialects: values.dialect === undefined ? DIALECTS : [word('dialect', DIALECTS, values.dialect)],
		isFast: values.fast,
		plant,
		withFaults: values.faults,
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
