import * as fc from 'fast-check';

import { AHEAD_MS, OLDEST_MS, verify } from '../../../nodes/OpenChsWebhookTrigger/verify';
import { body, SECRET, signature } from './madeUpDelivery';

const AT = Date.parse('2026-02-01T10:00:00Z');
const bytesOf = (timestamp: unknown) => Buffer.from(JSON.stringify(body({ timestamp })));
const judged = (timestamp: unknown, now: number) => {
	const bytes = bytesOf(timestamp);
	return verify(bytes, signature(bytes), SECRET, now);
};

describe('the age of a delivery', () => {
	it.each([
		['just young enough', AT + OLDEST_MS, true],
		['a moment too old', AT + OLDEST_MS + 1, false],
		['just not too far ahead', AT - AHEAD_MS, true],
		['a moment too far ahead', AT - AHEAD_MS - 1, false],
	])('%s', (_what, now, isTaken) => {
		expect('delivery' in judged('2026-02-01T10:00:00Z', now)).toBe(isTaken);
	});

	it.each(['2026-02-01T12:00:00+02:00', '2026-02-01 10:00:00', AT / 1000, AT])(
		'is read from %p, without a zone as UTC',
		(timestamp) => {
			const verdict = judged(timestamp, AT);

			expect(verdict).toMatchObject({ delivery: { at: '2026-02-01T10:00:00Z' } });
		},
	);

	it('leaves room for the last of the documented repeats, and three minutes for a slow clock', () => {
		expect(OLDEST_MS - (60 + 120 + 240) * 1000).toBeGreaterThanOrEqual(3 * 60_000);
	});
});

describe('a signature', () => {
	it('holds for no other bytes', () => {
		const right = Buffer.from(bytesOf('2026-02-01T10:00:00Z'));
		const given = signature(right);

		fc.assert(
			fc.property(fc.nat(right.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
				const other = Uint8Array.from(right);
				other[at] = (other[at] ?? 0) ^ change;
				expect(verify(other, given, SECRET, AT)).toMatchObject({ refusal: { status: 401 } });
			}),
			{ numRuns: 200 },
		);
	});

	it('is no guess', () => {
		const bytes = bytesOf('2026-02-01T10:00:00Z');

		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.stringMatching(/^sha256=[0-9a-f]{64}$/)), (guess) => {
				expect(verify(bytes, guess, SECRET, AT)).toMatchObject({ refusal: { status: 401 } });
			}),
			{ numRuns: 200 },
		);
	});

	it('is read over the bytes of a text in any script', () => {
		const bytes = Buffer.from(
			JSON.stringify(body({ timestamp: AT, data: { case: { id: 1, title: 'Ñandú 子供 🚸' } } })),
		);

		expect(verify(bytes, signature(bytes), SECRET, AT)).toMatchObject({
			delivery: { data: { case: { title: 'Ñandú 子供 🚸' } } },
		});
	});
});
