import { checksIn, shareOf, WEEK } from '../../../tools/bench/week.mts';

describe('a week in steps', () => {
	it.each([WEEK.calls, WEEK.cases, 7])('%i come out exactly, spread evenly', (total) => {
		const shares = Array.from({ length: 420 }, (_, step) => shareOf(total, step, 420));

		expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
		expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
	});
});

describe('the checks of a trigger, by its requests', () => {
	const at = (seconds: number) => ({ at: new Date(seconds * 1000).toISOString() });
	const stretch = { from: 100_000, until: 120_000, everyMs: 5_000 };

	it('counts one for each time that was due, however many requests it took', () => {
		const requests = [100.1, 100.4, 105.1, 110.2, 115.1].map(at);

		expect(checksIn(requests, stretch)).toEqual({ due: 4, made: 4, latestSeconds: 0.2 });
	});

	it('misses one that nobody made', () => {
		const requests = [100.1, 105.1, 115.1].map(at);

		expect(checksIn(requests, stretch)).toMatchObject({ due: 4, made: 3 });
	});

	it('leaves out what was due before and after', () => {
		expect(checksIn([95.5, 121].map(at), stretch)).toEqual({ due: 4, made: 0, latestSeconds: 0 });
	});
});
