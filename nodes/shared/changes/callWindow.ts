/**
 * Where reading of a feed stands, as plain JSON, whose lines are told apart by a key and carry a time, and may be written
 * long after it: a call comes in the order of its start and is written when it ends. Pure.
 */
export type WindowMark = {
	/** Unix seconds of the server's clock, included: what begins before it is read no more. */
	since: number;
	/** Keys that were handed over since then, with one blank between them. */
	seen: string;
};

export interface Timed {
	key: string;
	/** Unix seconds. */
	at: number;
}

/** A call that lasts longer than this may be missed. */
export const OVERLAP_SECONDS = 7_200;
/** Keys that a mark remembers; above it the overlap becomes shorter. */
export const MOST_SEEN = 400;

/** The lines of a window that were not handed over yet, each once, oldest first. */
export function unseen<R extends Timed>({ seen }: WindowMark, rows: readonly R[]): R[] {
	const known = new Set(seen.split(' '));
	const fresh = new Map<string, R>();
	for (const row of rows) if (!known.has(row.key)) fresh.set(row.key, row);
	return [...fresh.values()].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/**
 * The oldest lines, about so many: a second is handed over whole, because a mark cannot stand inside one
 * that has more lines than it remembers.
 */
export function wholeSeconds<R extends Timed>(fresh: readonly R[], most: number): readonly R[] {
	const last = fresh[most - 1];
	const end = last ? fresh.findIndex(({ at }) => at > last.at) : -1;
	return end < 0 ? fresh : fresh.slice(0, end);
}

/**
 * The mark after some of the lines of a window were handed over. `isWhole`: all that is there was read and
 * handed over; else what is younger than the last one handed over is still to come.
 */
export function moved(
	mark: WindowMark,
	rows: readonly Timed[],
	handed: readonly Timed[],
	isWhole: boolean,
): WindowMark {
	const done = new Set([...mark.seen.split(' '), ...handed.map(({ key }) => key)]);
	const known = [...new Map(rows.map((row) => [row.key, row])).values()]
		.filter(({ key }) => done.has(key))
		.sort((a, b) => b.at - a.at);
	const reached = (isWhole ? known[0] : handed.at(-1))?.at;
	if (reached === undefined) return mark;
	const cut = known[MOST_SEEN];
	const since = Math.max(mark.since, reached - OVERLAP_SECONDS, cut ? cut.at + 1 : 0);
	const seen = known.slice(0, MOST_SEEN).filter(({ at }) => at >= since);
	return { since, seen: seen.map(({ key }) => key).join(' ') };
}
