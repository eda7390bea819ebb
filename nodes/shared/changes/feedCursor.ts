/**
 * Where reading of a feed stands whose lines have ids that grow and that is listed newest first. Pure:
 * no clock, no network. What is read when stands in the dialect.
 *
 * A cursor alone would lose lines: ids are given out before a line can be seen, so a higher one may be
 * seen first. Every id below the cursor that was never seen is therefore remembered as a gap.
 */

/** A line, as far as reading on is concerned. */
export interface FeedRow {
	id: number;
	/** Unix seconds of the server's clock; null where the line cannot be read. */
	at: number | null;
}

/** Ids that were never seen, both ends included, and when they were first missed (Unix seconds of our clock). */
export type Gap = [from: number, to: number, missedAt: number];

/** Plain JSON. */
export type FeedMark = {
	/** The highest id that was handed over; 0 before the first line. */
	cursor: number;
	/** When that line was written, to notice a server that was restored. */
	at: number | null;
	/** How many lines there are up to the cursor. A hint where to read on; nothing but speed depends on it. */
	rank: number;
	/** Ascending. */
	gaps: Gap[];
	/** Lines written before this second are passed over: somebody chose to begin there. 0 for none. */
	since: number;
};

/** A stretch of the list without a hole: `rows` newest first, `offset` counted from the newest line. */
export interface Stretch<R extends FeedRow = FeedRow> {
	rows: R[];
	offset: number;
	total: number;
}

/** Seconds after which a line that was under way has been seen, or never will be. */
export const LATE_SECONDS = 600;
/** A gap so near to the newest id costs nothing to look at again, so its age does not matter. */
export const NEAR_IDS = 50;
/** A hole wider than this is a jump of the counter; lines under way stand right below the next one. */
const WIDEST_GAP = 200;
/** Keeps a mark below its size whatever happens; the newest ones are kept. */
export const MOST_GAPS = 500;
/** Ids that one read looks for one by one. */
const MOST_LOOKED_FOR = 1_000;

/** What is handed over together with what is known of the server at that time. */
export interface View {
	newest: FeedRow;
	/** Unix seconds of our clock. */
	now: number;
}

export const NOTHING_READ: FeedMark = { cursor: 0, at: null, rank: 0, gaps: [], since: 0 };

/** The mark that begins behind everything that is there: what is still under way is handed over later. */
export function startBehind({ rows, offset, total }: Stretch, now: number): FeedMark {
	const oldestFirst = [...rows].reverse();
	const [oldest, ...others] = oldestFirst;
	const [newest] = rows;
	if (!oldest || !newest) return NOTHING_READ;
	const rank = total - offset - rows.length + 1;
	const start = { ...NOTHING_READ, cursor: oldest.id, at: oldest.at, rank };
	return advance(start, others, { newest, now });
}

export function isHandled({ cursor, gaps }: FeedMark, id: number): boolean {
	return id <= cursor && !gaps.some(([from, to]) => from <= id && id <= to);
}

/** The lines that were not handed over yet, each once, oldest first. A line without an id of its own has a broken one. */
export function unhandled<R extends FeedRow>(mark: FeedMark, rows: readonly R[]): R[] {
	const named = rows.filter(({ id }) => Number.isInteger(id) && !isHandled(mark, id));
	const fresh = new Map(named.map((row) => [row.id, row]));
	return [...fresh.values()].sort((a, b) => a.id - b.id);
}

/**
 * The mark after these lines. Beyond the cursor they must be the next ones of the list without a hole,
 * oldest first; lines out of gaps may stand before them.
 */
export function advance(mark: FeedMark, handed: readonly FeedRow[], view: View): FeedMark {
	let { cursor, at, rank } = mark;
	const gaps = mark.gaps.flatMap((gap) => without(gap, handed));
	for (const row of handed) {
		if (row.id <= cursor) continue;
		const gap: Gap = [Math.max(cursor + 1, row.id - WIDEST_GAP), row.id - 1, view.now];
		if (gap[0] <= gap[1] && mayStillCome(gap, row, view)) gaps.push(gap);
		cursor = row.id;
		at = row.at ?? at;
		rank += 1;
	}
	return { ...mark, cursor, at, rank, gaps: gaps.slice(-MOST_GAPS) };
}

/** What is left of a gap when some of its ids were seen. */
function without([from, to, missedAt]: Gap, handed: readonly FeedRow[]): Gap[] {
	const left: Gap[] = [];
	let next = from;
	for (const { id } of handed) {
		if (id < next || id > to) continue;
		if (next < id) left.push([next, id - 1, missedAt]);
		next = id + 1;
	}
	return next <= to ? [...left, [next, to, missedAt]] : left;
}

/** The line above the gap was written after its ids were given out. */
function mayStillCome(gap: Gap, above: FeedRow, { newest }: View): boolean {
	if (isNear(gap, newest) || above.at === null || newest.at === null) return true;
	return newest.at - above.at < LATE_SECONDS;
}

function isNear([, to]: Gap, newest: FeedRow): boolean {
	return newest.id - to <= NEAR_IDS;
}

/** The mark after all its gaps were looked at: those that have had their time are given up. */
export function withoutOldGaps(mark: FeedMark, { newest, now }: View): FeedMark {
	const gaps = mark.gaps.filter((gap) => isNear(gap, newest) || now - gap[2] < LATE_SECONDS);
	return gaps.length === mark.gaps.length ? mark : { ...mark, gaps };
}

/** The missed ids below a stretch that begins at `below`, the highest first: they are asked for by id. */
export function idsToLookFor({ gaps }: FeedMark, below: number): number[] {
	const ids: number[] = [];
	for (const [from, to] of [...gaps].reverse()) {
		for (let id = Math.min(to, below - 1); id >= from; id--) {
			if (ids.length === MOST_LOOKED_FOR) return ids;
			ids.push(id);
		}
	}
	return ids;
}

/** Whether all lines behind the cursor begin in this stretch, or end the list above it. */
export function reaches({ rows, offset, total }: Stretch, cursor: number): boolean {
	const [first] = rows;
	const last = rows.at(-1);
	if (!first || !last) return true;
	const isStart = offset === 0 || first.id > cursor;
	return isStart && (last.id <= cursor || offset + rows.length >= total);
}

/**
 * Whether the server seems to have been restored from a backup: nothing is as new as what was read, or
 * the line that was read last is gone or another one. Lines are never deleted or stamped anew otherwise.
 */
export function isRestored({ cursor, at }: FeedMark, stretch: Stretch): boolean {
	if (cursor === 0) return false;
	const [newest] = stretch.rows;
	if (!newest || (stretch.offset === 0 && newest.id < cursor)) return true;
	if (!reaches(stretch, cursor)) return false;
	const row = stretch.rows.find(({ id }) => id === cursor);
	if (!row) return true;
	return at !== null && row.at !== null && row.at !== at;
}
