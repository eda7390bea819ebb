import { SIMPLIFIED } from '../../../../nodes/shared/output';
import {
	isPersonal,
	KINDS,
	knownFields,
	mayStay,
} from '../../../../nodes/shared/privacy/personalFields';
import { WRITABLE_FIELDS } from '../../../../nodes/shared/record/fields';

describe('personal fields', () => {
	it.each([
		'reporter_name',
		'reporter_phone',
		'reporter_email',
		'child_name',
		'child_location',
		'title',
		'description',
		'plan',
		'notes',
		'ai_transcript',
		'ai_translation',
		'ai_entities',
		'children',
	])('of a case include %s', (field) => {
		expect(isPersonal('case', field)).toBe(true);
	});

	it.each([
		['activity', 'description'],
		['communication', 'contact_address'],
		['communication', 'message'],
		['attachment', 'file_name'],
		['person', 'name'],
		['person', 'phone'],
		['person', 'email'],
		['person', 'age'],
		['person', 'location'],
		['person', 'relationship'],
	] as const)('of an %s include %s', (kind, field) => {
		expect(isPersonal(kind, field)).toBe(true);
	});

	it.each(KINDS)('of a %s include every name that the table does not know', (kind) => {
		expect(isPersonal(kind, 'a_member_of_tomorrow')).toBe(true);
		expect(isPersonal(kind, 'toString')).toBe(true);
	});

	it('know every field that a person can write', () => {
		const names = WRITABLE_FIELDS.map(({ name }) => name);

		expect(names.filter((name) => !knownFields('case').includes(name))).toEqual([]);
	});

	it.each(KINDS)('know every field of a simplified %s', (kind) => {
		const names = SIMPLIFIED[kind].filter((name) => name !== 'helpline');

		expect(names.filter((name) => !knownFields(kind).includes(name))).toEqual([]);
	});
});

describe('a column of the deployed server', () => {
	it('has the class that its own table gives it', () => {
		expect(isPersonal('case', 'case_category', 'cases')).toBe(false);
		expect(isPersonal('case', 'narrative', 'cases')).toBe(true);
		expect(isPersonal('case', 'a_column_of_tomorrow', 'cases')).toBe(true);
		expect(mayStay('case', 'case_category', '^Abuse', 'cases')).toBe(true);
	});

	it('has no class on another server', () => {
		expect(isPersonal('case', 'case_category')).toBe(true);
		expect(mayStay('case', 'case_category', '^Abuse')).toBe(false);
	});

	it('does not open a field of the one record', () => {
		expect(isPersonal('person', 'created_at', 'clients')).toBe(true);
		expect(isPersonal('case', 'title', 'cases')).toBe(true);
	});
});

describe('an open field', () => {
	it('is held back when it unexpectedly holds an object', () => {
		expect(mayStay('case', 'category', 'Abuse')).toBe(true);
		expect(mayStay('case', 'matched_fields', ['title'])).toBe(true);
		expect(mayStay('case', 'category', { name: 'Abuse', chosen_by: 'somebody' })).toBe(false);
		expect(mayStay('case', 'matched_fields', [{ text: 'somebody' }])).toBe(false);
	});

	it('of a person tells only what it is, and of which sex and age group', () => {
		expect(knownFields('person').filter((field) => !isPersonal('person', field))).toEqual([
			'id',
			'case_id',
			'kind',
			'sex',
			'age_group',
		]);
	});

	it('of statistics may hold counts by name', () => {
		expect(mayStay('statistics', 'by_status', { open: 1 })).toBe(true);
	});
});
