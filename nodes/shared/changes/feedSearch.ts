import type { FeedMark, Stretch } from './feedCursor';

/**
 * Finds the old end of what is new, however far back it lies, without reading everything above it. Places
 * are counted from the oldest line (its rank is 1): lines that others add meanwhile do not move them. Pure.
 */
export interface Search {
	/** The lowest line known to be behind the cursor. */
	above: Place;
	/** The highest line known to be at or before the cursor; rank 0 and id 0 where none is known. */
	below: Place;
}

interface Place {
	rank: number;
	id: number;
}

/** Lines before the cursor that a page takes along, so that lines added meanwhile do not push the cursor out of it. */
export const PAGE_OVERLAP = 20;

/** What the newest page tells, which does not reach the cursor. */
export function searchBelow(head: Stretch): Search {
	return { above: placeOf(head, head.rows.length - 1), below: { rank: 0, id: 0 } };
}

function placeOf({ rows, offset, total }: Stretch, index: number): Place {
	return { rank: total - offset - index, id: rows[index]?.id ?? 0 };
}

/** What one more page tells that did not reach the cursor. */
export function narrowed(search: Search, stretch: Stretch, cursor: number): Search {
	const first = placeOf(stretch, 0);
	return first.id <= cursor
		? { ...search, below: first }
		: { ...search, above: placeOf(stretch, stretch.rows.length - 1) };
}

/**
 * The rank that the cursor probably has. First what was counted when it was read, twice because a page
 * may turn out shorter than was asked; then, in turn, as if no id were missing and the middle of what
 * is possible, so that every second page halves it.
 */
export function probableRank(mark: FeedMark, { above, below }: Search, attempt: number): number {
	const lowest = Math.max(below.rank, above.rank - (above.id - mark.cursor));
	const highest = Math.max(lowest, above.rank - 1);
	if (attempt < 2) return Math.min(highest, Math.max(lowest, mark.rank));
	return attempt % 2 === 0 ? lowest : Math.floor((lowest + highest) / 2);
}

/** Where a page of that size begins which holds the line of that rank near its end. */
export function offsetOf(rank: number, total: number, size: number): number {
	return Math.max(0, total - rank - size + overlapOf(size));
}

function overlapOf(size: number): number {
	return Math.max(1, Math.min(PAGE_OVERLAP, Math.floor(size / 10)));
}

/** How many lines there are up to this one, where the stretch holds it. */
export function rankOf(stretch: Stretch, id: number): number | null {
	const index = stretch.rows.findIndex((row) => row.id === id);
	return index < 0 ? null : placeOf(stretch, index).rank;
}
