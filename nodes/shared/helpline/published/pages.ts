import type { IDataObject } from 'n8n-workflow';

import type { Pagination } from './envelope';

/** Asked for per page (the guide's size); a server may give less. */
export const PAGE_SIZE = 100;
/** Rows that two pages share, so that rows moving between pages while others write are noticed. */
const OVERLAP = 5;
/** Times that a stretch is read again when the overlap was not met. */
const MAX_REREADS = 5;
/** Pages in a row that may bring nothing new while the server still says that there is more. */
const MAX_IDLE_PAGES = 3;
/** Times that the whole list is read again when fewer rows came than the server counts. */
const MAX_SWEEPS = 2;

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

/**
 * Walks a list to its real end and yields each row once. It ends by what came back, never by what was
 * asked: a server may cap a page, and its order is not stated. It always ends, because every further
 * page must bring a new row, within stated bounds.
 */
export async function* walk(
	fetchPage: (offset: number, size: number) => Promise<Page>,
): AsyncGenerator<IDataObject[], WalkEnd> {
	const seen = new Set<string>();
	let total: number | null = null;
	for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
		total = yield* sweepOnce(fetchPage, seen);
		if (total === null || seen.size >= total) break;
	}
	return { read: seen.size, total };
}

async function* sweepOnce(
	fetchPage: (offset: number, size: number) => Promise<Page>,
	seen: Set<string>,
): AsyncGenerator<IDataObject[], number | null> {
	let offset = 0;
	let total: number | null = null;
	let tail: string[] = [];
	let rereads = 0;
	let idle = 0;
	let largest = 0;
	for (;;) {
		const { rows, pagination } = await fetchPage(offset, PAGE_SIZE);
		total = pagination.total ?? total;
		const ids = rows.map(idOf);
		const moved = tail.length > 0 && rows.length > 0 && !ids.some((id) => tail.includes(id));
		if (moved && rereads < MAX_REREADS) {
			rereads += 1;
			offset = Math.max(0, offset - rows.length + OVERLAP);
			tail = [];
			yield takeNew(rows, seen);
			continue;
		}
		const fresh = takeNew(rows, seen);
		if (fresh.length > 0) yield fresh;
		idle = fresh.length > 0 ? 0 : idle + 1;
		const reached = offset + rows.length;
		if (rows.length === 0 || pagination.hasMore === false) return total;
		if (pagination.hasMore === null) {
			if (total !== null ? reached >= total : isLastUnpaged(rows.length, largest, idle))
				return total;
		}
		if (idle > MAX_IDLE_PAGES) return total;
		largest = Math.max(largest, rows.length);
		tail = ids.slice(-OVERLAP);
		// A page that brought nothing new is left behind whole, or the walk would stand still.
		offset = idle > 0 ? reached : reached - Math.min(OVERLAP, rows.length - 1);
	}
}

/** Without a word about pages: a page shorter than an earlier one, or one that brings nothing new, is the last. */
function isLastUnpaged(length: number, largest: number, idle: number): boolean {
	return length < largest || idle > 0;
}

function takeNew(rows: IDataObject[], seen: Set<string>): IDataObject[] {
	return rows.filter((row) => {
		const id = idOf(row);
		if (seen.has(id)) return false;
		seen.add(id);
		return true;
	});
}

/** Rows without an id are told apart by their content. */
function idOf(row: IDataObject): string {
	return row.id === undefined || row.id === null ? JSON.stringify(row) : String(row.id);
}
