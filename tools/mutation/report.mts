/** What is read of StrykerJS's report in JSON. */
export interface MutationReport {
	readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

export interface Mutant {
	readonly status: string;
	readonly mutatorName: string;
	readonly replacement?: string;
	readonly location: { readonly start: { readonly line: number } };
}

const CAUGHT = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];

export interface Score {
	readonly caught: number;
	readonly all: number;
	/** One line each: where, and what could be changed without a test noticing. */
	readonly missed: readonly string[];
}

/** Mutants that do not compile or were left out on purpose count neither way. */
export function scoreOf(report: MutationReport): Score {
	const mutants = Object.entries(report.files).flatMap(([file, { mutants }]) =>
		mutants.map((mutant) => ({ file, ...mutant })),
	);
	const caught = mutants.filter(({ status }) => CAUGHT.includes(status)).length;
	const missed = mutants.filter(({ status }) => MISSED.includes(status));
	return {
		caught,
		all: caught + missed.length,
		missed: missed.map(
			({ file, location, mutatorName, replacement }) =>
				`${file}:${location.start.line} ${mutatorName} ${oneLine(replacement ?? '')}`,
		),
	};
}

function oneLine(code: string): string {
	const line = code.replace(/\s+/g, ' ');
	return line.length > 100 ? `${line.slice(0, 100)}...` : line;
}

/** Rounded down, so that a goal is never met by rounding. */
export function percentOf({ caught, all }: Pick<Score, 'caught' | 'all'>): number {
	return all === 0 ? 0 : Math.floor((caught / all) * 1000) / 10;
}
