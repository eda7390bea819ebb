import fc from 'fast-check';

import {
	plainStretch,
	spellingsOf,
	textFilter,
} from '../../../../../nodes/shared/helpline/deployed/caseText';
import { toRecord } from '../../../../../nodes/shared/helpline/deployed/caseRecord';

describe('plainStretch', () => {
	it.each([
		['café crème', 'caf'],
		['"Löwenzahn"', 'wenzahn'],
		['日本', null],
		['é a', null],
		['School bus', 'school'],
	])('of %s is %s', (text, stretch) => {
		expect(plainStretch(text)).toBe(stretch);
	});

	it('stands in every text that holds the words, so that no match is missed', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (words, a, b) => {
				const stretch = plainStretch(words);
				const record = toRecord({ id: '1', narrative: `${a}${words}${b}` }, '');

				if (stretch !== null && textFilter(words, ['description'])(record)) {
					const text = String(record.description).normalize('NFC').toLowerCase();
					expect(text).toContain(stretch);
				}
			}),
			{ numRuns: 1_000 },
		);
	});
});

describe('spellingsOf', () => {
	it('has the three that people write', () => {
		expect(spellingsOf('school')).toEqual(['school', 'School', 'SCHOOL']);
		expect(spellingsOf('42')).toEqual(['42']);
	});
});
