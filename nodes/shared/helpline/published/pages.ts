import type { IDataObject } from 'n8n-workflow';

import type { Pagination } from './envelope';
import { MetIds } from './metIds';
import { FirstPass, LaterPass } from './pass';

/** Asked for per page (the guide's size); a server may give less. */
export const PAGE_SIZE = 100;
/** Rows that two pages share, so that rows moving between pages while others write are noticed. */
const OVERLAP = 5;
/** Times that a walk goes back because the page before was not met. */
const MAX_REREADS = 8;
/** Pages in a row that may bring nothing new while the server still says that there is more. */
const MAX_IDLE_PAGES = 3;
/** So many pages further on it is looked whether a server goes by offsets at all, and gives no first page there. */
const FAR_PAGES = 7;
/** Times that a list is read at most when something moved out of sight. */
const MAX_SWEEPS = 3;

export interface Page {
	rows: IDataObject[];
	pagination: Pagination;
}

export interface WalkEnd {
	/** Different rows that were read. */
	read: number;
	/** What the server said there is at the end; null when it did not say. */
	total: number | null;
}

/** Rows that a page of so many shares with the next one. */
export function overlapOf(rows: number): number {
	return Math.min(OVERLAP, Math.floor(rows / 2));
}

/** What a walk knows of the whole list. */
interface Known {
	seen: MetIds;
	total: number | null;
	/** Rows that the server's count lost meanwhile: they were read, and are not part of its last count. */
	drops: number;
	/** Rows that came to stand before the place that was reached: among them may be some that were not read. */
	pushedBack: number;
}

/**
 * Walks a list to its real end and yields each row once. It ends by what came back, never by what was
 * asked: a server may cap a page, and its order is not stated. It always ends, because every further
 * page must bring a new row, within stated bounds.
 */
export async function* walk(
	fetchPage: (offset: number, size: number) => Promise<Page>,
): AsyncGenerator<IDataObject[], WalkEnd> {
	const known: Known = { seen: new MetIds(), total: null, drops: 0, pushedBack: 0 };
	for (let sweep = 1; sweep <= MAX_SWEEPS; sweep++) {
		known.pushedBack = 0;
		yield* sweepOnce(fetchPage, known, sweep > 1);
		if (isComplete(known)) break;
	}
	return { read: known.seen.size, total: known.total };
}

function isComplete({ seen, total, drops, pushedBack }: Known): boolean {
	return total === null ? pushedBack === 0 : seen.size >= total + drops;
}

/**
 * One pass from the front. A repeated pass ends early only by the server's count: how deep a row lies that
 * was carried to the front cannot be told, because others may have been carried before it since.
 */
async function* sweepOnce(
	fetchPage: (offset: number, size: number) => Promise<Page>,
	known: Known,
	isRepeated: boolean,
): AsyncGenerator<IDataObject[], void> {
	const here = isRepeated ? new LaterPass() : new FirstPass(known.seen);
	let before: string[] = [];
	let offset = 0;
	let overlap = 0;
	let furthest = 0;
	let largest = 0;
	let rereads = 0;
	let idle = 0;
	let asked = 0;
	for (;;) {
		const { rows, pagination } = await fetchPage(offset, PAGE_SIZE);
		count(known, pagination.total);
		const ids = rows.map(idOf);
		const [first] = ids;
		const isFirstMet = first !== undefined && here.has(first);
		const bringsNew = ids.some((id) => !here.has(id));
		const fresh = takeNew(rows, known.seen);
		if (fresh.length > 0) yield fresh;

		largest = Math.max(largest, rows.length);
		const isGap = overlap > 0 && !isFirstMet;
		if (isGap && rereads < MAX_REREADS) {
			here.passBy(fresh.map(idOf));
			// Rows before this place are gone, so that unread ones took theirs: back until a known row is met.
			offset = Math.max(0, offset - largest * 2 ** rereads);
			rereads += 1;
			before = [];
			overlap = Math.min(1, offset);
			continue;
		}
		const places = rows.map(placeOf);
		known.pushedBack += pushedBack(places, before, overlap);
		here.take(ids);

		const reached = offset + rows.length;
		if (rows.length === 0 || pagination.hasMore === false) return;
		if (pagination.hasMore === null) {
			if (known.total !== null && reached >= known.total) return;
			// Only the rows shared with the page before came.
			if (known.total === null && !bringsNew && rows.length <= overlap) return;
		}
		if (isRepeated && known.total !== null && isComplete(known)) return;
		if (++asked === 2 && known.total === null && isSame(places, before)) {
			// Rows that came in may have pushed the first page back to here.
			const far = await fetchPage(reached + FAR_PAGES * rows.length, PAGE_SIZE);
			if (isSame(far.rows.map(placeOf), places)) {
				known.pushedBack = 0;
				return;
			}
		}
		if (reached > furthest) idle = bringsNew ? 0 : idle + 1;
		if (idle > MAX_IDLE_PAGES) return;
		furthest = Math.max(furthest, reached);
		before = places;
		overlap = overlapOf(rows.length);
		offset = reached - overlap;
	}
}

function count(known: Known, total: number | null): void {
	if (total === null) return;
	if (known.total !== null) known.drops += Math.max(0, known.total - total);
	known.total = total;
}

/**
 * How many rows may have come to stand before this page since the last one. None when it goes on where
 * that one ended, or further on, because rows were deleted.
 */
function pushedBack(places: string[], before: string[], overlap: number): number {
	const [first] = places;
	if (before.length === 0 || first === undefined) return 0;
	const at = before.indexOf(first);
	const shared = before.slice(at);
	const goesOn = at !== -1 && isSame(places.slice(0, shared.length), shared);
	if (!goesOn) return overlap > 0 ? before.length : 0;
	return Math.max(0, before.length - overlap - at);
}

function isSame(ids: string[], before: string[]): boolean {
	return ids.length === before.length && ids.every((id, at) => id === before[at]);
}

function takeNew(rows: IDataObject[], seen: MetIds): IDataObject[] {
	return rows.filter((row) => {
		const id = idOf(row);
		if (seen.has(id)) return false;
		seen.add(id);
		return true;
	});
}

/** A row that has changed since may have another place. */
function placeOf(row: IDataObject): string {
	return `${idOf(row)} ${typeof row.updated_at === 'string' ? row.updated_at : ''}`;
}

/** Rows without an id are told apart by their content. */
function idOf(row: IDataObject): string {
	return row.id === undefined || row.id === null ? JSON.stringify(row) : String(row.id);
}
