import * as fc from 'fast-check';

import { WRITABLE_FIELDS } from '../../../../nodes/shared/record/fields';
import { normalizeCase, validateCase } from '../../../../nodes/shared/record/validate';
import { findMarker, MARKER, MARKER_DIGITS } from '../../../support/markers';

fc.configureGlobal({ seed: 1116 });

const GOOD = { title: 'Made-up case', category: 'Abuse', priority: 'high' };

const codes = (fields: object, mode: 'create' | 'update' = 'create', extra: string[] = []) =>
	validateCase({ ...fields }, mode, extra).map(({ code, field }) => [code, field]);

describe('a case before it is sent', () => {
	it('needs a title, a category and a priority to be created', () => {
		expect(codes({})).toEqual([
			['missing_field', 'title'],
			['missing_field', 'category'],
			['missing_field', 'priority'],
		]);
	});

	it.each(['title', 'category', 'priority'])('needs %s, and blanks are not one', (name) => {
		expect(codes({ ...GOOD, [name]: '   ' })).toEqual([['missing_field', name]]);
		expect(codes({ ...GOOD, [name]: null })).toEqual([['missing_field', name]]);
	});

	it('needs nothing for an update', () => {
		expect(codes({}, 'update')).toEqual([]);
		expect(codes({ title: '' }, 'update')).toEqual([]);
	});

	it.each(['title', 'category', 'priority'])('cannot lose its %s', (name) => {
		expect(codes({ [name]: null }, 'update')).toEqual([['refused_value', name]]);
	});

	it.each([
		['priority', 'urgent'],
		['priority', ['low']],
		['status', 'new'],
		['child_gender', 'f'],
		['gbv_related', 'maybe'],
		['child_age', 19],
		['child_age', -1],
		['child_age', 7.5],
		['child_age', '19'],
		['child_age', 'nine'],
		['reporter_phone', '12345'],
		['reporter_phone', '1234567890123456'],
		['reporter_phone', '+254 seven'],
		['reporter_phone', '+'],
		['reporter_email', 'anna'],
		['reporter_email', 'anna@example'],
		['reporter_email', 'a b@example.org'],
		['title', 'x'.repeat(256)],
		['description', { text: 'x' }],
		['description', ['x']],
	])('is refused with %s = %j', (name, value) => {
		expect(codes({ ...GOOD, [name]: value })).toEqual([['refused_value', name]]);
	});

	it.each([
		['priority', 'Critical'],
		['status', 'In Progress'],
		['status', 'in-progress'],
		['child_gender', 'FEMALE'],
		['gbv_related', 'Unknown'],
		['child_age', 0],
		['child_age', 18],
		['child_age', '18'],
		['child_age', ' 7 '],
		['reporter_phone', '+254 (700) 000-001'],
		['reporter_phone', 254700000001],
		['reporter_phone', '123456'],
		['reporter_email', 'a.b+c@mail.example.org'],
		['title', 'x'.repeat(255)],
		['title', '😀'.repeat(255)],
		['plan', 'Call back'],
		['reporter_name', null],
		['child_age', ''],
	])('is accepted with %s = %j', (name, value) => {
		expect(codes({ ...GOOD, [name]: value })).toEqual([]);
	});

	it('names a field that nobody knows, unless the server has it', () => {
		expect(codes({ ...GOOD, district: 'x' })).toEqual([['unknown_field', 'district']]);
		expect(codes({ ...GOOD, district: 'x' }, 'create', ['district'])).toEqual([]);
	});

	it('names every problem at once', () => {
		expect(codes({ ...GOOD, priority: 'urgent', child_age: 19 })).toEqual([
			['refused_value', 'priority'],
			['refused_value', 'child_age'],
		]);
	});

	it('never repeats a value, whatever is given for whichever field', () => {
		const names = fc.constantFrom(...WRITABLE_FIELDS.map(({ name }) => name), 'no_such_field');
		const values = fc.constantFrom(
			MARKER,
			`${MARKER}@`,
			MARKER.repeat(40),
			Number(MARKER_DIGITS),
			[MARKER],
			{ name: MARKER },
			`+${MARKER_DIGITS}${MARKER_DIGITS}`,
		);
		fc.assert(
			fc.property(fc.dictionary(names, values), fc.boolean(), (fields, isCreate) => {
				const reasons = validateCase(fields, isCreate ? 'create' : 'update');

				expect(findMarker(reasons)).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});

	it('does not repeat a field name that looks like a value', () => {
		const reasons = validateCase({ ...GOOD, [`${MARKER} lives in`]: 'x' }, 'create');

		expect(reasons.map(({ code }) => code)).toEqual(['unknown_field']);
		expect(findMarker(reasons)).toEqual([]);
	});

	it('has labels in its sentences, in single quotes', () => {
		const [reason] = validateCase({ ...GOOD, child_age: 19 }, 'create');

		expect(reason?.message).toBe("'Child Age' was not accepted");
		expect(reason?.description).toBe('Give whole years from 0 to 18.');
	});
});

describe('the form that is sent', () => {
	it.each([
		['title', '  A title ', 'A title'],
		['priority', 'High', 'high'],
		['status', 'In Progress', 'in_progress'],
		['child_age', '9', 9],
		['child_age', 9, 9],
		['reporter_phone', 700000001, '700000001'],
		['assigned_user_id', 7, 7],
		['assigned_user_id', ' 7 ', '7'],
		['reporter_name', null, null],
		['district', ' North ', 'North'],
	])('has %s = %j as %j', (name, given, sent) => {
		expect(normalizeCase({ [name]: given })).toEqual({ [name]: sent });
	});

	it('leaves out what is empty or absent', () => {
		expect(normalizeCase({ title: '', category: '  ', priority: undefined })).toEqual({});
	});

	it('does not change what has that form already', () => {
		const names = fc.constantFrom(...WRITABLE_FIELDS.map(({ name }) => name), 'district');
		const values = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean());
		fc.assert(
			fc.property(fc.dictionary(names, values), (fields) => {
				const once = normalizeCase(fields);

				expect(normalizeCase(once)).toEqual(once);
			}),
			{ numRuns: 300 },
		);
	});

	it('does not change what it was given', () => {
		const given = Object.freeze({ title: ' x ', child_age: '9' });

		normalizeCase(given);

		expect(given).toEqual({ title: ' x ', child_age: '9' });
	});
});
