import type { IDataObject } from 'n8n-workflow';

import type { Found } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { Listing } from '../verbs';
import type { ReadCall } from './api';
import { readList } from './api';
import { walk } from './pages';

/** Reads a list that has pages, to its end or to `limit` rows that `isWanted`. */
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
	const pages = walk(
		async (offset, size) =>
			await readList(connection, { ...call, query: { ...call.query, limit: size, offset } }, item),
	);
	let end = await pages.next();
	while (!end.done && found.length < enough) {
		found.push(...end.value.map(present).filter(isWanted));
		if (found.length < enough) end = await pages.next();
	}
	const remarks =
		end.done && end.value.total !== null && end.value.total !== end.value.read
			? [
					`OpenCHS counts ${end.value.total} entries, ${end.value.read} came: others may have been writing meanwhile.`,
				]
			: [];
	return {
		found: found.slice(0, limit ?? found.length),
		total: end.done ? end.value.total : null,
		remarks,
	};
}
