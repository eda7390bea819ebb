import * as fc from 'fast-check';

import type { Met, RetryPolicy } from '../../../../nodes/shared/transport/retry';
import { DEFAULT_RETRY, judge, parseRetryAfter } from '../../../../nodes/shared/transport/retry';

fc.configureGlobal({ seed: 1116 });

const NOW = Date.parse('2025-03-01T10:00:00Z');

const answer = (status: number, retryAfter?: string): Met => ({
	type: 'answer',
	status,
	isReadable: true,
	...(retryAfter === undefined ? {} : { retryAfter }),
});
const unreadable: Met = { type: 'answer', status: 200, isReadable: false };
const lost: Met = { type: 'lost', canRepeat: true };
const certificate: Met = { type: 'lost', canRepeat: false };

const judged = (
	kind: 'read' | 'write',
	attempt: number,
	met: Met,
	policy: RetryPolicy = DEFAULT_RETRY,
	random = 0,
) => judge(kind, attempt, met, policy, NOW, random);

describe('what is repeated', () => {
	it.each<[string, Met, 'read' | 'write', string]>([
		['200', answer(200), 'read', 'take'],
		['200', answer(200), 'write', 'take'],
		['cut or timed out', lost, 'read', 'repeat'],
		['cut or timed out', lost, 'write', 'take'],
		['certificate', certificate, 'read', 'take'],
		['certificate', certificate, 'write', 'take'],
		['HTML with 200', unreadable, 'read', 'repeat'],
		['HTML with 200', unreadable, 'write', 'take'],
		['400', answer(400), 'read', 'take'],
		['400', answer(400), 'write', 'take'],
		['401', answer(401), 'read', 'take'],
		['401', answer(401), 'write', 'take'],
		['403', answer(403), 'read', 'take'],
		['403', answer(403), 'write', 'take'],
		['404', answer(404), 'read', 'take'],
		['404', answer(404), 'write', 'take'],
		['405', answer(405), 'read', 'take'],
		['408', answer(408), 'read', 'repeat'],
		['408', answer(408), 'write', 'take'],
		['409', answer(409), 'read', 'take'],
		['412', answer(412), 'read', 'take'],
		['412', answer(412), 'write', 'take'],
		['413', answer(413), 'read', 'take'],
		['422', answer(422), 'read', 'take'],
		['429 with seconds', answer(429, '7'), 'read', 'repeat'],
		['429 with seconds', answer(429, '7'), 'write', 'repeat'],
		['429 with a date', answer(429, 'Sat, 01 Mar 2025 10:00:07 GMT'), 'read', 'repeat'],
		['429 with a date', answer(429, 'Sat, 01 Mar 2025 10:00:07 GMT'), 'write', 'repeat'],
		['429 without', answer(429), 'read', 'repeat'],
		['429 without', answer(429), 'write', 'repeat'],
		['429 for an hour', answer(429, '3600'), 'read', 'come_back'],
		['429 for an hour', answer(429, '3600'), 'write', 'come_back'],
		['500', answer(500), 'read', 'repeat'],
		['500', answer(500), 'write', 'take'],
		['501', answer(501), 'read', 'take'],
		['501', answer(501), 'write', 'take'],
		['502', answer(502), 'read', 'repeat'],
		['502', answer(502), 'write', 'take'],
		['503', answer(503, '5'), 'read', 'repeat'],
		['503', answer(503, '5'), 'write', 'take'],
		['504', answer(504), 'read', 'repeat'],
		['504', answer(504), 'write', 'take'],
	])('after %s (%#)', (_name, met, kind, verdict) => {
		expect(judged(kind, 1, met).do).toBe(verdict);
	});

	it.each([
		['read', answer(500), 3],
		['read', lost, 3],
		['read', unreadable, 3],
		['read', answer(429, '1'), 3],
		['write', answer(429, '1'), 4],
	] as const)('ends: a %s after %j goes out %i times in all', (kind, met, times) => {
		const attempts = [1, 2, 3, 4, 5].filter((attempt) => judged(kind, attempt, met).do === 'take');

		expect(attempts[0]).toBe(times);
	});

	it('is a read as often as the person set', () => {
		const policy = { ...DEFAULT_RETRY, attempts: 1 };

		expect(judged('read', 1, lost, policy).do).toBe('take');
	});
});

describe('how long it waits', () => {
	it.each([
		[1, 0, 2_000],
		[2, 0, 4_000],
		[1, 1, 2_500],
		[2, 1, 5_000],
		[1, 0.5, 2_250],
	])('attempt %i with the dice at %d: %i ms', (attempt, random, waitMs) => {
		expect(judged('read', attempt, lost, DEFAULT_RETRY, random)).toEqual({ do: 'repeat', waitMs });
	});

	it.each([
		['429 with seconds', answer(429, '7'), 7_000],
		['429 with a part of a second', answer(429, '0.5'), 500],
		['429 with a date', answer(429, 'Sat, 01 Mar 2025 10:00:07 GMT'), 7_000],
		['429 with a date in the past', answer(429, 'Sat, 01 Mar 2025 09:00:00 GMT'), 0],
		['429 without a time', answer(429), 60_000],
		['429 with nonsense', answer(429, 'soon'), 60_000],
		['503 that asks for more than the usual wait', answer(503, '30'), 30_000],
		['503 that asks for less', answer(503, '1'), 2_000],
	])('%s', (_name, met, waitMs) => {
		expect(judged('read', 1, met)).toEqual({ do: 'repeat', waitMs });
	});

	it('is never longer than the run has patience for', () => {
		const policies = fc.record({
			attempts: fc.integer({ min: 1, max: 10 }),
			firstWaitMs: fc.integer({ min: 0, max: 60_000 }),
			patienceMs: fc.integer({ min: 0, max: 600_000 }),
		});
		const mets = fc.oneof(
			fc.constant(lost),
			fc
				.tuple(fc.integer({ min: 200, max: 599 }), fc.option(fc.integer({ min: 0, max: 9_999 })))
				.map(([status, seconds]) => answer(status, seconds === null ? undefined : String(seconds))),
		);
		const kinds = fc.constantFrom('read' as const, 'write' as const);
		fc.assert(
			fc.property(
				policies,
				mets,
				kinds,
				fc.integer({ min: 1, max: 12 }),
				(policy, met, kind, attempt) => {
					const verdict = judged(kind, attempt, met, policy);

					if (verdict.do === 'repeat')
						expect(verdict.waitMs).toBeLessThanOrEqual(policy.patienceMs);
					if (verdict.do === 'come_back') {
						expect(verdict.waitMs).toBeGreaterThan(policy.patienceMs);
					}
					if (kind === 'write' && verdict.do !== 'take') expect(met).toMatchObject({ status: 429 });
				},
			),
			{ numRuns: 500 },
		);
	});
});

describe('Retry-After', () => {
	it.each([
		['120', 120_000],
		[' 120 ', 120_000],
		['0', 0],
		['1.5', 1_500],
		['Sat, 01 Mar 2025 10:01:00 GMT', 60_000],
		['Saturday, 01-Mar-25 10:01:00 GMT', 60_000],
		['Sat, 01 Mar 2025 09:59:00 GMT', 0],
	])('%s is %i ms', (header, ms) => {
		expect(parseRetryAfter(header, NOW)).toBe(ms);
	});

	it.each([undefined, '', '  ', 'soon', '-5x'])('%j says nothing', (header) => {
		expect(parseRetryAfter(header, NOW)).toBeNull();
	});
});
