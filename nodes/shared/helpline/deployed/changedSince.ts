import type { Connection } from '../../transport/connection';
import { isDamaged, walkList } from './lists';
import { windowFilter } from './wire/filters';

/**
 * The cases that changed since a time, each with the time of its newest change. A case has no time of
 * change here; its activities are the only trace (recordings 65 to 68). Lines of case 0 belong to people
 * who hang on no case yet.
 */
export async function changedSince(
	connection: Connection,
	since: string,
	item: number,
): Promise<Map<string, string>> {
	const newest = new Map<string, string>();
	const pages = walkList(
		connection,
		{
			verb: 'listChanges',
			resource: 'case_activities',
			query: { created_on: windowFilter(since, undefined) },
		},
		Infinity,
		item,
		CHANGES_PAGE,
	);
	for await (const rows of pages) {
		for (const { case_id: id, created_on: at } of rows.filter((row) => !isDamaged(row))) {
			if (typeof id !== 'string' || typeof at !== 'string') continue;
			const known = newest.get(id);
			if (known === undefined || known < at) newest.set(id, at);
		}
	}
	return newest;
}

/** Lines are short, so that a page may hold more of them than of cases. */
const CHANGES_PAGE = 500;
