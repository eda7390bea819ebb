import fc from 'fast-check';

import { MetIds } from '../../../../../nodes/shared/helpline/published/metIds';

/** Ids as servers have them, and as none should: numbers in a row, far apart, too large, with zeros before, texts. */
const anId = fc.oneof(
	fc.nat({ max: 5_000 }).map(String),
	fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map(String),
	fc.constantFrom('9007199254740991', '9007199254740992', '9007199254740993', '0', '00', '-1', '1.0', ''),
	fc.nat({ max: 200 }).map((n) => `00${n}`),
	fc.uuid(),
	fc.string({ maxLength: 3 }),
);

function compare(ids: readonly string[], asked: readonly string[]): void {
	const met = new MetIds();
	const plain = new Set<string>();
	const wrong = ids.filter((id) => {
		const isWrong = met.has(id) !== plain.has(id);
		met.add(id);
		plain.add(id);
		return isWrong || met.size !== plain.size;
	});
	wrong.push(...[...ids, ...asked].filter((id) => met.has(id) !== plain.has(id)));
	expect(wrong).toEqual([]);
}

describe('the ids that a walk has met', () => {
	it('are those of a plain set, whatever they look like', () => {
		fc.assert(
			fc.property(fc.array(anId, { maxLength: 80 }), fc.array(anId, { maxLength: 20 }), compare),
			{ numRuns: 500 },
		);
	});

	it('are those of a plain set where numbers lie far apart and their blocks are made late', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 40_000 }),
				fc.integer({ min: 1, max: 1_000_000 }),
				(stride, from) => {
					const far = Array.from({ length: 1_500 }, (_, n) => String(from + n * stride));
					const near = far.slice(-300).map((id) => String(Number(id) + 1));
					compare([...far, ...near, ...far], [String(from + 3)]);
				},
			),
			{ numRuns: 20 },
		);
	});

	/** Bytes of all arrays that were made meanwhile and are still held by it. */
	const heldBy = (met: MetIds): number => {
		const { blocks, others } = met as unknown as {
			blocks: Map<number, Uint32Array>;
			others: { high: Uint32Array; low: Uint32Array };
		};
		const inBlocks = [...blocks.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
		return inBlocks + others.high.byteLength + others.low.byteLength;
	};
	const ROWS = 200_000;

	it.each([
		['newest first', (n: number) => String(ROWS - n), 0.5],
		['in no order', (n: number) => String((n * 7_919) % ROWS), 4],
		['a thousand apart', (n: number) => String(n * 1_000), 30],
		['millions apart', (n: number) => String(n * 5_000_000), 30],
		['as texts', (n: number) => `case-${n}`, 30],
	])('take few bytes for each, %s', (_name, idOf, most) => {
		const met = new MetIds();
		for (let n = 0; n < ROWS; n++) met.add(idOf(n));

		expect(met.size).toBe(ROWS);
		expect(heldBy(met) / ROWS).toBeLessThan(most);
	});
});
