import type { IDataObject } from 'n8n-workflow';

import type { CaseRecord, FoundCase, RecordId } from '../../record/case';
import { shift } from '../../record/dates';
import type { CaseKey } from '../../record/externalKey';
import { isOfContent } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import { oncePerRun } from '../../transport/connection';
import { cleanError, reasonOf } from '../../transport/errors';
import { readList, readObject } from './api';
import type { KeyPlace } from './caseRecord';
import { hasId, toRecord } from './caseRecord';
import { casePath, NO_SUCH_CASE, present } from './cases';
import { walkCases } from './caseWalk';
import type { Pagination } from './envelope';

/** A retried execution may have written this long ago. */
const RETRY_WINDOW_DAYS = 14;
const DAY_SECONDS = 86_400;
/** Where search is not offered, an unclear create is sought among the cases since this long before it. */
const CLOCKS_DIFFER_SECONDS = 600;
/** What was written this long ago may not stand in the server's search index yet. */
const INDEX_LAG_SECONDS = 3_600;
const SEARCH_ROWS = 100;
/** Servers cap a search at twenty rows or more; one that returns fewer has returned all. */
const LEAST_CAP = 20;
/** Matches of a fuzzy search that are read one by one at most. */
const MAX_SINGLE_READS = 20;

/** A part of all cases: what was created since a time, or ever. One with a name is read once per run. */
export interface Stretch {
	name?: string;
	since: string | null;
}

const EVER: Stretch = { name: 'ever', since: null };

/** What is sought: one exact key, or every key of the same content. */
interface Wanted {
	text: string;
	matches: (key: string | null) => boolean;
	/** Where to look when the search cannot tell. */
	without: Stretch;
	/** Where to look when the search finds nothing, because its index may be late; null when it cannot be. */
	besides: Stretch | null;
	/** A case that the search must find, or it is late. */
	own?: RecordId;
}

/** As far back as a run that is repeated may have written. */
export function beforeRetry(now: string): Stretch {
	return { name: 'before a retry', since: shift(now, -RETRY_WINDOW_DAYS * DAY_SECONDS) };
}

/** Ten minutes before the first attempt: the clocks of n8n and the server may differ. */
export function beforeFirstAttempt(now: string): Stretch {
	return { since: shift(now, -CLOCKS_DIFFER_SECONDS) };
}

/** What an earlier run wrote so shortly before this one that the search may not know it. */
export function justBefore(now: string): Stretch {
	return { name: 'just before', since: shift(now, -INDEX_LAG_SECONDS) };
}

/**
 * The cases that carry the key exactly, letter case included. `besides` is read too when the search
 * finds nothing; and where `own`, a case that was just made under the key, is not among what it finds.
 */
export async function casesWithKey(
	connection: Connection,
	place: KeyPlace,
	key: string,
	{ besides, own }: { besides: Stretch | null; own?: RecordId },
	item: number,
): Promise<FoundCase[]> {
	const without = besides === null || besides.name ? EVER : besides;
	const matches = (each: string | null) => each === key;
	return await seek(connection, place, { text: key, matches, without, besides, own }, item);
}

/** The newest case, of any status, that an earlier run made from the same content. */
export async function findByContent(
	connection: Connection,
	place: KeyPlace,
	key: CaseKey,
	now: string,
	item: number,
): Promise<FoundCase | null> {
	const without = beforeRetry(now);
	const found = await seek(
		connection,
		place,
		{
			text: key.content ?? key.key,
			matches: (each) => isOfContent(each, key),
			without,
			besides: justBefore(now),
		},
		item,
	);
	const since = Date.parse(without.since ?? '');
	const recent = found.filter(({ record }) => !(timeOf(record) < since));
	const [newest] = recent.sort((a, b) => timeOf(b.record) - timeOf(a.record) || 0);
	return newest ? await whole(connection, newest, item) : null;
}

/** NaN where the server does not tell. */
export function timeOf(record: CaseRecord): number {
	return Date.parse(record.created_at ?? '');
}

async function seek(
	connection: Connection,
	place: KeyPlace,
	wanted: Wanted,
	item: number,
): Promise<FoundCase[]> {
	if (place.in === 'nowhere') return [];
	const matching = (rows: IDataObject[]) => {
		const found = rows
			.filter(hasId)
			.map((raw) => ({ raw, record: toRecord(raw, place) }))
			.filter(({ record }) => wanted.matches(record.external_key));
		return [...new Map(found.map((each) => [String(each.record.id), each])).values()];
	};
	const { own } = wanted;
	const searched = await search(connection, place, wanted.text, item);
	const found = matching(searched?.rows ?? []);
	const isCurrent = found.some(
		({ record }) => own === undefined || String(record.id) === String(own),
	);
	const stretch = searched?.isWhole ? wanted.besides : wanted.without;
	if (isCurrent || stretch === null) return found;
	const rows = await casesOf(connection, place, stretch, item);
	return matching([...found.map(({ raw }) => raw), ...rows]);
}

/** Null when this server has no search. A search is fuzzy: the caller compares exactly. */
async function search(
	connection: Connection,
	place: KeyPlace,
	text: string,
	item: number,
): Promise<{ rows: IDataObject[]; isWhole: boolean } | null> {
	const field = place.in === 'field' ? place.name : 'description';
	try {
		const { rows, pagination } = await readList(
			connection,
			{
				verb: 'findCaseByKey',
				path: '/search/cases',
				query: { q: text, fields: field, limit: SEARCH_ROWS },
				bucket: 'search',
				offeredAs: 'Search',
			},
			item,
		);
		const short = rows.filter((row) => hasId(row) && !(field in row));
		const read = await readWhole(connection, short.slice(0, MAX_SINGLE_READS), item);
		return {
			rows: [...rows.filter((row) => field in row), ...read],
			isWhole: isAll(rows.length, pagination) && short.length <= MAX_SINGLE_READS,
		};
	} catch (error) {
		if (reasonOf(error)?.code === 'not_offered') return null;
		throw cleanError(connection.context.getNode(), error, item);
	}
}

/** Whether a search gave everything that it found; a short key may match more than one answer holds. */
function isAll(count: number, { total, hasMore }: Pagination): boolean {
	if (hasMore === true) return false;
	if (total !== null) return count >= total;
	return hasMore === false || count < LEAST_CAP;
}

/** Search rows that lack the field to compare are read one by one; one that is gone meanwhile is left out. */
async function readWhole(
	connection: Connection,
	rows: IDataObject[],
	item: number,
): Promise<IDataObject[]> {
	const whole: IDataObject[] = [];
	for (const { id } of rows) {
		try {
			const path = casePath(id as string | number);
			whole.push(
				await readObject(connection, { verb: 'getCase', path, notFound: NO_SUCH_CASE }, item),
			);
		} catch (error) {
			if (reasonOf(error)?.code !== 'not_found') {
				throw cleanError(connection.context.getNode(), error, item);
			}
		}
	}
	return whole;
}

/** Members that every case has: a row of a search may be shorter than the case. */
const USUAL = ['title', 'category', 'priority', 'status'];

export async function whole(
	connection: Connection,
	found: FoundCase,
	item: number,
): Promise<FoundCase> {
	const isShort = USUAL.some((name) => !(name in found.raw));
	const [read] = isShort ? await readWhole(connection, [found.raw], item) : [];
	return await present(connection, read ?? found.raw, item);
}

/**
 * The cases of a stretch that carry a key. A long one is read once per run; what came in after that is
 * read each time.
 */
async function casesOf(
	connection: Connection,
	place: KeyPlace,
	{ name, since }: Stretch,
	item: number,
): Promise<IDataObject[]> {
	if (!name) return await walkKeyed(connection, place, since, item);
	const isRead = connection.once.has(nameOf(name));
	const { at, rows } = await oncePerRun(connection, nameOf(name), async () => ({
		at: new Date().toISOString(),
		rows: await walkKeyed(connection, place, since, item),
	}));
	if (!isRead) return rows;
	const later = await walkKeyed(connection, place, beforeFirstAttempt(at).since, item);
	return [...rows, ...later];
}

function nameOf(stretch: string): string {
	return `cases with a key: ${stretch}`;
}

async function walkKeyed(
	connection: Connection,
	place: KeyPlace,
	since: string | null,
	item: number,
): Promise<IDataObject[]> {
	const rows: IDataObject[] = [];
	for await (const page of walkCases(connection, since ? { created_after: since } : {}, item)) {
		rows.push(...page.filter((raw) => toRecord(raw, place).external_key !== null));
	}
	return rows;
}
