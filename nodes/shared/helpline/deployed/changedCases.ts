import type { IDataObject } from 'n8n-workflow';

import { IdSet } from '../../record/idSet';
import type { Connection } from '../../transport/connection';
import { isDamaged, walkList } from './lists';
import { filterOf, secondsOf, walkWindows } from './windowWalk';
import { PAGE_SIZE } from './wire/pages';
import type { Window } from './wire/windows';
import { WindowPlan } from './wire/windows';

/** On a row: when it changed last. No column can be called this: the codec skips names with this sign. */
export const CHANGED_AT = '^changed_at';

/** When the changes happened. */
export interface Changed {
	since: string;
	changedBefore: string | null;
	now: number;
}

/**
 * The cases of a question that changed within a time, each once with the time of its newest change. A
 * case has no time of change here; its activities are the only trace (recordings 65 to 68), so they are
 * read newest first. Cases created in that time come as well where their activity was lost (helpline v1,
 * 11.3). How many there are, the server cannot say.
 */
export async function* changedCases(
	connection: Connection,
	filters: IDataObject,
	created: Window,
	{ since, changedBefore, now }: Changed,
	item: number,
): AsyncGenerator<IDataObject[], { read: number; total: number | null }> {
	const seen = new IdSet();
	let read = 0;
	const until = changedBefore === null ? secondsOf(now) + 1 : secondsOf(changedBefore);
	// The feed tells whole seconds: what it tells of the second of the bound may lie behind the bound.
	const changed: Window = { from: Math.floor(Date.parse(since) / 1000), until };
	const question = { ...filters, created_on: filterOf(created) };
	for await (const batch of changedIds(connection, changed, seen, item)) {
		const query = { ...question, id: [...batch.keys()].join(',') };
		const call = { verb: 'listCases', resource: 'cases', query };
		// Changes of cases that do not exist find none (recording 53).
		for await (const rows of walkList(connection, call, Infinity, item)) {
			read += rows.length;
			yield rows.map((row) => ({ ...row, [CHANGED_AT]: batch.get(String(row.id)) ?? null }));
		}
	}
	const both: Window = {
		from: Math.max(created.from, changed.from),
		until: Math.min(created.until, changed.until),
	};
	const call = { verb: 'listCases', resource: 'cases', query: filters };
	const walk = walkWindows(
		connection,
		call,
		new WindowPlan(both, 0),
		{ sort: 'created_on,id' },
		item,
	);
	for await (const rows of walk) {
		const fresh = rows.filter((row) => !seen.has(String(row.id)));
		read += fresh.length;
		if (fresh.length > 0) yield fresh.map((row) => ({ ...row, [CHANGED_AT]: row.created_on }));
	}
	return { read, total: null };
}

/** The cases that the feed names and that were not met before, by their id, with the time of the change. */
async function* changedIds(
	connection: Connection,
	changed: Window,
	seen: IdSet,
	item: number,
): AsyncGenerator<Map<string, string>> {
	const call = { verb: 'listChanges', resource: 'case_activities', query: {} };
	let batch = new Map<string, string>();
	const walk = walkWindows(connection, call, new WindowPlan(changed, 0, 'newest'), {}, item);
	for await (const rows of walk) {
		for (const { case_id: id, created_on: at } of rows.filter((row) => !isDamaged(row))) {
			// Lines of case 0 belong to people who hang on no case yet.
			if (typeof id !== 'string' || id === '0' || typeof at !== 'string' || seen.has(id)) continue;
			seen.add(id);
			batch.set(id, at);
			if (batch.size < PAGE_SIZE) continue;
			yield batch;
			batch = new Map();
		}
	}
	if (batch.size > 0) yield batch;
}
