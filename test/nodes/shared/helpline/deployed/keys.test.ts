import fc from 'fast-check';

import { givenKeyOf, partKey, wireKey } from '../../../../../nodes/shared/helpline/deployed/keys';
import { storedBytes } from '../../../../../nodes/shared/helpline/deployed/wire/bytes';

const RUNS = { numRuns: 1_000 };
const keys = fc.oneof(fc.string({ minLength: 1, maxLength: 300 }), fc.uuid());

describe('wireKey', () => {
	it('is short, plain and never like a list, whatever the key is', () => {
		fc.assert(
			fc.property(keys, (key) => {
				expect(wireKey(key)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/);
				expect(storedBytes(partKey(key, 'communication'))).toBeLessThanOrEqual(255);
			}),
			RUNS,
		);
	});

	it('is the same for the same key, and another for another', () => {
		fc.assert(
			fc.property(keys, keys, (a, b) => {
				expect(wireKey(a) === wireKey(b)).toBe(a === b);
			}),
			RUNS,
		);
	});

	it.each(['form-17', '8f14e45f-ceea-467f', 'A.b:c_d'])('keeps %s as it is', (key) => {
		expect(wireKey(key)).toBe(key);
	});
});

describe('givenKeyOf', () => {
	it('gives a key back as it was given, where the server keeps the reference', () => {
		fc.assert(
			fc.property(keys, (key) => {
				expect(givenKeyOf(wireKey(key), key)).toBe(key);
			}),
			RUNS,
		);
	});

	it("leaves another's reference alone", () => {
		expect(givenKeyOf('form-1', 'EXT-0001')).toBe('form-1');
		expect(givenKeyOf('form-1', null)).toBe('form-1');
	});
});
