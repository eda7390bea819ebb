import type { FoundCase } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { CasesByKey, KeyedCase, KeyLookup, KeysAsk, KeysFound } from '../batch';
import { collectCases, presentRow } from './caseWalk';
import { casesWithKey } from './keyLookup';
import { wireKey } from './keys';
import { isDamaged, walkList } from './lists';
import { seesAllCases } from './users';
import { PAGE_SIZE } from './wire/pages';

/** Keys in one question: a page of cases, in an address that every web server takes. */
const KEYS_AT_ONCE = 100;
const MOST_CHARACTERS = 4_000;
/** Cases that are compared with the rows of a file, at most; a case has 122 columns. */
const MOST_COMPARED = 20_000;

/** Knows which of an import's keys are on the server: it takes a list of keys in one question (helpline v1, 6.3). */
export async function openKeys(
	connection: Connection,
	{ onCase, haveChildren }: KeysAsk,
	item: number,
): Promise<KeyLookup> {
	const hasSeenAll = onCase ? await showAll(connection, onCase, item) : false;
	return {
		find: (keys, each) => findWhole(connection, keys, haveChildren, each),
		readBack: async (keys, each) => {
			const all = new Map<string, readonly KeyedCase[]>();
			for await (const { cases } of findKeys(connection, keys, each)) {
				for (const [key, found] of cases) all.set(key, found);
			}
			return all;
		},
		hasSeenAll,
	};
}

async function* findWhole(
	connection: Connection,
	keys: readonly string[],
	haveChildren: boolean,
	item: number,
): AsyncGenerator<KeysFound> {
	for await (const block of findKeys(connection, keys, item)) {
		const { cases } = block;
		yield haveChildren ? { ...block, cases: await withChildren(connection, cases, item) } : block;
	}
}

/** A child is the second call of a create (recording 59): a run that was cut off may have made the case alone. */
async function withChildren(
	connection: Connection,
	found: CasesByKey,
	item: number,
): Promise<CasesByKey> {
	const ids = [...found.values()].flat().map(({ id }) => String(id));
	if (ids.length === 0) return found;
	const haveChild = new Set<string>();
	const call = { verb: 'listPeople', resource: 'clients', query: { case_id_: ids.join(',') } };
	for await (const rows of walkList(connection, call, PAGE_SIZE, item)) {
		for (const row of rows) haveChild.add(String(row.case_id_));
	}
	return new Map(
		[...found].map(([key, cases]) => [
			key,
			cases.map((each) =>
				haveChild.has(String(each.id)) ? each : { ...each, lacksChild: true as const },
			),
		]),
	);
}

async function showAll(
	connection: Connection,
	onCase: (found: FoundCase) => void,
	item: number,
): Promise<boolean> {
	const call = { verb: 'listCases', resource: 'cases', query: {} };
	let seen = 0;
	for await (const rows of walkList(connection, call, Infinity, item)) {
		for (const row of rows) if (!isDamaged(row)) onCase(presentRow(connection, row));
		seen += rows.length;
		if (seen >= MOST_COMPARED) return false;
	}
	return true;
}

async function* findKeys(
	connection: Connection,
	keys: readonly string[],
	item: number,
): AsyncGenerator<KeysFound> {
	if (keys.length === 0) return;
	if (!(await seesAllCases(connection, item))) {
		// Such an account lists its own cases only, so that each key needs the history (recording 31).
		for (const key of keys) {
			const cases = await casesWithKey(connection, key, item);
			yield { keys: [key], cases: new Map(cases.length > 0 ? [[key, cases.map(toKeyed)]] : []) };
		}
		return;
	}
	for (const some of questions(keys)) {
		const found = new Map<string, KeyedCase[]>();
		const byWire = new Map(some.map((key) => [wireKey(key), key]));
		const { found: cases } = await collectCases(
			connection,
			[{ src_uid: [...byWire.keys()].join(',') }],
			() => true,
			{ enough: Infinity, most: PAGE_SIZE },
			item,
		);
		for (const each of cases) {
			// The server compares without letter case; here it counts.
			const key = byWire.get(String(each.raw.src_uid));
			if (key !== undefined) found.set(key, [...(found.get(key) ?? []), toKeyed(each)]);
		}
		yield { keys: some, cases: found };
	}
}

function toKeyed(found: FoundCase): KeyedCase {
	return { id: found.record.id, caseNumber: found.record.case_number, found };
}

function questions(keys: readonly string[]): string[][] {
	const all: string[][] = [];
	let some: string[] = [];
	let characters = 0;
	for (const key of keys) {
		const length = wireKey(key).length + 1;
		const isFull = some.length >= KEYS_AT_ONCE || characters + length > MOST_CHARACTERS;
		if (isFull && some.length > 0) {
			all.push(some);
			some = [];
			characters = 0;
		}
		some.push(key);
		characters += length;
	}
	return some.length > 0 ? [...all, some] : all;
}
