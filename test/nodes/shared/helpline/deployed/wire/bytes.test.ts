import fc from 'fast-check';

import { storedBytes } from '../../../../../../nodes/shared/helpline/deployed/wire/bytes';

describe('storedBytes', () => {
	it.each([
		['abc', 3],
		['é', 6],
		['日本', 12],
		['🙂', 12],
		['"', 2],
		['\\', 2],
		['\n', 2],
		['/', 2],
		['<b>', 9],
		['&', 1],
	])('counts %j as the server stores it', (text, bytes) => {
		expect(storedBytes(text)).toBe(bytes);
	});

	it('adds up, and is never less than the text', () => {
		fc.assert(
			fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (a, b) => {
				expect(storedBytes(`${a}${b}`)).toBe(storedBytes(a) + storedBytes(b));
				expect(storedBytes(b)).toBeGreaterThanOrEqual(b.length);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('finds what recording 58 broke on: sixty accented letters', () => {
		expect(storedBytes('é'.repeat(60))).toBeGreaterThan(255);
	});
});
