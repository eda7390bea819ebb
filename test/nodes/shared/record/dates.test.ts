import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import { shift, toUtc } from '../../../../nodes/shared/record/dates';

fc.configureGlobal({ seed: 1116 });

const NAIROBI = 'Africa/Nairobi';

describe('a time', () => {
	it.each([
		['2025-03-01T10:00:00Z', '2025-03-01T10:00:00Z'],
		['2025-03-01T10:00:00.250Z', '2025-03-01T10:00:00.250Z'],
		['2025-03-01T10:00:00+03:00', '2025-03-01T07:00:00Z'],
		['2025-03-01T10:00:00', '2025-03-01T07:00:00Z'],
		['2025-03-01 10:00:00', '2025-03-01T07:00:00Z'],
		['2025-03-01', '2025-02-28T21:00:00Z'],
		['2025-W09-6', '2025-02-28T21:00:00Z'],
		['  2025-03-01T10:00:00Z ', '2025-03-01T10:00:00Z'],
		['1740823200', '2025-03-01T10:00:00Z'],
		['1740823200250', '2025-03-01T10:00:00.250Z'],
	])('typed as %s in Nairobi is %s', (typed, utc) => {
		expect(toUtc(typed, NAIROBI)).toBe(utc);
	});

	it.each([
		[1_740_823_200, '2025-03-01T10:00:00Z'],
		[1_740_823_200_250, '2025-03-01T10:00:00.250Z'],
		[0, '1970-01-01T00:00:00Z'],
		[new Date('2025-03-01T10:00:00Z'), '2025-03-01T10:00:00Z'],
		[DateTime.fromISO('2025-03-01T10:00:00', { zone: NAIROBI }), '2025-03-01T07:00:00Z'],
	])('given as a value (%#) is told in UTC', (value, utc) => {
		expect(toUtc(value, NAIROBI)).toBe(utc);
	});

	it.each([
		'',
		'tomorrow',
		'2025-13-01',
		'2025-02-30T10:00:00Z',
		'2025-03-01T10:61:00Z',
		'31.02.2025',
		Number.NaN,
		Number.POSITIVE_INFINITY,
		1e20,
		new Date(Number.NaN),
		null,
		undefined,
		true,
		{},
		[],
	])('is not made of %p', (value) => {
		expect(toUtc(value, NAIROBI)).toBeNull();
	});

	it('at midnight may be told as 24 hours of the day before', () => {
		expect(toUtc('2025-03-01T24:00:00Z', NAIROBI)).toBe('2025-03-02T00:00:00Z');
	});

	it('of a server has no zone but UTC', () => {
		expect(toUtc('2025-03-01 10:00:00', 'utc')).toBe('2025-03-01T10:00:00Z');
	});

	it('stays the same instant, and the same text when read again', () => {
		const dates = fc.date({
			min: new Date('1971-01-01'),
			max: new Date('2200-01-01'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(dates, fc.constantFrom(NAIROBI, 'utc', 'America/Lima'), (date, zone) => {
				const utc = toUtc(date, zone);

				expect(Date.parse(utc ?? '')).toBe(date.getTime());
				expect(toUtc(utc, zone)).toBe(utc);
			}),
		);
	});

	it('is moved by seconds in both directions', () => {
		expect(shift('2025-03-01T00:00:00Z', -1)).toBe('2025-02-28T23:59:59.000Z');
		expect(shift('2025-03-01T00:00:00Z', 86_400)).toBe('2025-03-02T00:00:00.000Z');
	});
});
