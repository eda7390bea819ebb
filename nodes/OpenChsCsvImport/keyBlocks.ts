import type { CasesByKey, KeyLookup } from '../shared/helpline/batch';

/** Rows with what is on the server under their keys. */
export interface KnownRows<Row> {
	rows: readonly Row[];
	found: CasesByKey;
}

/**
 * Hands rows on in their order, as soon as their keys were asked for: a look-up that fails later takes
 * nothing from them. Rows without a key go with those before them.
 */
export async function* inBlocks<Row>(
	rows: readonly Row[],
	keyOf: (row: Row) => string | null,
	keys: Pick<KeyLookup, 'find'>,
	item: number,
): AsyncGenerator<KnownRows<Row>> {
	const asked = rows.flatMap((row, place) => {
		const key = keyOf(row);
		return key === null ? [] : [{ key, place }];
	});
	if (asked.length === 0) return yield { rows, found: new Map() };
	const texts = asked.map(({ key }) => key);
	let answered = 0;
	let at = 0;
	for await (const block of keys.find(texts, item)) {
		answered += block.keys.length;
		const end = asked[answered]?.place ?? rows.length;
		yield { rows: rows.slice(at, end), found: block.cases };
		at = end;
	}
}
