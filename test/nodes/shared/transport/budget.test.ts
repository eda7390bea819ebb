import * as fc from 'fast-check';

import { budgetOf, createBudget } from '../../../../nodes/shared/transport/budget';

fc.configureGlobal({ seed: 1116 });

const NOW = Date.parse('2025-03-01T10:00:00Z');
const HOUR = 3_600_000;

const limits = (remaining: number, resetAt: number, date?: number) => ({
	'x-ratelimit-remaining': String(remaining),
	'x-ratelimit-reset': String(resetAt / 1000),
	...(date === undefined ? {} : { date: new Date(date).toUTCString() }),
});

describe('a budget that only the server limits', () => {
	it('lets everything through while nothing is known', () => {
		const budget = createBudget(0);

		const waits = Array.from({ length: 500 }, () => budget.take('createCase', NOW));

		expect(new Set(waits)).toEqual(new Set([0]));
	});

	it('stops at what the server says is left, until its reset', () => {
		const budget = createBudget(0);
		budget.learn('createCase', limits(2, NOW + 60_000), NOW);

		const waits = [0, 1, 2].map(() => budget.take('createCase', NOW));

		expect(waits).toEqual([0, 0, 60_000]);
		expect(budget.take('createCase', NOW + 60_000)).toBe(0);
	});

	it('counts each kind of call by itself', () => {
		const budget = createBudget(0);
		budget.learn('createCase', limits(0, NOW + 60_000), NOW);

		expect(budget.take('listCases', NOW)).toBe(0);
	});

	it('keeps the smaller number while calls are in flight', () => {
		const budget = createBudget(0);
		budget.learn('createCase', limits(2, NOW + 60_000), NOW);
		budget.take('createCase', NOW);
		budget.take('createCase', NOW);

		budget.learn('createCase', limits(1, NOW + 60_000), NOW);

		expect(budget.take('createCase', NOW)).toBe(60_000);
	});

	it('believes a new window', () => {
		const budget = createBudget(0);
		budget.learn('createCase', limits(0, NOW + 60_000), NOW);

		budget.learn('createCase', limits(5, NOW + HOUR), NOW + 61_000);

		expect(budget.take('createCase', NOW + 61_000)).toBe(0);
	});

	it.each([
		['an hour behind', -HOUR],
		['an hour ahead', HOUR],
	])('waits as long as the server means, though its clock is %s', (_name, skew) => {
		const budget = createBudget(0);

		budget.learn('createCase', limits(0, NOW + skew + 60_000, NOW + skew), NOW);

		expect(budget.take('createCase', NOW)).toBe(60_000);
	});

	it.each([
		{},
		{ 'x-ratelimit-remaining': '0' },
		{ 'x-ratelimit-reset': '99999999999' },
		{ 'x-ratelimit-remaining': 'none', 'x-ratelimit-reset': 'never' },
		{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' },
	])('learns nothing from %j', (headers) => {
		const budget = createBudget(0);

		budget.learn('createCase', headers, NOW);

		expect(budget.take('createCase', NOW)).toBe(0);
	});

	it('sends nothing of a kind before the time that a 429 names', () => {
		const budget = createBudget(0);

		budget.block('createCase', NOW + 7_000);
		budget.block('createCase', NOW + 3_000);

		expect(budget.take('createCase', NOW)).toBe(7_000);
		expect(budget.take('listCases', NOW)).toBe(0);
		expect(budget.take('createCase', NOW + 7_000)).toBe(0);
	});

	it('takes the word of a 429 for more than the window told before', () => {
		const budget = createBudget(0);
		budget.learn('createCase', limits(0, NOW + HOUR), NOW);

		budget.block('createCase', NOW + 1_000);

		expect(budget.take('createCase', NOW + 1_000)).toBe(0);
	});
});

describe('a budget that a person limits', () => {
	it('never lets more than that through in any hour', () => {
		const steps = fc.array(fc.integer({ min: 0, max: HOUR / 4 }), { maxLength: 200 });
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 20 }), steps, (perHour, pauses) => {
				const budget = createBudget(perHour);
				const sent: number[] = [];
				let now = NOW;
				for (const pause of pauses) {
					now += pause;
					if (budget.take('any', now) === 0) sent.push(now);
				}

				for (const at of sent) {
					const within = sent.filter((each) => each > at - HOUR && each <= at);
					expect(within.length).toBeLessThanOrEqual(perHour);
				}
			}),
		);
	});

	it('says exactly how long to wait', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 10 }),
				fc.integer({ min: 0, max: HOUR }),
				(perHour, later) => {
					const budget = createBudget(perHour);
					for (let call = 0; call < perHour; call++) budget.take('any', NOW);

					const wait = budget.take('other', NOW + later);

					expect(wait).toBe(HOUR - later);
					expect(budget.take('other', NOW + later + wait)).toBe(0);
				},
			),
		);
	});
});

describe('the budgets of a process', () => {
	it('are one for each credential, whoever asks', () => {
		expect(budgetOf('key-a', 0)).toBe(budgetOf('key-a', 0));
		expect(budgetOf('key-a', 0)).not.toBe(budgetOf('key-b', 0));
		expect(budgetOf('key-a', 0)).not.toBe(budgetOf('key-a', 50));
	});

	it('forget the credential that was not used for longest', () => {
		const first = budgetOf('first', 0);
		const used = budgetOf('used', 0);
		for (let other = 0; other < 199; other++) {
			budgetOf(`other-${other}`, 0);
			budgetOf('used', 0);
		}

		expect(budgetOf('used', 0)).toBe(used);
		expect(budgetOf('first', 0)).not.toBe(first);
	});
});

describe('calls that are on their way when the allowance is told', () => {
	const told = (remaining: number, resetAt: number) => ({
		'x-ratelimit-limit': '50',
		'x-ratelimit-remaining': String(remaining),
		'x-ratelimit-reset': String(resetAt / 1000),
		'x-ratelimit-window': '3600',
	});

	it('draw on it, so that eight at a time are never one too many', () => {
		const budget = createBudget(0);
		for (let n = 0; n < 8; n++) expect(budget.take('createCase', 0)).toBe(0);
		budget.learn('createCase', told(49, 3_600_000), 1_000);

		let sent = 8;
		while (budget.take('createCase', 2_000) === 0) sent += 1;

		expect(sent).toBe(50);
	});

	it('count anew in the next window', () => {
		const budget = createBudget(0);
		budget.take('createCase', 0);
		budget.learn('createCase', told(49, 10_000), 0);
		for (let n = 0; n < 4; n++) expect(budget.take('createCase', 11_000)).toBe(0);
		budget.learn('createCase', told(49, 21_000), 12_000);

		let sent = 4;
		while (budget.take('createCase', 12_000) === 0) sent += 1;

		expect(sent).toBe(50);
	});

	it('are remembered as the limit that the server has', () => {
		const budget = createBudget(0);
		expect(budget.limitOf('createCase')).toBeNull();
		budget.learn('createCase', told(49, 3_600_000), 0);

		expect(budget.limitOf('createCase')).toEqual({ limit: 50, windowMs: 3_600_000 });
		budget.learn('listCases', { 'x-ratelimit-limit': '100' }, 0);
		expect(budget.limitOf('listCases')).toEqual({ limit: 100, windowMs: null });
		budget.learn('search', { 'x-ratelimit-limit': 'many' }, 0);
		expect(budget.limitOf('search')).toBeNull();
	});
});
