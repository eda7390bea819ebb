import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Recipient } from '../../../../nodes/shared/privacy/deidentified';
import {
	caseRef,
	DEIDENTIFIED_COLUMNS,
	deidentified,
} from '../../../../nodes/shared/privacy/deidentified';
import { isPersonal, knownFields } from '../../../../nodes/shared/privacy/personalFields';
import frozenColumns from '../../../fixtures/privacy/deidentified-columns.json';
import { findMarker, MARKER, MARKER_PHONE, planted } from '../../../support/markers';

const RECIPIENT: Recipient = {
	secret: 'made-up secret of the ministry',
	helpline: 'helpline-116',
	placeLevel: 'district',
};

/** What is personal, and what may say anything at all: no part of it may leave. */
const PERSONAL = knownFields('case').filter((name) => isPersonal('case', name));

const CASE: IDataObject = {
	id: 17,
	case_number: 'HL-17',
	channel: 'walkin',
	title: 'A title',
	description: 'A story',
	category: 'Abuse',
	subcategory: 'Physical Abuse > Beating',
	priority: 'high',
	status: 'open',
	is_escalated: true,
	gbv_related: 'yes',
	reporter_name: 'Rita Sample',
	reporter_relationship: 'the aunt who lives next door',
	child_age: 9,
	child_gender: 'female',
	child_location: 'Central > Kampala > Kampala Central',
	created_at: '2026-01-01T00:30:00Z',
	updated_at: '2026-03-31T23:30:00Z',
	resolved_at: '2026-04-15T10:00:00Z',
};

const of = (fields: IDataObject, recipient: Partial<Recipient> = {}, zone?: string) =>
	deidentified({ ...CASE, ...fields }, { ...RECIPIENT, ...recipient }, zone);

describe('the de-identified profile', () => {
	it('has the columns that recipients build upon, in their order', () => {
		expect(DEIDENTIFIED_COLUMNS).toEqual(frozenColumns);
		expect(Object.isFrozen(DEIDENTIFIED_COLUMNS)).toBe(true);
	});

	it('tells of a case what it may', () => {
		expect(of({})).toEqual({
			case_ref: caseRef('17', RECIPIENT),
			created_month: '2026-01',
			updated_month: '2026-03',
			resolved_month: '2026-04',
			category: 'Abuse',
			subcategory: 'Physical Abuse > Beating',
			priority: 'high',
			status: 'open',
			is_escalated: true,
			gbv_related: 'yes',
			channel: 'walkin',
			child_age_band: '6-12',
			child_gender: 'female',
			child_place: 'Central > Kampala',
		});
	});

	it.each([{}, CASE, { id: null, children: 'none' }])(
		'gives every column, in the same order, whatever the case holds',
		(record: IDataObject) => {
			expect(Object.keys(deidentified(record, RECIPIENT))).toEqual(DEIDENTIFIED_COLUMNS);
		},
	);

	it('gives null for everything that a case does not tell', () => {
		const values = Object.values(deidentified({}, RECIPIENT));

		expect(new Set(values)).toEqual(new Set([null]));
	});

	it('lets nothing out of personal fields and of fields that nobody knows', () => {
		const text = fc.constantFrom(planted('x'), MARKER, MARKER_PHONE, `${MARKER} > ${MARKER} > x`);
		const value = fc.oneof(
			text,
			text.map((marker) => [marker]),
			text.map((marker) => ({ name: marker, location: `Central > ${marker}`, age: marker })),
			text.map((marker) => [{ name: marker, age_group: marker, location: marker }]),
		);
		const name = fc.oneof(fc.constantFrom(...PERSONAL), fc.string(), fc.constant('child_nickname'));
		const level = fc.constantFrom('none', 'country', 'region', 'district');

		fc.assert(
			fc.property(
				fc.array(fc.tuple(name, value), { maxLength: 30 }),
				level,
				(fields, placeLevel: string) => {
					const known = fields.filter(([field]) => !DEIDENTIFIED_COLUMNS.includes(field));
					const record = Object.fromEntries([...Object.entries(CASE), ...known]);
					const out = deidentified(record, {
						...RECIPIENT,
						placeLevel: placeLevel as Recipient['placeLevel'],
					});
					expect(findMarker(out)).toEqual([]);
					expect(Object.keys(out)).toEqual(DEIDENTIFIED_COLUMNS);
				},
			),
			{ numRuns: 500 },
		);
	});

	it.each(['id', 'case_number', 'assigned_to', 'created_by', 'external_key', 'ai_classification'])(
		'does not hand over %s, which leads back to the case or its people',
		(field) => {
			expect(findMarker(of({ [field]: planted(field) }))).toEqual([]);
		},
	);

	it.each([
		['priority', 'urgent: Wanjiku'],
		['status', 'waiting for her mother'],
		['gbv_related', 'maybe'],
		['channel', '+254700000001'],
		['child_gender', 'Wanjiku'],
		['is_escalated', 'to the chief'],
		['is_escalated', 1],
	])('takes of %s the words that it has, and no other text', (field, value) => {
		expect(of({ [field]: value })[field]).toBeNull();
	});

	it.each([
		['priority', ' HIGH ', 'high'],
		['channel', 'WHATSAPP', 'whatsapp'],
		['child_gender', 'Female', 'female'],
		['gbv_related', 'unknown', 'unknown'],
		['is_escalated', false, false],
	])('knows the words of %s in any case', (field, value, word) => {
		expect(of({ [field]: value })[field]).toBe(word);
	});

	it.each([
		'call',
		'sms',
		'chat',
		'safepal',
		'webform',
		'cmis',
		'facebook',
		'twitter',
		'weni',
		'email',
	])('knows the channel %s', (channel) => {
		expect(of({ channel }).channel).toBe(channel);
	});

	it.each(['category', 'subcategory'])('takes for a %s the name of an entry', (field) => {
		const value = (given: unknown) => of({ [field]: given as string })[field];

		expect(value(' About 116 ')).toBe('About 116');
		expect(value('x'.repeat(100))).toBe('x'.repeat(100));
		expect(value('123456')).toBe('123456');
		expect(value('x'.repeat(101))).toBeNull();
		expect(value('Abuse\nShe told me')).toBeNull();
		expect(value('ask rita@example.org')).toBeNull();
		expect(value('call 0700 000 001')).toBeNull();
		expect(value('call +999-(700).0001')).toBeNull();
		expect(value('line a-1.2.3.4.5.6')).toBe('line a-1.2.3.4.5.6');
		expect(value('   ')).toBeNull();
		expect(value(7)).toBeNull();
		expect(value(['Abuse'])).toBeNull();
	});

	it('takes the age group of the first child where the age is not known', () => {
		const children = [{ name: 'Cleo Client', age_group: '13-17' }, { age_group: '0-5' }];

		expect(of({ child_age: null, children }).child_age_band).toBe('13-17');
		expect(of({ child_age: 9, children }).child_age_band).toBe('6-12');
		expect(of({ child_age: null, children: [] }).child_age_band).toBeNull();
		expect(of({ child_age: null, children: [null] as never }).child_age_band).toBeNull();
		expect(
			of({ child_age: null, children: { 0: { age_group: '0-5' } } }).child_age_band,
		).toBeNull();
		expect(of({ child_age: null, children: ['13-17'] }).child_age_band).toBeNull();
	});

	it('tells no place of which nothing may be told', () => {
		expect(of({}, { placeLevel: 'none' }).child_place).toBeNull();
		expect(of({}, { placeLevel: 'region' }).child_place).toBe('Central');
	});
});

describe('the month of an instant', () => {
	it.each([
		// 21:00 UTC is midnight in Nairobi, three hours ahead.
		['Africa/Nairobi', '2025-12-31T20:59:59Z', '2025-12'],
		['Africa/Nairobi', '2025-12-31T21:00:00Z', '2026-01'],
		// Kinshasa is one hour ahead.
		['Africa/Kinshasa', '2025-12-31T22:59:59Z', '2025-12'],
		['Africa/Kinshasa', '2025-12-31T23:00:00Z', '2026-01'],
		// London has winter time at the turn of the year and summer time when March ends.
		['Europe/London', '2025-12-31T23:59:59Z', '2025-12'],
		['Europe/London', '2026-03-31T22:59:59Z', '2026-03'],
		['Europe/London', '2026-03-31T23:00:00Z', '2026-04'],
		// Summer time at the turn of the year, thirteen hours ahead.
		['Pacific/Auckland', '2025-12-31T10:59:59Z', '2025-12'],
		['Pacific/Auckland', '2025-12-31T11:00:00Z', '2026-01'],
		['America/New_York', '2026-01-01T04:59:59Z', '2025-12'],
	])('in %s of %s is %s', (zone, created_at, month) => {
		expect(of({ created_at }, {}, zone).created_month).toBe(month);
	});

	it('is that of UTC where nobody says a zone', () => {
		expect(of({ created_at: '2025-12-31T23:59:59Z' }).created_month).toBe('2025-12');
	});

	it.each([null, '', 'in the spring', {}, true, '2026-13-01T00:00:00Z', '+012026-01-01T00:00:00Z'])(
		'is not guessed from %p',
		(created_at) => {
			expect(of({ created_at }).created_month).toBeNull();
		},
	);

	it('is not told in a zone that does not exist', () => {
		expect(of({}, {}, 'Africa/Nowhere').created_month).toBeNull();
	});
});

describe('the reference of a case', () => {
	it('is the keyed hash of helpline and id', () => {
		const { secret, helpline } = RECIPIENT;
		const told = createHmac('sha256', secret).update('["case","helpline-116","17"]').digest('hex');

		expect(caseRef('17', { secret, helpline })).toBe(told);
		expect(of({}).case_ref).toBe(told);
		expect(of({ id: '17' }).case_ref).toBe(told);
	});

	it('is another one for another recipient, helpline or case', () => {
		const one = of({}).case_ref;

		expect(of({}, { secret: 'made-up secret of a university' }).case_ref).not.toBe(one);
		expect(of({}, { helpline: 'helpline-800' }).case_ref).not.toBe(one);
		expect(of({ id: 18 }).case_ref).not.toBe(one);
		expect(of({}, { placeLevel: 'none' }).case_ref).toBe(one);
	});

	it('never takes the end of one part for the beginning of the next', () => {
		const { secret } = RECIPIENT;
		const part = fc.string({ maxLength: 4 });
		const refs = new Map<string, string>();

		fc.assert(
			fc.property(part, part, (helpline, id) => {
				const parts = JSON.stringify([helpline, id]);
				const ref = caseRef(id, { secret, helpline });
				expect(refs.get(ref) ?? parts).toBe(parts);
				refs.set(ref, parts);
			}),
			{ numRuns: 2000 },
		);
		expect(caseRef('b"c', { secret, helpline: 'a' })).not.toBe(
			caseRef('c', { secret, helpline: 'a","b' }),
		);
	});

	it.each([null, undefined, '', {}, [], true])('is null without an id (%p)', (id) => {
		expect(of({ id: id as never }).case_ref).toBeNull();
	});

	it.each(['', '  '])('is refused without a secret', (secret) => {
		expect(() => of({}, { secret })).toThrow(
			new RangeError('The secret of the recipient is empty'),
		);
	});
});
