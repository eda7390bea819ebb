import type { FoundCase, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { isOfContent } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import { activitiesOf, addNote } from './activities';
import { fail } from './api';
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
	return oldestFirst(exact);
}

function oldestFirst(found: FoundCase[]): FoundCase[] {
	return [...found].sort((a, b) => Number(a.record.id) - Number(b.record.id));
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
	return oldestFirst(cases);
}

/** The case that carries the key; the lowest id where all others are marked as its duplicates. */
export async function findByKey(
	connection: Connection,
	key: string,
	item: number,
): Promise<FoundCase | null> {
	const [first, ...others] = await casesWithKey(connection, key, item);
	if (!first) return null;
	for (const other of others) {
		if (!(await isMarked(connection, other.record.id, first.record.id, item))) {
			throw fail(connection, notUnique(others.length + 1), item);
		}
	}
	return first;
}

function notUnique(count: number) {
	return {
		code: 'key_not_unique' as const,
		field: 'external_key',
		message: `${count} cases carry this external key, so none was changed`,
		description:
			'Open them in OpenCHS; the key of a case cannot be changed there, so use another key.',
	};
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

/** What came of two workers who created under one key at the same time. */
export interface Winner {
	found: FoundCase;
	/** Ids of the others, each marked in its history. */
	duplicates: RecordId[];
}

/**
 * The lowest id wins; every other case gets a line in its history that says whose duplicate it is. Only
 * cases of the same account are marked: another's may carry the same key on purpose.
 */
export async function markDuplicates(
	connection: Connection,
	found: readonly FoundCase[],
	item: number,
): Promise<Winner | null> {
	const [first, ...others] = found;
	if (!first) return null;
	for (const other of others) {
		if (await isMarked(connection, other.record.id, first.record.id, item)) continue;
		if (other.raw.created_by_id !== first.raw.created_by_id) {
			throw fail(connection, notUnique(found.length), item);
		}
		await addNote(
			connection,
			other.record.id,
			{
				note: { detail: `Duplicate of case ${first.record.id}: both carry the same external key.` },
				key: { key: markOf(first.record.id), isMapped: false, content: null, isRetry: false },
				part: MARK,
			},
			item,
		);
	}
	return { found: first, duplicates: others.map(({ record }) => record.id) };
}

const MARK = 'duplicate';

function markOf(winner: RecordId): string {
	return `of-${winner}`;
}

async function isMarked(
	connection: Connection,
	id: RecordId,
	winner: RecordId,
	item: number,
): Promise<boolean> {
	const src_uid = `${markOf(winner)}-${MARK}`;
	const { found } = await activitiesOf(connection, id, { src_uid }, undefined, item);
	return found.length > 0;
}
