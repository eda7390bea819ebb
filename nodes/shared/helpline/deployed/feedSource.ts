import type { IDataObject } from 'n8n-workflow';

import type { FeedMark, FeedRow } from '../../changes/feedCursor';
import { NOTHING_READ } from '../../changes/feedCursor';
import type { Connection } from '../../transport/connection';
import { NOT_DATA } from '../../transport/sentences';
import type { ReadCall } from './api';
import { fail } from './api';
import type { FeedSource } from './feedReader';
import { isDamaged, readPage, walkList } from './lists';
import { windowFilter } from './wire/filters';

/** One line of a feed of this server. */
export interface Line extends FeedRow {
	raw: IDataObject;
}

/** Ids in one address: it stays below what web servers take. */
const IDS_AT_ONCE = 200;

/** A list whose ids grow, newest first, as a feed (helpline v1, 6.2). */
export function feedSource(connection: Connection, call: ReadCall, item: number): FeedSource<Line> {
	return {
		page: async (offset, size) => {
			const { rows, context } = await readPage(connection, call, offset, size, item);
			const lines = toLines(rows);
			if (!lines) throw fail(connection, NOT_DATA, item);
			// Past the end the last page comes, so its place is told by its end (recording 36).
			const place = offset === 0 ? 0 : Math.max(0, context.last - lines.length);
			return { rows: lines, offset: place, total: context.total };
		},
		byIds: async (ids) => {
			const lines: Line[] = [];
			for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
				const id = ids.slice(start, start + IDS_AT_ONCE).join(',');
				const pages = walkList(connection, { ...call, query: { id } }, Infinity, item, IDS_AT_ONCE);
				for await (const rows of pages) lines.push(...rows.map(toLine));
			}
			return lines;
		},
	};
}

/** Null when the list is in another order than a feed can be read in. */
function toLines(rows: readonly IDataObject[]): Line[] | null {
	const lines: Line[] = [];
	for (const raw of rows) {
		const line = toLine(raw);
		const above = lines.at(-1);
		// A damaged line that does not even tell its id keeps its place between its neighbours.
		if (Number.isNaN(line.id)) line.id = (above?.id ?? Number.MAX_SAFE_INTEGER) - 0.5;
		// A page that was read in halves may repeat a line between them.
		if (line.id === above?.id) continue;
		if (above && line.id > above.id) return null;
		lines.push(line);
	}
	return lines;
}

function toLine(raw: IDataObject): Line {
	const written = typeof raw.created_on === 'string' ? Date.parse(raw.created_on) : Number.NaN;
	return {
		raw,
		id: raw.id === null || raw.id === undefined ? Number.NaN : Number(raw.id),
		at: isDamaged(raw) || Number.isNaN(written) ? null : written / 1000,
	};
}

/** The mark behind the last line that was written before a second of the server's clock. */
export async function markBefore(
	connection: Connection,
	call: ReadCall,
	seconds: number,
	item: number,
): Promise<FeedMark> {
	const until = new Date(seconds * 1000).toISOString();
	const query = { created_on: windowFilter(undefined, until) };
	const { rows, context } = await readPage(connection, { ...call, query }, 0, 1, item);
	const [raw] = rows;
	const line = raw && toLine(raw);
	if (!line || Number.isNaN(line.id)) return NOTHING_READ;
	return { ...NOTHING_READ, cursor: line.id, at: line.at, rank: context.total };
}
