import {
	inWords,
	lastTenthAgainstFirst,
	median,
	ratioLine,
	verdict,
} from '../../../tools/bench/figures.mts';

const measured = (count: number, seconds: number, serverShare: number | null = null) => ({
	count,
	seconds,
	serverShare,
});

describe('a figure of the bench', () => {
	it('tells the rate with what it was made of', () => {
		expect(inWords(measured(10_000, 8, 0.234), 'rows')).toBe(
			'1,250 rows/s (10,000 in 8.0 s, server at 23 % of a core)',
		);
	});

	it('ends in the ratio of the rates, also where the counts differ', () => {
		expect(ratioLine('ours', measured(1_000, 2), measured(100, 1))).toBe('ours: ratio 5.00 x');
	});

	it.each([
		[{ least: 0.9 }, 0.9, 'goal: at least 0.9 x, met'],
		[{ least: 0.9 }, 0.8999, 'goal: at least 0.9 x, MISSED'],
		[{ most: 60 }, 60, 'goal: at most 60 x, met'],
		[{ most: 60 }, 60.01, 'goal: at most 60 x, MISSED'],
	])('that only rounds to its goal %j has missed it: %f', (goal, value, words) => {
		expect(verdict(value, goal, (each) => `${each} x`)).toBe(words);
	});

	it.each([
		[0.7, 0.1],
		[0.1, 0.7],
	])('counts while neither way had the server above its share: %f and %f', (one, other) => {
		const line = ratioLine('ours', measured(1, 1, one), measured(1, 1, other));

		expect(line).toBe('ours: ratio 1.00 x');
	});

	it.each([
		[0.71, 0.1],
		[0.1, 0.71],
	])('does not count once one of them had: %f and %f', (one, other) => {
		const line = ratioLine('ours', measured(1, 1, one), measured(1, 1, other), { least: 1 });

		expect(line).toBe(
			'ours (goal: at least 1 x, met) (does not count: the server was above 70 % of a core): ratio 1.00 x',
		);
	});
});

describe('the median', () => {
	it.each([
		[[3, 1, 2], 2],
		[[4, 1, 3, 2], 2],
		[[10, 9], 9],
	])('of %j is %d', (values, middle) => {
		expect(median(values)).toBe(middle);
	});

	it('of nothing there is none', () => {
		expect(() => median([])).toThrow('no median');
	});
});

describe('the last tenth against the first', () => {
	it('is 1 where every step took as long', () => {
		expect(lastTenthAgainstFirst(Array.from({ length: 101 }, (_, n) => n * 7))).toBe(1);
	});

	it('tells how much slower it became', () => {
		const moments = Array.from({ length: 101 }, (_, n) => (n <= 90 ? n : 90 + (n - 90) * 3));

		expect(lastTenthAgainstFirst(moments)).toBe(3);
	});

	it('is not made up from a handful of steps', () => {
		expect(() => lastTenthAgainstFirst([1, 2, 3])).toThrow('Too few');
	});
});
