import { waitFor } from '../../../../nodes/shared/transport/stoppableSleep';

describe('a wait', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	it.each([0, 1, 249, 250, 2_000, 60_000])('of %i ms takes that long', async (ms) => {
		const started = Date.now();
		const waiting = waitFor(ms, undefined);

		await jest.advanceTimersByTimeAsync(ms);

		expect(await waiting).toBe(true);
		expect(Date.now() - started).toBe(ms);
	});

	it('ends within a quarter of a second when the run is stopped', async () => {
		const stop = new AbortController();
		const waiting = waitFor(300_000, stop.signal);
		await jest.advanceTimersByTimeAsync(1_000);

		stop.abort();
		await jest.advanceTimersByTimeAsync(250);

		expect(await waiting).toBe(false);
	});

	it('does not begin when the run was stopped before', async () => {
		expect(await waitFor(300_000, AbortSignal.abort())).toBe(false);
	});
});
