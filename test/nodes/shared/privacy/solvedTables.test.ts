import { rounded } from '../../../../nodes/shared/privacy/rounding';
import type { SmallNumbersRule } from '../../../../nodes/shared/privacy/smallNumbers';
import { protect } from '../../../../nodes/shared/privacy/smallNumbers';
import { everyNumber } from './everyTable';
import { cellsLikeAMonth, randomFrom, tableOf } from './madeUpTables';
import { solved } from './tableSolver';

const hide = (threshold = 5, protectTotals = true): SmallNumbersRule => ({
	is: 'hidden',
	threshold,
	protectTotals,
});
const round = (protectTotals = true): SmallNumbersRule => ({ is: 'rounded', protectTotals });

/** How many of each size: 1,000 tables of two dimensions and smaller batches of others. */
const BATCHES: ReadonlyArray<[string, (random: () => number) => number[], number]> = [
	[
		'two dimensions',
		(random) => [2 + Math.floor(random() * 4), 2 + Math.floor(random() * 4)],
		1000,
	],
	['one dimension', (random) => [1 + Math.floor(random() * 8)], 300],
	['three dimensions', (random) => [2, 2 + Math.floor(random() * 2), 2], 100],
];

describe('numbers below a threshold', () => {
	it.each(BATCHES)(
		'never come back from a table of %s with all its totals',
		(_name, size, runs) => {
			for (let seed = 1; seed <= runs; seed++) {
				const random = randomFrom(seed);
				const { figures, sums } = tableOf(size(random), cellsLikeAMonth(random));
				const threshold = 2 + Math.floor(random() * 9);
				const shown = protect(figures, sums, hide(threshold));

				// A reader who knows nothing, and one who knows that zeros are shown.
				for (const least of [0, 1]) {
					expect({ seed, found: [...solved(shown, sums, least)] }).toEqual({ seed, found: [] });
				}
				shown.forEach((figure, at) => {
					const own = figures[at] as number;
					if (figure !== null) expect(figure).toBe(own);
					if (own > 0 && own < threshold) expect(figure).toBeNull();
					if (own === 0) expect(figure).toBe(0);
				});
			}
		},
	);

	it('come back without that, which the solver of this test finds out', () => {
		let found = 0;
		for (let seed = 1; seed <= 100; seed++) {
			const random = randomFrom(seed);
			const { figures, sums } = tableOf([4, 3], cellsLikeAMonth(random));
			found += solved(protect(figures, sums, hide(5, false)), sums, 0).size;
		}
		expect(found).toBeGreaterThan(100);
	});

	it('have two values at least in every table that shows the same', () => {
		for (let seed = 1; seed <= 150; seed++) {
			const random = randomFrom(seed);
			const { figures, sums } = tableOf([2, 3], () => Math.floor(random() * 6));
			const shown = protect(figures, sums, hide(3));
			const seen = everyNumber(shown, { sums, cells: 6, most: 7 }, (figure, told) =>
				told === null ? figure >= 1 : figure === told,
			);

			shown.forEach((figure, at) => {
				if (figure === null)
					expect([seed, at, (seen[at]?.size ?? 0) > 1]).toEqual([seed, at, true]);
			});
		}
	});

	it('leave most of a table of two dimensions to read', () => {
		let [shownOnes, all] = [0, 0];
		for (let seed = 1; seed <= 100; seed++) {
			const { figures, sums } = tableOf([6, 5], cellsLikeAMonth(randomFrom(seed)));
			all += figures.length;
			shownOnes += protect(figures, sums, hide()).filter((figure) => figure !== null).length;
		}
		expect(shownOnes / all).toBeGreaterThan(0.6);
	});
});

describe('rounded numbers', () => {
	it('have two values at least in every table that shows the same', () => {
		for (let seed = 1; seed <= 150; seed++) {
			const random = randomFrom(seed);
			const { figures, sums } = tableOf([4], () => Math.floor(random() * 8));
			const shown = protect(figures, sums, round());
			const seen = everyNumber(shown, { sums, cells: 4, most: 12 }, (figure, told) =>
				told === null ? true : rounded(figure) === told,
			);

			seen.forEach((values, at) => expect([seed, at, values.size > 1]).toEqual([seed, at, true]));
		}
	});
});
