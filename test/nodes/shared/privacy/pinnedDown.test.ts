import { pinnedDown } from '../../../../nodes/shared/privacy/pinnedDown';
import type { Sum } from '../../../../nodes/shared/privacy/sum';

const pinned = (figures: number[], sums: Sum[], hidden: number[] = []) =>
	pinnedDown(figures, sums, new Set(hidden));

const FOUR = [{ total: 4, parts: [0, 1, 2, 3] }];

describe('rounded figures are pinned down', () => {
	it('by no sum when there is none', () => {
		expect(pinned([0, 2, 3, 8], [])).toEqual([]);
	});

	it('when their parts are as large as can be for the total', () => {
		// Zeros stand for two at most, a ten for eight at least.
		expect(pinned([2, 2, 2, 2, 8], FOUR)).toEqual([0, 1, 2, 3, 4]);
		expect(pinned([2, 2, 2, 1, 7], FOUR)).toEqual([]);
	});

	it('when their parts are as small as can be for the total', () => {
		// Tens stand for eight at least, so four of them for 32, and a thirty for 32 at most.
		expect(pinned([8, 8, 8, 8, 32], FOUR)).toEqual([0, 1, 2, 3, 4]);
		expect(pinned([8, 8, 8, 9, 33], FOUR)).toEqual([]);
	});

	it('not by being zero, which stands for nought to two', () => {
		expect(pinned([0, 0, 0, 0, 0], FOUR)).toEqual([]);
		expect(pinned([0, 0], [{ total: 1, parts: [0] }])).toEqual([]);
	});

	it('not when one of them is hidden, unless the others tell it', () => {
		expect(pinned([2, 2, 2, 2, 8], FOUR, [0])).toEqual([]);
		expect(pinned([2, 2, 2, 2, 8], FOUR, [4])).toEqual([]);
		const sums = [...FOUR, { total: 5, parts: [0] }];
		expect(pinned([2, 2, 2, 2, 8, 2], sums, [5])).toEqual([0, 1, 2, 3, 4, 5]);
		// The sum that comes first learns from the one behind it.
		expect(pinned([2, 2, 2, 2, 8, 2], [...sums].reverse(), [5])).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('with what the parts lack of the total, which is known', () => {
		// Two of the eight belong to no part: three parts of two and those are eight.
		const sums = [{ total: 3, parts: [0, 1, 2] }];

		expect(pinned([2, 2, 2, 8], sums)).toEqual([0, 1, 2, 3]);
		expect(pinned([1, 2, 2, 8], sums)).toEqual([]);
	});

	it('from one sum to the next, whichever comes first', () => {
		// Four times two are eight, and eight and 13 are 21, which the next sum has for its only part.
		const figures = [2, 2, 2, 2, 8, 8, 16];
		const sums = [
			{ total: 6, parts: [4, 5] },
			{ total: 4, parts: [0, 1, 2, 3] },
		];

		expect(pinned(figures, sums)).toEqual([0, 1, 2, 3, 4]);
		expect(pinned(figures, [...sums].reverse())).toEqual([0, 1, 2, 3, 4]);
		// A thirteen at most beside an eight for certain is a 21 at most; 23 at least would be too much.
		expect(pinned([2, 2, 2, 2, 8, 5, 13], sums)).toEqual([0, 1, 2, 3, 4]);
		expect(pinned([2, 2, 2, 2, 8, 2, 10], [...sums, { total: 6, parts: [4, 5] }])).toEqual([
			0, 1, 2, 3, 4,
		]);
		expect(pinned([2, 2, 2, 2, 8, 0, 8], sums, [])).toEqual([0, 1, 2, 3, 4]);
	});
});
