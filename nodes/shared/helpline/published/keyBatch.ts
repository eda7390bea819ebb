import type { IDataObject } from 'n8n-workflow';

import type { FoundCase } from '../../record/case';
import { shift } from '../../record/dates';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import type { CasesByKey, KeyedCase, KeyLookup, KeysAsk, KeysFound } from '../batch';
import { fail, readList } from './api';
import type { KeyPlace } from './caseRecord';
import { hasId, toRecord } from './caseRecord';
import { keyPlace } from './cases';
import { walkCases } from './caseWalk';
import { beforeFirstAttempt, casesWithKey } from './keyLookup';
import { overlapOf, PAGE_SIZE } from './pages';

/** Times are told in whole seconds by most servers, and a case may be saved a little after its time. */
const OVERLAP_SECONDS = 2;
/** Searches under way at a time. */
const SEARCHES_AT_ONCE = 8;

const KEY_KEPT_NOWHERE: Reason = {
	code: 'setting',
	message: 'An import needs a place where the external key is kept',
	description:
		"Set 'Keep the External Key In' in the credential to the description or to a field; without a key a second run would make every case twice.",
};

/**
 * Knows which of an import's keys are on the server. This API finds no list of keys, so the list of cases
 * is walked when that takes fewer pages than there are keys, and no more than a limit lets through; else
 * each key is searched. What is made while the import runs is read from where the last reading ended.
 */
export async function openKeys(
	connection: Connection,
	ask: KeysAsk,
	item: number,
): Promise<KeyLookup> {
	const place = keyPlace(connection);
	if (place.in === 'nowhere') throw fail(connection, KEY_KEPT_NOWHERE, item);
	const index = new KeyIndex(connection, place, ask);
	const isWalked = await isWalkCheaper(connection, place, ask.rows, item);
	if (isWalked) await index.readAll(item);
	return {
		find: (keys, each) => (isWalked ? index.seen(keys) : index.searched(keys, each)),
		readBack: async (keys, each) => await index.readBack(keys, each),
		hasSeenAll: isWalked,
	};
}

async function isWalkCheaper(
	connection: Connection,
	place: KeyPlace,
	rows: number,
	item: number,
): Promise<boolean> {
	const call = { verb: 'listCases', path: '/cases', query: { limit: PAGE_SIZE, offset: 0 } };
	const { rows: first, pagination } = await readList(connection, call, item);
	const name = place.in === 'field' ? place.name : 'description';
	// A list that leaves out the field of the key cannot tell it.
	if (first.length > 0 && !first.some((row) => name in row)) return false;
	const total = pagination.total ?? (pagination.hasMore === false ? first.length : Infinity);
	const isShort = first.length > 0 && first.length < PAGE_SIZE && first.length < total;
	const size = isShort ? first.length : PAGE_SIZE;
	const pages = total / (size - overlapOf(size));
	return pages < rows && pages <= mostPages(connection);
}

/** A walk begins anew in each run, so that one which no run may finish would never end. */
function mostPages({ budget, settings }: Connection): number {
	const byServer = budget.limitOf('listCases')?.limit ?? Infinity;
	const byHand = Number(settings.requestsPerHour ?? 0);
	return Math.min(byServer, byHand > 0 ? byHand : Infinity);
}

class KeyIndex {
	private readonly cases = new Map<string, KeyedCase[]>();
	/** The newest time of a case that was seen, by the server's own clock. */
	private newest: string | null = null;
	private readonly started = new Date().toISOString();
	private reading: Promise<void> = Promise.resolve();

	constructor(
		private readonly connection: Connection,
		private readonly place: KeyPlace,
		private readonly ask: KeysAsk,
	) {}

	async readAll(item: number): Promise<void> {
		await this.read({}, item);
	}

	async *seen(keys: readonly string[]): AsyncGenerator<KeysFound> {
		yield { keys, cases: this.known(keys) };
	}

	private known(keys: readonly string[]): CasesByKey {
		return new Map(
			keys.flatMap((key) => {
				const found = this.cases.get(key);
				return found ? [[key, found] as const] : [];
			}),
		);
	}

	async *searched(keys: readonly string[], item: number): AsyncGenerator<KeysFound> {
		for (let at = 0; at < keys.length; at += SEARCHES_AT_ONCE) {
			const some = keys.slice(at, at + SEARCHES_AT_ONCE);
			await Promise.all(some.map(async (key) => await this.search(key, item)));
			yield { keys: some, cases: this.known(some) };
		}
	}

	/** What was made since the last reading, by this run and by others. One reading follows the other. */
	async readBack(keys: readonly string[], item: number): Promise<CasesByKey> {
		const since =
			this.newest === null
				? beforeFirstAttempt(this.started).since
				: shift(this.newest, -OVERLAP_SECONDS);
		const before = this.reading;
		this.reading = before.then(async () => await this.read({ created_after: since }, item));
		await this.reading;
		const found = this.known(keys);
		// These rows are done: a long import must not remember every key.
		for (const key of keys) this.cases.delete(key);
		return found;
	}

	private async search(key: string, item: number): Promise<void> {
		const found = await casesWithKey(this.connection, this.place, key, { besides: null }, item);
		for (const each of found) this.keep(key, each);
	}

	private async read(query: IDataObject, item: number): Promise<void> {
		for await (const page of walkCases(this.connection, query, item)) {
			for (const raw of page) {
				if (!hasId(raw)) continue;
				const found: FoundCase = { raw, record: toRecord(raw, this.place) };
				const { created_at: created, external_key: key } = found.record;
				if (created !== null && created > (this.newest ?? '')) this.newest = created;
				if (key !== null && this.ask.isWanted(key)) this.keep(key, found);
				this.ask.onCase?.(found);
			}
		}
	}

	private keep(key: string, { record }: FoundCase): void {
		const { id, case_number: caseNumber } = record;
		const known = this.cases.get(key) ?? [];
		if (known.some((each) => String(each.id) === String(id))) return;
		this.cases.set(key, [...known, { id, caseNumber }]);
	}
}
