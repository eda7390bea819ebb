import type { ChaosCommandLine } from './commandLine.mts';

/** How a rig ended, over all its runs. */
export interface Outcome {
	lost: number;
	doubled: number;
	/** What else must not be: sentences for a person; none when all is well. */
	problems: string[];
}

/** A rig prints what it finds as it goes. */
export type Rig = (asked: ChaosCommandLine) => Promise<Outcome>;

/** Other programs read this line. */
export function closingLine({ lost, doubled }: Outcome): string {
	return `lost ${lost}, doubled ${doubled}`;
}

export function isGood({ lost, doubled, problems }: Outcome): boolean {
	return lost === 0 && doubled === 0 && problems.length === 0;
}

export function sumOf(outcomes: readonly Outcome[]): Outcome {
	return outcomes.reduce(
		(sum, one) => ({
			lost: sum.lost + one.lost,
			doubled: sum.doubled + one.doubled,
			problems: [...sum.problems, ...one.problems],
		}),
		{ lost: 0, doubled: 0, problems: [] },
	);
}
