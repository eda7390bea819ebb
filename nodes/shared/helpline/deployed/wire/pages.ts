import type { IDataObject } from 'n8n-workflow';

import { IdSet } from '../../../record/idSet';
import type { Context } from './envelope';

/** Rows asked for per page; the server sets no limit, and a case has 122 fields. */
export const PAGE_SIZE = 100;
/** Rows that two pages share, so that rows that leave the question while it is read are noticed. */
const OVERLAP = 5;
/** Times that a stretch is read again when the overlap was not met. */
const MAX_REREADS = 5;
/** Pages in a row on which the server may stand still. */
const MAX_STUCK_PAGES = 3;
/** Pages in a row that may bring nothing new, because others add rows as fast as we read. */
const MAX_IDLE_PAGES = 1_000;

export interface Page {
	rows: IDataObject[];
	context: Context;
}

export interface WalkEnd {
	/** Different rows that were read. */
	read: number;
	/** What the server said at the end that there is. */
	total: number;
}

/**
 * Walks a list and yields each row once. Past its end the server repeats the last page for ever, so
 * the walk ends by the ordinal of the last row, never by an empty page (recording 36). It always ends:
 * every further page must bring a new row, within stated bounds.
 */
export async function* walk(
	fetchPage: (offset: number, size: number) => Promise<Page>,
	size: number = PAGE_SIZE,
	keyOf: (row: IDataObject) => string = idOf,
): AsyncGenerator<IDataObject[], WalkEnd> {
	const seen = new IdSet();
	const overlap = Math.min(OVERLAP, Math.floor(size / 4));
	let offset = 0;
	let hasTail = false;
	let rereads = 0;
	let idle = 0;
	let stuck = 0;
	let reached = 0;
	for (;;) {
		const { rows, context } = await fetchPage(offset, size);
		const fresh = rows.filter((row) => isNew(keyOf(row), seen));
		if (fresh.length > 0) yield fresh;
		idle = fresh.length > 0 ? 0 : idle + 1;
		stuck = fresh.length > 0 || context.last > reached ? 0 : stuck + 1;
		reached = context.last;
		const isEnd = context.last >= context.total || rows.length === 0;
		if (isEnd || stuck > MAX_STUCK_PAGES || idle > MAX_IDLE_PAGES) {
			return { read: seen.size, total: context.total };
		}
		// Rows that were added in front only repeat some; a page of strangers means that rows went away.
		if (hasTail && fresh.length === rows.length && rereads < MAX_REREADS) {
			rereads += 1;
			offset = Math.max(0, offset - size + overlap);
			hasTail = false;
			continue;
		}
		hasTail = overlap > 0;
		offset += idle > 0 ? rows.length : Math.max(1, rows.length - overlap);
	}
}

function isNew(key: string, seen: IdSet): boolean {
	if (seen.has(key)) return false;
	seen.add(key);
	return true;
}

/** Calls are known by `uniqueid`; what has neither is told apart by its content. */
function idOf(row: IDataObject): string {
	const id = row.id ?? row.uniqueid;
	return id === undefined || id === null ? JSON.stringify(row) : String(id);
}

/** The parameters of one page. `_a` is rounded down to a multiple of the size, `_o` is not (recordings 34, 35). */
export function pageQuery(offset: number, size: number): IDataObject {
	return offset === 0 ? { _c: size } : { _c: size, _o: offset };
}
