import type { IDataObject } from 'n8n-workflow';

import type { CaseRecord, FoundCase } from '../../record/case';
import { shift } from '../../record/dates';
import type { CaseKey } from '../../record/externalKey';
import { isOfContent } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import { reasonOf } from '../../transport/errors';
import { fail, read, readList } from './api';
import type { KeyPlace } from './caseCodec';
import { hasId, toRecord } from './caseCodec';
import { walkCases } from './caseWalk';
import { isObject } from './envelope';

/** A retried execution may have written this long ago. */
const RETRY_WINDOW_DAYS = 14;
const DAY_SECONDS = 86_400;
/** Where search is not offered, an unclear create is sought among the cases since this long before it. */
const CLOCKS_DIFFER_SECONDS = 600;
/** Matches of a fuzzy search that are read one by one at most. */
const MAX_SINGLE_READS = 20;

/** What is sought: one exact key, or every key of the same content. */
type Wanted = { text: string; matches: (key: string | null) => boolean; since: string | null };

/**
 * The case that carries the key exactly, letter case included. More than one is refused, because
 * nobody could say which of them is meant.
 */
export async function findByKey(
	connection: Connection,
	place: KeyPlace,
	key: string,
	since: string | null,
	item: number,
): Promise<FoundCase | null> {
	const found = await seek(
		connection,
		place,
		{ text: key, matches: (each) => each === key, since },
		item,
	);
	if (found.length > 1) {
		throw fail(
			connection,
			{
				code: 'key_not_unique',
				field: 'external_key',
				message: `${found.length} cases carry this external key, so none was changed`,
				description: 'Open them in OpenCHS, keep one and change the reference of the others.',
			},
			item,
		);
	}
	return found[0] ?? null;
}

/** The newest case, of any status, that an earlier run made from the same content. */
export async function findByContent(
	connection: Connection,
	place: KeyPlace,
	key: CaseKey,
	since: string,
	item: number,
): Promise<FoundCase | null> {
	const found = await seek(
		connection,
		place,
		{ text: key.content ?? key.key, matches: (each) => isOfContent(each, key), since },
		item,
	);
	const recent = found.filter(
		({ record }) => record.created_at === null || record.created_at >= since,
	);
	const newest = [...recent].sort((a, b) => compareTimes(b.record, a.record));
	return newest[0] ?? null;
}

function compareTimes(a: CaseRecord, b: CaseRecord): number {
	return Date.parse(a.created_at ?? '') - Date.parse(b.created_at ?? '') || 0;
}

/** As far back as a run that is repeated may have written. */
export function beforeRetry(now: string): string {
	return shift(now, -RETRY_WINDOW_DAYS * DAY_SECONDS);
}

/** Ten minutes before the first attempt: the clocks of n8n and the server may differ. */
export function beforeFirstAttempt(now: string): string {
	return shift(now, -CLOCKS_DIFFER_SECONDS);
}

async function seek(
	connection: Connection,
	place: KeyPlace,
	wanted: Wanted,
	item: number,
): Promise<FoundCase[]> {
	if (place.in === 'nowhere') return [];
	const rows =
		(await search(connection, place, wanted.text, item)) ??
		(await newest(connection, wanted.since, item));
	return rows
		.map((raw) => ({ raw, record: toRecord(raw, place) }))
		.filter(({ record }) => wanted.matches(record.external_key));
}

/** Null when this server has no search. A search is fuzzy: the caller compares exactly. */
async function search(
	connection: Connection,
	place: KeyPlace,
	text: string,
	item: number,
): Promise<IDataObject[] | null> {
	const fields = place.in === 'field' ? place.name : 'description';
	try {
		const { rows } = await readList(
			connection,
			{
				verb: 'findCaseByKey',
				path: '/search/cases',
				query: { q: text, fields, limit: 100 },
				bucket: 'search',
				offeredAs: 'Search',
			},
			item,
		);
		return await complete(connection, rows.filter(hasId), fields, item);
	} catch (error) {
		if (reasonOf(error)?.code === 'not_offered') return null;
		throw fail(
			connection,
			reasonOf(error) ?? {
				code: 'unknown',
				message: 'The look-up by external key did not go through',
			},
			item,
		);
	}
}

/** Search rows that lack the field to compare are read one by one; a fuzzy search puts the match first. */
async function complete(
	connection: Connection,
	rows: IDataObject[],
	field: string,
	item: number,
): Promise<IDataObject[]> {
	if (rows.every((row) => field in row)) return rows;
	const whole: IDataObject[] = [];
	for (const row of rows.slice(0, MAX_SINGLE_READS)) {
		const { data } = await read(
			connection,
			{ verb: 'getCase', path: `/cases/${encodeURIComponent(String(row.id))}` },
			item,
		);
		if (isObject(data)) whole.push(data);
	}
	return whole;
}

async function newest(
	connection: Connection,
	since: string | null,
	item: number,
): Promise<IDataObject[]> {
	const rows: IDataObject[] = [];
	for await (const page of walkCases(connection, since ? { created_after: since } : {}, item))
		rows.push(...page);
	return rows;
}
