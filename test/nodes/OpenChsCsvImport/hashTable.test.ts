import fc from 'fast-check';

import { HashTable } from '../../../nodes/OpenChsCsvImport/hashTable';

const texts = fc.string({ maxLength: 12 });

describe('HashTable', () => {
	it('holds what a map holds', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(texts, fc.nat({ max: 2 ** 32 - 2 }))), texts, (pairs, other) => {
				const table = new HashTable();
				const map = new Map(pairs);
				for (const [text, number] of pairs) table.set(text, number);

				for (const text of [...map.keys(), other]) {
					expect(table.get(text)).toBe(map.get(text) ?? null);
					expect(table.has(text)).toBe(map.has(text));
				}
			}),
		);
	});

	it('keeps every number while it grows, over many blocks', () => {
		const table = new HashTable();
		for (let n = 0; n < 20_000; n++) table.set(`row ${n}`, n);
		for (let n = 0; n < 20_000; n += 3) table.set(`row ${n}`, 7);

		const wrong = Array.from({ length: 20_000 }, (_, n) => n).filter(
			(n) => table.get(`row ${n}`) !== (n % 3 === 0 ? 7 : n),
		);
		expect(wrong).toEqual([]);
		expect(table.get('row 20000')).toBeNull();
	});

	it('counts how often a text came before', () => {
		const table = new HashTable();
		expect(['a', 'b', 'a', 'a'].map((text) => table.add(text))).toEqual([0, 0, 1, 2]);
	});
});
