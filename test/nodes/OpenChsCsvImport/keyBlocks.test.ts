import fc from 'fast-check';

import { inBlocks } from '../../../nodes/OpenChsCsvImport/keyBlocks';
import type { CasesByKey, KeysFound } from '../../../nodes/shared/helpline/batch';

/** Answers keys in blocks of the given size; a case stands under each key of a row with an even number. */
function lookup(size: number) {
	const asked: string[] = [];
	return {
		asked,
		async *find(keys: readonly string[]): AsyncGenerator<KeysFound> {
			for (let at = 0; at < keys.length; at += size) {
				const some = keys.slice(at, at + size);
				asked.push(...some);
				const there = some.filter((key) => Number(key) % 2 === 0);
				const cases: CasesByKey = new Map(
					there.map((key) => [key, [{ id: key, caseNumber: null }]]),
				);
				yield { keys: some, cases };
			}
		},
	};
}

describe('rows whose keys are looked up', () => {
	it('come once each, in order, each with its own answer, whatever the size of a block', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.boolean(), { maxLength: 60 }),
				fc.integer({ min: 1, max: 20 }),
				async (haveKeys, size) => {
					const rows = haveKeys.map((hasKey, at) => ({ at, key: hasKey ? String(at) : null }));
					const out: typeof rows = [];
					for await (const { rows: some, found } of inBlocks(
						rows,
						({ key }) => key,
						lookup(size),
						0,
					)) {
						out.push(...some);
						for (const { at, key } of some) {
							if (key !== null) expect(found.has(key)).toBe(at % 2 === 0);
						}
					}
					expect(out).toEqual(rows);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('come before the keys of the next block are asked for', async () => {
		const keys = lookup(2);
		const blocks = inBlocks(['1', '2', '3', '4'], (key) => key, keys, 0);

		const first = await blocks.next();

		expect(first.value).toMatchObject({ rows: ['1', '2'] });
		expect(keys.asked).toEqual(['1', '2']);
	});
});
