import type { IDataObject } from 'n8n-workflow';

import type { Found } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { NOT_DATA } from '../../transport/sentences';
import type { Listing } from '../verbs';
import type { ReadCall } from './api';
import { fail, read } from './api';
import type { Page, WalkEnd } from './wire/pages';
import { PAGE_SIZE, pageQuery, walk } from './wire/pages';
import { pageSize } from './wire/filters';
import { contextInDamaged, idInDamagedRow } from './wire/parse';

/** No column can be called this: the codec skips names with this sign. */
const DAMAGED = '^damaged';

export function isDamaged(row: IDataObject): boolean {
	return row[DAMAGED] !== undefined;
}

/** All rows of a list, page by page, each once. `most` keeps a page from being larger than what is wanted. */
export function walkList(
	connection: Connection,
	call: ReadCall,
	most: number,
	item: number,
	largest: number = PAGE_SIZE,
): AsyncGenerator<IDataObject[], WalkEnd> {
	return walk(
		async (offset, size) => await readPage(connection, call, offset, size, item),
		pageSize(most, largest),
	);
}

/**
 * One page. One damaged row makes the whole page unreadable for everybody (recording 58), so the page
 * is halved until the row stands alone; there it is named and left, and all others are read.
 */
export async function readPage(
	connection: Connection,
	call: ReadCall,
	offset: number,
	size: number,
	item: number,
): Promise<Page> {
	const query = { ...call.query, ...pageQuery(offset, size) };
	const found = await read(connection, { ...call, query }, item);
	if (found.kind === 'answer') {
		const { rows, context } = found.table;
		if (!context) throw fail(connection, NOT_DATA, item);
		return { rows, context };
	}
	const context = contextInDamaged(found.text, call.resource);
	if (!context) throw fail(connection, NOT_DATA, item);
	if (size === 1) {
		const id = idInDamagedRow(found.text, call.resource);
		return { rows: [{ id, [DAMAGED]: offset }], context };
	}
	const half = Math.ceil(size / 2);
	const front = await readPage(connection, call, offset, half, item);
	// A server that gives less than was asked leaves a hole behind it: the page then ends there.
	const isShort = front.rows.length < half;
	if (isShort || front.context.last >= front.context.total) return front;
	const back = await readPage(connection, call, offset + half, size - half, item);
	return { rows: [...front.rows, ...back.rows], context: back.context };
}

/** Reads a list to its end, or to `limit` entries that `isWanted`. */
export async function listAll(
	connection: Connection,
	call: ReadCall,
	present: (raw: IDataObject) => Found,
	limit: number | undefined,
	item: number,
	isWanted: (found: Found) => boolean = () => true,
): Promise<Listing> {
	const enough = limit ?? Infinity;
	const found: Found[] = [];
	const damaged: IDataObject[] = [];
	const pages = walkList(connection, call, enough, item);
	let end = await pages.next();
	while (!end.done && found.length < enough) {
		damaged.push(...end.value.filter(isDamaged));
		const readable = end.value.filter((row) => !isDamaged(row));
		found.push(...readable.map(present).filter(isWanted));
		if (found.length < enough) end = await pages.next();
	}
	return {
		found: found.slice(0, limit ?? found.length),
		total: end.done ? end.value.total : null,
		remarks: [
			...damagedRemark(damaged),
			...(end.done ? countRemark(end.value.read, end.value.total) : []),
		],
	};
}

export function damagedRemark(damaged: readonly IDataObject[]): string[] {
	if (damaged.length === 0) return [];
	const ids = damaged.map(({ id }) => id).filter((id) => id !== null);
	const named = ids.length > 0 ? ` (ID ${ids.join(', ')})` : '';
	return [
		`Left out because a text in them is damaged in OpenCHS: ${damaged.length}${named}. Shorten their short texts there, such as names and references.`,
	];
}

export function countRemark(count: number, total: number): string[] {
	return count === total
		? []
		: [
				`OpenCHS counts ${total} entries, ${count} came: others may have been writing meanwhile. Run it again to be sure.`,
			];
}
