type Submetrics = ReadonlyArray<readonly [submetric: string, probability: number]>;

/** Six heads, seventeen items. */
const HEADS: Readonly<Record<string, Submetrics>> = {
	opening: [['Use of call opening phrase', 0.91]],
	listening: [
		['Caller was not interrupted', 0.85],
		['Empathizes with the caller', 0.62],
		['Paraphrases or rephrases the issue', 0.44],
		["Uses 'please' and 'thank you'", 0.31],
		['Does not hesitate or sound unsure', 0.77],
	],
	proactiveness: [
		['Willing to solve extra issues', 0.52],
		['Confirms satisfaction with action points', 0.21],
		['Follows up on case updates', 0.18],
	],
	resolution: [
		['Gives accurate information', 0.88],
		['Correct language use', 0.93],
		['Consults if unsure', 0.35],
		['Follows correct steps', 0.71],
		['Explains solution process clearly', 0.58],
	],
	hold: [
		['Explains before placing on hold', 0.06],
		['Thanks caller for holding', 0.04],
	],
	closing: [['Proper call closing phrase used', 0.66]],
};

export interface Score {
	submetric: string;
	prediction: boolean;
	score: string;
	probability: number;
}

export function scoreQuality(threshold: number): Record<string, Score[]> {
	return Object.fromEntries(
		Object.entries(HEADS).map(([head, submetrics]) => [
			head,
			submetrics.map(([submetric, probability]) => {
				const prediction = probability >= threshold;
				return { submetric, prediction, score: prediction ? '✓' : '✗', probability };
			}),
		]),
	);
}

export function headLabels(): Record<string, string[]> {
	return Object.fromEntries(
		Object.entries(HEADS).map(([head, submetrics]) => [head, submetrics.map(([label]) => label)]),
	);
}
