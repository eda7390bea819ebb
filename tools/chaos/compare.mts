/** One thing that happened on the server, as a rig expects to hear of it. */
export interface Expected {
	/** The name under which it must be acted on. */
	key: string;
	/** False for what may be heard of and need not: overwritten before anybody could see it, or gone with a restored server. */
	isDue: boolean;
	/** Milliseconds of the server's clock from which it could be seen. */
	visibleFrom: number;
	/** Something more under the name of the one before: it may be acted on as `<key>.<anything>`. */
	isRepeat?: boolean;
}

/** One thing that was acted on, after de-duplication by its key. */
export interface Acted {
	key: string;
	/** What it is about beyond the expected ones, where its name says so: each may be acted on once. */
	part?: string | undefined;
	/** Milliseconds of the same clock. */
	at: number;
}

export interface Comparison {
	/** Keys that were due and never acted on. */
	lost: string[];
	/** Keys acted on twice, and keys that name nothing that happened: something known under another name. */
	doubled: string[];
	/** Of what was due, from the moment it could be seen; 0 when nothing was. */
	longestDelayMs: number;
	due: number;
}

/** Compares what was acted on with what really happened. */
export function compare(expected: readonly Expected[], acted: readonly Acted[]): Comparison {
	const firstActed = new Map<string, number>();
	const doubled: string[] = [];
	const known = new Set(expected.map(({ key }) => key));
	const repeats = countRepeats(expected);
	const parts = new Set<string>();
	for (const { key, part, at } of acted) {
		const isNewPart = part !== undefined && !parts.has(part);
		const isKnown = known.has(key) || isNewPart || takeRepeat(repeats, key);
		if (firstActed.has(key) || !isKnown) doubled.push(key);
		if (!firstActed.has(key)) firstActed.set(key, at);
		if (part !== undefined) parts.add(part);
	}
	const due = firstDue(expected);
	// Where the change before it was no longer due, a repeat is told under its own name.
	const firsts = new Set(expected.filter(isFirstDue).map(({ key }) => key));
	const plains = new Set(acted.map(({ key }) => plainOf(key)));
	const isActed = (key: string) => firstActed.has(key) || (!firsts.has(key) && plains.has(key));
	const lost = [...due.keys()].filter((key) => !isActed(key));
	const delays = delaysOf(expected, acted);
	return {
		lost,
		doubled,
		longestDelayMs: delays.reduce((longest, delay) => Math.max(longest, delay), 0),
		due: due.size,
	};
}

/** Milliseconds from visible to acted on, of each change that was due and acted on. */
export function delaysOf(expected: readonly Expected[], acted: readonly Acted[]): number[] {
	const due = firstDue(expected);
	const first = new Map<string, number>();
	for (const { key, at } of acted) if (!first.has(key)) first.set(key, at);
	return [...first].flatMap(([key, at]) => {
		const from = due.get(key);
		return from === undefined ? [] : [at - from];
	});
}

function countRepeats(expected: readonly Expected[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { key, isRepeat } of expected) {
		if (isRepeat) counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return counts;
}

function isFirstDue({ isDue, isRepeat }: Expected): boolean {
	return isDue && !isRepeat;
}

function plainOf(key: string): string {
	return key.slice(0, key.lastIndexOf('.'));
}

/** Each repeat may be acted on once. */
function takeRepeat(counts: Map<string, number>, key: string): boolean {
	const plain = plainOf(key);
	const left = counts.get(plain) ?? 0;
	if (left > 0) counts.set(plain, left - 1);
	return left > 0;
}

/** Two changes of one case in one second have one name. */
function firstDue(expected: readonly Expected[]): Map<string, number> {
	const due = new Map<string, number>();
	for (const { key, isDue, visibleFrom } of expected) {
		if (isDue) due.set(key, Math.min(visibleFrom, due.get(key) ?? Infinity));
	}
	return due;
}
