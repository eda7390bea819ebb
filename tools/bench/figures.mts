/** How a bench puts its figures into words; numbers in, sentences out. */

/** What was measured of one way of doing a thing. */
export interface Measured {
	/** Rows, cases or calls that were brought to an end. */
	count: number;
	seconds: number;
	/** What the made-up server took of one core meanwhile, 0 to 1; null where it was not watched. */
	serverShare: number | null;
}

/** Above this the server is what is measured, and the ratio says little of the client. */
export const MOST_SERVER_SHARE = 0.7;

export type Goal = { least: number } | { most: number };

export function rateOf({ count, seconds }: Measured): number {
	return count / seconds;
}

/** `1,234 rows/s (5,000 in 4.1 s, server at 34 % of a core)` */
export function inWords(measured: Measured, unit: string): string {
	const { count, seconds, serverShare } = measured;
	const server = serverShare === null ? '' : `, server at ${percent(serverShare)} of a core`;
	const rate = rateOf(measured);
	return `${grouped(rate)} ${unit}/s (${grouped(count)} in ${seconds.toFixed(1)} s${server})`;
}

/** A line that ends in `ratio N x`, with the goal in front where there is one. */
export function ratioLine(
	what: string,
	ours: Measured,
	theirs: Measured,
	goal: Goal | null = null,
): string {
	const ratio = rateOf(ours) / rateOf(theirs);
	const remarks = [
		...(goal === null ? [] : [verdict(ratio, goal, (value) => `${value} x`)]),
		...(isServerBound(ours) || isServerBound(theirs) ? [SERVER_BOUND] : []),
	];
	return `${what}${remarks.map((remark) => ` (${remark})`).join('')}: ratio ${ratio.toFixed(2)} x`;
}

const SERVER_BOUND = `does not count: the server was above ${percent(MOST_SERVER_SHARE)} of a core`;

function isServerBound({ serverShare }: Measured): boolean {
	return serverShare !== null && serverShare > MOST_SERVER_SHARE;
}

/** `goal: at least 0.9 x, met`; a value that only rounds to its goal has missed it. */
export function verdict(value: number, goal: Goal, words: (value: number) => string): string {
	const isMet = 'least' in goal ? value >= goal.least : value <= goal.most;
	const bound = 'least' in goal ? `at least ${words(goal.least)}` : `at most ${words(goal.most)}`;
	return `goal: ${bound}, ${isMet ? 'met' : 'MISSED'}`;
}

/** The value in the middle: one disturbed round changes nothing. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted[Math.floor((sorted.length - 1) / 2)];
	if (middle === undefined) throw new Error('There is no median of nothing');
	return middle;
}

/**
 * How much longer the last tenth of some moments took than the first, as a ratio. Both tenths hold as
 * many steps.
 */
export function lastTenthAgainstFirst(moments: readonly number[]): number {
	const steps = Math.floor((moments.length - 1) / 10);
	if (steps < 1) throw new Error('Too few moments for a tenth of them');
	const at = (index: number) => moments.at(index) ?? Number.NaN;
	return (at(-1) - at(-1 - steps)) / (at(steps) - at(0));
}

export function percent(share: number): string {
	return `${Math.round(share * 100)} %`;
}

export function grouped(value: number): string {
	return Math.round(value).toLocaleString('en-US');
}
