import type { FoundCase } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { isOfContent } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import { lowestFirst } from '../duplicates';
import { getCaseIfThere } from './cases';
import { collectCases } from './caseWalk';
import { wireKey } from './keys';
import { listAll } from './lists';
import { seesAllCases } from './users';

/**
 * The cases that carry a key exactly, oldest first. Nothing is unique on this server (recording 48), so
 * there may be several. The server compares without letter case; here it counts.
 */
export async function casesWithKey(
	connection: Connection,
	key: string,
	item: number,
): Promise<FoundCase[]> {
	const stored = wireKey(key);
	const { found } = await collectCases(
		connection,
		[{ src_uid: stored }],
		() => true,
		{ enough: Infinity, most: Infinity },
		item,
	);
	const exact = found.filter(({ raw }) => raw.src_uid === stored);
	if (exact.length === 0 && !(await seesAllCases(connection, item))) {
		return await casesInHistory(connection, stored, item);
	}
	return lowestFirst(exact);
}

/**
 * An account that lists only its own cases may not list one that it has just handed to somebody else;
 * the first line of a case's history carries the key as well and is open to everybody (recording 31).
 */
async function casesInHistory(
	connection: Connection,
	stored: string,
	item: number,
): Promise<FoundCase[]> {
	const { found } = await listAll(
		connection,
		{ verb: 'findCaseByKey', resource: 'case_activities', query: { src_uid: stored } },
		(raw) => ({ raw, record: {} }),
		undefined,
		item,
	);
	const ids = found.flatMap(({ raw }) => (typeof raw.case_id === 'string' ? [raw.case_id] : []));
	const cases: FoundCase[] = [];
	for (const id of new Set(ids)) {
		const each = await getCaseIfThere(connection, id, item);
		if (each?.raw.src_uid === stored) cases.push(each);
	}
	return lowestFirst(cases);
}

/** The newest case that an earlier run made from the same content: found by the part of the key that runs share. */
export async function findByContent(
	connection: Connection,
	key: CaseKey,
	item: number,
): Promise<FoundCase | null> {
	if (key.content === null) return null;
	const { found } = await collectCases(
		connection,
		[{ src_uid__: key.content }],
		(record) => isOfContent(record.external_key, key),
		{ enough: Infinity, most: Infinity },
		item,
	);
	return found[0] ?? null;
}
