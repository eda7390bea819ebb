import type { SmallNumbersRule, Sum } from '../../../../nodes/shared/privacy/smallNumbers';
import { isSmall, protect } from '../../../../nodes/shared/privacy/smallNumbers';

const hide = (threshold = 5, protectTotals = true): SmallNumbersRule => ({
	is: 'hidden',
	threshold,
	protectTotals,
});
const round = (protectTotals = true): SmallNumbersRule => ({ is: 'rounded', protectTotals });

/** A list of figures with their total behind them. */
const list = (...parts: number[]): [number[], Sum[]] => [
	[...parts, parts.reduce((sum, part) => sum + part, 0)],
	[{ total: parts.length, parts: [...parts.keys()] }],
];

describe('numbers below a threshold', () => {
	it('take the smallest of the others with them, and no total when a part will do', () => {
		expect(protect(...list(3, 20, 9, 0), hide())).toEqual([null, 20, null, 0, 32]);
		expect(protect(...list(3, 0, 0), hide())).toEqual([null, 0, 0, null]);
		expect(protect(...list(6, 0, 0), hide())).toEqual([6, 0, 0, 6]);
		expect(protect(...list(3, 9), hide())).toEqual([null, null, 12]);
	});

	it('take nothing with them where two of them hide each other', () => {
		expect(protect(...list(3, 4, 20), hide())).toEqual([null, null, 20, 27]);
		// But one and one are what is least, so that their sum would tell both.
		expect(protect(...list(1, 1, 20), hide())).toEqual([null, null, null, 22]);
	});

	it('take nothing with them when only they are to be hidden', () => {
		expect(protect(...list(3, 20, 9, 0), hide(5, false))).toEqual([null, 20, 9, 0, 32]);
	});

	it('are those from one to the threshold', () => {
		expect(protect([0, 1, 4, 5, 6], [], hide(5))).toEqual([0, null, null, 5, 6]);
		expect(protect([0, 1, 2, 3], [], hide(2))).toEqual([0, null, 2, 3]);
	});

	it('are protected in lists that share a total', () => {
		// By status 3 and 17, by priority 10 and 10, of the same 20.
		const figures = [3, 17, 10, 10, 20];
		const sums = [
			{ total: 4, parts: [0, 1] },
			{ total: 4, parts: [2, 3] },
		];

		expect(protect(figures, sums, hide())).toEqual([null, null, 10, 10, 20]);
	});

	it('are protected where a sum lacks something, which everybody knows then', () => {
		expect(protect([3, 9, 20], [{ total: 2, parts: [0, 1] }], hide())).toEqual([null, null, 20]);
	});

	it('are protected by a figure of another sum when theirs has nothing left to hide', () => {
		// Parts 1 and 1 of a total of 2, all hidden and all certain: more has to go where the total is a part.
		const figures = [1, 1, 2, 30, 40, 72];
		const sums = [
			{ total: 2, parts: [0, 1] },
			{ total: 5, parts: [2, 3, 4] },
		];

		expect(protect(figures, sums, hide())).toEqual([null, null, null, null, 40, 72]);
	});
});

describe('rounded numbers', () => {
	it('are the nearest multiples of five, each by itself', () => {
		expect(protect([0, 1, 2, 3, 7, 8, 12, 13], [], round())).toEqual([0, 0, 0, 5, 5, 10, 10, 15]);
		expect(protect(...list(3, 20, 9), round())).toEqual([5, 20, 10, 30]);
	});

	it('are not pinned down by their total', () => {
		// Four zeros beside a total of ten: only four times two come to eight.
		expect(protect(...list(2, 2, 2, 2), round(false))).toEqual([0, 0, 0, 0, 10]);
		expect(protect(...list(2, 2, 2, 2), round())).toEqual([null, 0, 0, 0, 10]);
	});
});

describe('numbers as they are', () => {
	it('stay, in a list of their own', () => {
		const [figures, sums] = list(1, 2, 3);
		const shown = protect(figures, sums, { is: 'asTheyAre' });

		expect(shown).toEqual(figures);
		expect(shown).not.toBe(figures);
	});
});

describe('a number so small that nothing else may be told of it', () => {
	it.each([
		[hide(3), 0, false],
		[hide(3), 1, true],
		[hide(3), 2, true],
		[hide(3), 3, false],
		[round(), 0, false],
		[round(), 4, true],
		[round(), 5, false],
		[{ is: 'asTheyAre' } as const, 1, false],
	])('by %p: %d', (rule, figure, small) => {
		expect(isSmall(figure, rule)).toBe(small);
	});
});
