import * as fc from 'fast-check';

import type { Stretch } from '../../../../nodes/shared/changes/feedCursor';
import { NOTHING_READ, reaches } from '../../../../nodes/shared/changes/feedCursor';
import {
	narrowed,
	offsetOf,
	PAGE_OVERLAP,
	probableRank,
	rankOf,
	searchBelow,
} from '../../../../nodes/shared/changes/feedSearch';

const stretch = (ids: number[], offset: number, total: number): Stretch => ({
	rows: ids.map((id) => ({ id, at: 1 })),
	offset,
	total,
});

describe('places counted from the oldest line', () => {
	it('tells the rank of a line of a page, and none of another', () => {
		const page = stretch([90, 80, 70], 4, 20);

		expect([90, 80, 70, 75].map((id) => rankOf(page, id))).toEqual([16, 15, 14, null]);
	});

	it('begins a page so that the line stands near its end, with an overlap below it', () => {
		expect(offsetOf(1_000, 6_000, 520)).toBe(6_000 - 1_000 - 520 + PAGE_OVERLAP);
		expect(offsetOf(1_000, 6_000, 100)).toBe(4_910);
		expect(offsetOf(1_000, 6_000, 5)).toBe(4_996);
		expect(offsetOf(5_990, 6_000, 100)).toBe(0);
	});
});

describe('the next guess', () => {
	const head = stretch([2_000, 1_990, 1_980], 0, 1_000);
	const mark = { ...NOTHING_READ, cursor: 1_500, rank: 700 };

	it('begins with what was counted, as far as it is possible', () => {
		const search = searchBelow(head);

		expect(search).toEqual({ above: { rank: 998, id: 1_980 }, below: { rank: 0, id: 0 } });
		expect(probableRank(mark, search, 0)).toBe(700);
		expect(probableRank(mark, search, 1)).toBe(700);
		expect(probableRank({ ...mark, rank: 5_000 }, search, 0)).toBe(997);
		expect(probableRank({ ...mark, rank: 3 }, search, 1)).toBe(998 - 480);
	});

	it('then goes by the ids and the middle in turn', () => {
		const search = { above: { rank: 998, id: 1_980 }, below: { rank: 600, id: 1_200 } };

		expect(probableRank(mark, search, 2)).toBe(600);
		expect(probableRank(mark, search, 3)).toBe(798);
		expect(probableRank(mark, { ...search, below: { rank: 0, id: 0 } }, 2)).toBe(518);
	});

	it('stays possible where the count contradicts itself', () => {
		const search = { above: { rank: 10, id: 1_980 }, below: { rank: 600, id: 1_200 } };

		expect(probableRank(mark, search, 3)).toBe(600);
	});

	it('learns from a page above the cursor its end, from one below it its beginning', () => {
		const search = searchBelow(head);

		expect(narrowed(search, stretch([1_800, 1_700], 50, 1_000), 1_500)).toEqual({
			above: { rank: 949, id: 1_700 },
			below: { rank: 0, id: 0 },
		});
		expect(narrowed(search, stretch([1_500, 1_400], 50, 1_000), 1_500)).toEqual({
			above: search.above,
			below: { rank: 950, id: 1_500 },
		});
	});
});

it('finds the cursor in ids with any holes and with any count, in few pages', () => {
	/** Stretches of the feed with one distance between its ids each, oldest first. */
	const distances = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });
	const share = fc.double({ min: 0, max: 0.999, noNaN: true });
	const needed: number[] = [];
	fc.assert(
		fc.property(
			distances,
			share,
			share,
			fc.integer({ min: 20, max: 500 }),
			(all, where, rank, size) => {
				const ids: number[] = [];
				for (const distance of all) {
					for (let n = 0; n < 2_500; n++) ids.push((ids.at(-1) ?? 0) + distance);
				}
				ids.reverse();
				const pageAt = (offset: number) =>
					stretch(ids.slice(offset, offset + size), offset, ids.length);
				const cursor = ids[size + Math.floor(where * (ids.length - size))] ?? 0;
				const mark = { ...NOTHING_READ, cursor, rank: Math.floor(rank * 30_000) };
				let search = searchBelow(pageAt(0));
				let page = pageAt(0);
				let attempt = 0;
				for (; !reaches(page, cursor); attempt++) {
					const place = offsetOf(probableRank(mark, search, attempt), ids.length, size);
					page = pageAt(Math.min(place, ids.length - 1));
					if (!reaches(page, cursor)) search = narrowed(search, page, cursor);
				}
				needed.push(attempt);
				expect(attempt).toBeLessThan(28);
			},
		),
		{ numRuns: 200 },
	);
	expect(Math.max(...needed)).toBeGreaterThan(3);
});
