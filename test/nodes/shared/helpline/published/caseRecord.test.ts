import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	differing,
	hasId,
	idForBody,
	idOf,
	needsUserName,
	textOrNull,
	timeOrText,
	toRecord,
	toWire,
} from '../../../../../nodes/shared/helpline/published/caseRecord';
import { WRITABLE_FIELDS } from '../../../../../nodes/shared/record/fields';
import { normalizeCase } from '../../../../../nodes/shared/record/validate';

fc.configureGlobal({ seed: 1116 });

const DESCRIPTION = { in: 'description' } as const;
const FIELD = { in: 'field', name: 'source_ref' } as const;
const NOWHERE = { in: 'nowhere' } as const;
const PLACES = [DESCRIPTION, FIELD, NOWHERE];

const names = WRITABLE_FIELDS.filter(
	({ isDeployedOnly, isUpdateOnly, type }) => !isDeployedOnly && !isUpdateOnly && type === 'string',
).map(({ name }) => name);

const fields = fc
	.dictionary(fc.constantFrom(...names), fc.string({ unit: 'grapheme' }))
	.map((given) => normalizeCase(given))
	.filter(({ description }) => !String(description ?? '').includes('External-Ref: '));
const keys = fc
	.string({ minLength: 1, unit: 'grapheme' })
	.map((key) => key.replace(/\p{Cc}/gu, '').trim())
	.filter((key) => key !== '');

describe('a case on its way there and back', () => {
	it('is the same, and so is its key, wherever the key is kept', () => {
		fc.assert(
			fc.property(fields, keys, fc.constantFrom(DESCRIPTION, FIELD), (given, key, place) => {
				const { body, notSent } = toWire(given, place, key, 'create');
				const record = toRecord({ id: 1, ...body }, place);

				expect(record).toMatchObject({ ...given, external_key: key });
				expect(differing({ record, raw: body }, given)).toEqual([]);
				expect(notSent).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});

	it('has no key where it is kept nowhere', () => {
		const { body } = toWire({ description: 'Words' }, NOWHERE, 'form-1', 'create');

		expect(body).toEqual({ description: 'Words' });
		expect(toRecord({ id: 1, ...body }, NOWHERE).external_key).toBeNull();
	});

	it.each(PLACES)('keeps its key when other fields are updated: %j', (place) => {
		const { body } = toWire({ priority: 'low' }, place, 'form-1', 'update');

		expect(body).toEqual({ priority: 'low' });
	});

	it('keeps the reference line when its description is updated or cleared', () => {
		expect(toWire({ description: 'New' }, DESCRIPTION, 'form-1', 'update').body).toEqual({
			description: 'New\n\nExternal-Ref: form-1',
		});
		expect(toWire({ description: null }, DESCRIPTION, 'form-1', 'update').body).toEqual({
			description: 'External-Ref: form-1',
		});
		expect(toWire({ description: null }, DESCRIPTION, null, 'update').body).toEqual({
			description: null,
		});
	});

	it('leaves behind what has no place there, and tells it', () => {
		const given = { title: 'x', plan: 'x', status: 'open', notes: 'x', assigned_user_id: '7' };

		expect(toWire(given, NOWHERE, null, 'create')).toEqual({
			body: { title: 'x' },
			notSent: ['plan', 'status', 'notes', 'assigned_user_id'],
		});
		expect(toWire(given, NOWHERE, null, 'update')).toEqual({
			body: { title: 'x', status: 'open', notes: 'x', assigned_user_id: 7 },
			notSent: ['plan'],
		});
	});

	it('clears on an update, and has nothing to clear on a create', () => {
		expect(toWire({ child_name: null }, NOWHERE, null, 'update').body).toEqual({
			child_name: null,
		});
		expect(toWire({ child_name: null }, NOWHERE, null, 'create').body).toEqual({});
	});

	it('does not change what it was given', () => {
		const given = Object.freeze({ title: 'x', description: 'y' });

		toWire(given, DESCRIPTION, 'form-1', 'create');

		expect(given).toEqual({ title: 'x', description: 'y' });
	});
});

describe('a record', () => {
	const record = (raw: IDataObject, name?: (id: string) => string | null) =>
		toRecord({ id: 1, ...raw }, DESCRIPTION, name);

	it('says null for what the server does not tell', () => {
		expect(toRecord({ id: 1 }, DESCRIPTION)).toMatchObject({
			id: 1,
			case_number: null,
			title: null,
			description: null,
			assigned_to: null,
			assigned_user_id: null,
			created_at: null,
			external_key: null,
			ai_transcript: null,
		});
	});

	it.each([
		['as text', { assigned_to: 'amina' }, 'amina'],
		[
			'inside a user',
			{ assigned_user_id: 7, assigned_user: { id: 7, username: 'amina' } },
			'amina',
		],
		['by number', { assigned_user_id: 7 }, 'user 7'],
		['by text', { assigned_user_id: '7' }, 'user 7'],
		['text before a user', { assigned_to: 'a', assigned_user: { username: 'b' } }, 'a'],
		['an empty text and a number', { assigned_to: '', assigned_user_id: 7 }, 'user 7'],
		['nobody', { assigned_user_id: null }, null],
		['an empty id', { assigned_user_id: '' }, null],
	])('names the assignee when the server tells it %s', (_name, raw, name) => {
		expect(record(raw, (id) => `user ${id}`).assigned_to).toBe(name);
	});

	it.each([
		[{ assigned_user_id: 7 }, true],
		[{ assigned_user_id: 0 }, true],
		[{ assigned_user_id: 7, assigned_to: 'amina' }, false],
		[{ assigned_user_id: 7, assigned_user: { username: 'amina' } }, false],
		[{ assigned_user_id: 7, assigned_user: {} }, true],
		[{}, false],
	])('needs the user list or not: %j', (raw, needs) => {
		expect(needsUserName(raw as IDataObject)).toBe(needs);
	});

	it.each([
		['2025-03-01T10:00:00Z', '2025-03-01T10:00:00Z'],
		['2025-03-01 10:00:00', '2025-03-01T10:00:00Z'],
		['2025-03-01T13:00:00+03:00', '2025-03-01T10:00:00Z'],
		[1_740_823_200, '2025-03-01T10:00:00Z'],
		['a while ago', 'a while ago'],
		[null, null],
		['', null],
	])('reads the time %j as %j', (told, read) => {
		expect(record({ created_at: told }).created_at).toBe(read);
		expect(timeOrText(told)).toBe(read);
	});

	it('holds no member that nobody knows', () => {
		expect(record({ colour: 'green' })).not.toHaveProperty('colour');
	});

	it.each([
		[7, 7],
		['7', '7'],
		['abc', 'abc'],
		[undefined, ''],
	])('keeps the id %j as %j', (id, kept) => {
		expect(idOf(id)).toBe(kept);
	});

	it.each([
		[1, true],
		[0, true],
		['a', true],
		['', false],
		[null, false],
		[undefined, false],
		[Number.NaN, false],
		[{}, false],
	])('has an id or not: %j', (id, has) => {
		expect(hasId({ id } as IDataObject)).toBe(has);
	});

	it.each([
		['7', 7],
		[7, 7],
		['0', '0'],
		['007', '007'],
		['a7', 'a7'],
		['12345678901234567890', '12345678901234567890'],
	])('is sent with the id %j as %j', (id, sent) => {
		expect(idForBody(id)).toBe(sent);
	});

	it.each([
		['', null],
		['x', 'x'],
		[7, '7'],
		[null, null],
		[{}, null],
		[true, null],
	])('reads the text %j as %j', (value, text) => {
		expect(textOrNull(value)).toBe(text);
	});
});

describe('what differs', () => {
	const of = (told: IDataObject, given: IDataObject) =>
		differing({ record: toRecord({ id: 1, ...told }, DESCRIPTION), raw: told }, given);

	it.each<[IDataObject, IDataObject, string[]]>([
		[{ title: 'a' }, { title: 'a' }, []],
		[{ title: 'a' }, { title: 'b' }, ['title']],
		[{ title: 'a' }, { title: 'A' }, ['title']],
		[{ child_age: '9' }, { child_age: 9 }, []],
		[{ child_name: null }, { child_name: null }, []],
		[{}, { child_name: null }, []],
		[{ child_name: 'x' }, { child_name: null }, ['child_name']],
		[{ description: 'a\r\nb' }, { description: 'a\nb ' }, []],
		[{ description: 'a\n\nExternal-Ref: k' }, { description: 'a' }, []],
		[{ title: 'e\u0301' }, { title: '\u00e9' }, []],
		[{ assigned_user_id: 7 }, { assigned_user_id: '7' }, []],
		[{ district: 'North' }, { district: 'North' }, []],
		[{ district: 'North' }, { district: 'South' }, ['district']],
		[{}, { notes: 'x', plan: 'x' }, []],
	])('between %j and %j: %j', (told, given, names_) => {
		expect(of(told, given)).toEqual(names_);
	});
});
