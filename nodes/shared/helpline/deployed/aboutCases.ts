import type { IDataObject } from 'n8n-workflow';

import type { FoundCase } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { collectCases } from './caseWalk';
import { callIdsOf, caseOfConversation } from './communications';
import { textOrNull } from './text';
import { anyOf } from './wire/filters';

/** Sessions and unique ids are long, so that fewer of them than of ids go into one address. */
const SESSIONS_AT_ONCE = 50;

/** The case that each conversation is about, by its session; a session of none or of several cases has no entry. */
export async function casesOfConversations(
	connection: Connection,
	sessions: readonly string[],
	item: number,
): Promise<Map<string, FoundCase>> {
	const ids = sessions.flatMap((session) => caseOfConversation(session) ?? []);
	// Others are written by gateways; only plain ones can be asked for (helpline v1, 5).
	const plain = sessions.filter((session) => /^[\w.:@+-]+$/.test(session));
	const cases = [
		...(await casesWhere(connection, 'id', ids, item)),
		...(await casesWhere(connection, 'src_callid', plain, item)),
	];
	return onlyOnes(cases, ({ id, src_callid }) => [`case-${String(id)}`, textOrNull(src_callid)]);
}

/** The case that each call is about, by the call's unique id. */
export async function casesOfCalls(
	connection: Connection,
	uniqueIds: readonly string[],
	item: number,
): Promise<Map<string, FoundCase>> {
	// A case names its session with the number of the contact behind it (recording 16).
	const told = uniqueIds.filter((uniqueId) => callIdsOf({ src_uid: uniqueId }).length > 0);
	const sessions = told.flatMap((uniqueId) => [uniqueId, `${uniqueId}-1`]);
	const cases = [
		...(await casesWhere(connection, 'src_callid', sessions, item)),
		...(await casesWhere(connection, 'src_uid', sessions, item)),
	];
	return onlyOnes(cases, callIdsOf);
}

async function casesWhere(
	connection: Connection,
	column: 'id' | 'src_callid' | 'src_uid',
	values: readonly string[],
	item: number,
): Promise<FoundCase[]> {
	const different = [...new Set(values)];
	const found: FoundCase[] = [];
	for (let start = 0; start < different.length; start += SESSIONS_AT_ONCE) {
		const query = { [column]: anyOf(different.slice(start, start + SESSIONS_AT_ONCE)) };
		const all = { enough: Infinity, most: Infinity };
		found.push(...(await collectCases(connection, [query], () => true, all, item)).found);
	}
	return found;
}

function onlyOnes(
	cases: readonly FoundCase[],
	namesOf: (row: IDataObject) => Array<string | null>,
): Map<string, FoundCase> {
	const byName = new Map<string, FoundCase | null>();
	for (const each of cases) {
		for (const name of namesOf(each.raw)) {
			if (name === null) continue;
			const known = byName.get(name);
			const isOther = known !== undefined && known?.record.id !== each.record.id;
			byName.set(name, isOther ? null : each);
		}
	}
	return new Map([...byName].flatMap(([name, each]) => (each ? [[name, each] as const] : [])));
}
