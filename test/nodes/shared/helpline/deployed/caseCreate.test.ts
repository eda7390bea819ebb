import type { IDataObject } from 'n8n-workflow';

import { recording } from '../../../../support/recordings.mts';
import type { Reply } from './door';
import { CHILD, FIELDS, helplineOver, keyOf, rowsOf, wholeCase } from './door';
import { creating, ITEM, refusal } from './writing';

describe('create', () => {
	it('is one request, with the reporter in it, in the words of the server', async () => {
		const { server } = creating();
		const { helpline, writes } = await helplineOver(server);

		const written = await helpline.createCase(FIELDS, keyOf('key-1'), ITEM);

		expect(writes()).toEqual([
			{
				method: 'POST',
				path: '/cases',
				query: {},
				body: {
					src: 'webform',
					src_uid: 'key-1',
					theirref: 'key-1',
					narrative: 'Told at school\n\nA made-up story.',
					plan: 'Call back',
					case_category_id: '362263',
					priority: '3',
					status: '1',
					gbv_related: '0',
					reporters_uuid: {
						fname: 'Rita',
						lname: 'Made Up',
						phone: '254300000001',
						age_group_id: '361955',
						sex_id: '122',
					},
				},
			},
		]);
		expect(written).toMatchObject({ outcome: 'created', externalKey: 'key-1', notSent: [] });
		expect(written.parts).toBeUndefined();
	});

	it('with a child is two: the child goes through the case that is there (recordings 16, 30, 59)', async () => {
		const { server } = creating();
		const { helpline, writes } = await helplineOver(server);

		const written = await helpline.createCase({ ...FIELDS, ...CHILD }, keyOf('key-2'), ITEM);

		expect(writes().map(({ path }) => path)).toEqual(['/cases', '/cases/100001/clients']);
		expect(writes()[1]?.body).toEqual({
			src: 'edit',
			src_uid: 'key-2-client',
			fname: 'Cleo',
			lname: 'Client',
			age: '9',
			age_group_id: '361951',
			sex_id: '122',
			location_id: '258785',
			relationship_id: '236635',
		});
		expect(written.parts).toEqual({ case: 'created', child: 'created' });
	});

	it.each([
		[{ child_location: 'Behind the market' }, { landmark: 'Behind the market' }],
		[{ reporter_relationship: 'Coach' }, { relationship_comment: 'Coach' }],
		[{ child_age: 4 }, { age: '4' }],
	])('keeps words that no list of the server has: %j', async (given, sent) => {
		const { server } = creating();
		const { helpline, writes } = await helplineOver(server);

		await helpline.createCase({ ...FIELDS, ...CHILD, ...given }, keyOf('key-3'), ITEM);

		expect(writes()[1]?.body).toMatchObject(sent);
	});

	it('tells what the server has no place for', async () => {
		const { server } = creating();
		const { helpline } = await helplineOver(server);
		const fields = { ...FIELDS, assigned_user_id: '102', notes: 'By the way' };

		const { notSent } = await helpline.createCase(
			{ ...fields, ...CHILD, child_gender: 'other' },
			keyOf('key-4'),
			ITEM,
		);

		expect(notSent.sort()).toEqual(['assigned_user_id', 'child_gender', 'notes']);
	});

	it('hands a critical case to the person of the credential', async () => {
		const { server } = creating();
		const { helpline, writes } = await helplineOver(server, {
			installation: { cases: { escalateCriticalTo: '101' } },
		});

		await helpline.createCase({ ...FIELDS, priority: 'critical' }, keyOf('key-5'), ITEM);

		expect(writes()[0]?.body).toMatchObject({ priority: '3', escalated_to_id: '101' });
	});

	it('says title and description once when they are the same', async () => {
		const { server } = creating();
		const { helpline, writes } = await helplineOver(server);

		await helpline.createCase({ ...FIELDS, description: ' Told at school ' }, keyOf('key-6'), ITEM);

		expect(writes()[0]?.body.narrative).toBe('Told at school');
	});
});

describe('what would be refused', () => {
	it.each<[string, IDataObject, string]>([
		['a category that does not exist', { category: 'Weather' }, 'category'],
		['a category name that occurs twice', { category: 'Beating' }, 'category'],
		[
			'a subcategory of another category',
			{ category: 'Neglect', subcategory: 'Abuse' },
			'category',
		],
		['a phone in words', { reporter_phone: 'abc' }, 'reporter_phone'],
		['an age of nineteen', { ...CHILD, child_age: 19 }, 'child_age'],
		['a name over 255 bytes', { reporter_name: `Ada ${'é'.repeat(43)}` }, 'reporter_name'],
		['no plan', { plan: '' }, 'plan'],
		['no word about violence', { gbv_related: null }, 'gbv_related'],
		['no reporter', { reporter_name: '' }, 'reporter_name'],
		['no age group of the reporter', { reporter_age_group: null }, 'reporter_age_group'],
		['a sex that no list has', { reporter_sex: 'no such' }, 'reporter_sex'],
		['a child without a name', { child_age: 9 }, 'child_name'],
		['a service that does not exist', { services: 'Counselling, Rain' }, 'services'],
		['a field of nobody', { mood: 'good' }, 'mood'],
	])('%s is refused by name before anything is written', async (_what, given, field) => {
		const { server } = creating();
		const { helpline, writes } = await helplineOver(server);

		const reason = await refusal(helpline.createCase({ ...FIELDS, ...given }, keyOf('k'), ITEM));

		expect(reason?.field).toBe(field);
		expect(writes()).toEqual([]);
	});

	it('is told with the number of matches, and never with the value', async () => {
		const { helpline } = await helplineOver(creating().server);

		const reason = await refusal(
			helpline.createCase({ ...FIELDS, category: 'Beating' }, keyOf('k'), ITEM),
		);

		expect(reason?.description).toContain('2 entries');
		expect(JSON.stringify(reason)).not.toContain('Beating');
	});

	it('is refused without a single request where that can be seen', async () => {
		const { helpline, asked } = await helplineOver(creating().server);

		await refusal(helpline.createCase({ ...FIELDS, plan: '', category: 'x' }, keyOf('k'), ITEM));

		expect(asked).toEqual([]);
	});

	it('by the server all the same is told by field, without its value (recording 20)', async () => {
		const { helpline } = await helplineOver(({ method }) =>
			method === 'POST' ? { status: 412, body: recording(20).response.text } : undefined,
		);

		const reason = await refusal(helpline.createCase(FIELDS, keyOf('k'), ITEM));

		expect(reason).toMatchObject({
			code: 'refused_by_server',
			field: 'reporter_phone',
			status: 412,
		});
		expect(JSON.stringify(reason)).not.toContain('+254300000001');
	});
});

describe('a create whose outcome is unclear', () => {
	const HTML = recording(95).response.text;

	it.each<[string, Reply]>([
		['a fault page with 200 (recording 95)', { body: HTML }],
		['an empty 500', { status: 500 }],
		['an empty 200', { body: '' }],
		['a cut connection', { lost: 'ECONNRESET' }],
		['a time limit', { lost: 'ECONNABORTED' }],
		['a proxy that gave up', { status: 504, body: '<html></html>' }],
		['a created case without a row', { status: 201, body: { ...wholeCase(), cases: [] } }],
	])('after %s is looked up by its key and not sent again', async (_what, reply) => {
		const world = creating();
		const { helpline, writes } = await helplineOver((asked) => {
			const saved = world.server(asked);
			return asked.method === 'POST' && asked.path === '/cases' ? reply : saved;
		});

		const written = await helpline.createCase({ ...FIELDS, ...CHILD }, keyOf('key-7'), ITEM);

		expect(world.cases).toHaveLength(1);
		expect(world.clients).toHaveLength(1);
		expect(writes()).toHaveLength(2);
		expect(written).toMatchObject({ outcome: 'created', record: { id: '100001' } });
	});

	it('is sent again when it is certainly not there', async () => {
		const world = creating();
		let cuts = 2;
		const { helpline } = await helplineOver((asked) =>
			asked.method === 'POST' && asked.path === '/cases' && cuts-- > 0
				? { lost: 'ECONNRESET' }
				: world.server(asked),
		);

		await helpline.createCase(FIELDS, keyOf('key-8'), ITEM);

		expect(world.cases).toHaveLength(1);
	});

	it('of an account that does not list the case is found by its history (recordings 31, 50)', async () => {
		const world = creating();
		const { helpline, writes } = await helplineOver((asked) => {
			const { method, path, query } = asked;
			if (path === '/auth') return { body: rowsOf('auth', [{ id: 109, usn: 'worker', role: 4 }]) };
			if (method === 'GET' && path === '/cases') return { body: rowsOf('cases', [], { query }) };
			const saved = world.server(asked);
			if (method !== 'POST' || path !== '/cases') return saved;
			world.notes.push({ id: 20_001, case_id: 100_001, src_uid: 'key-9', activity: 1 });
			return { body: HTML };
		});

		const written = await helpline.createCase(FIELDS, keyOf('key-9'), ITEM);

		expect(writes()).toHaveLength(1);
		expect(written.record.id).toBe('100001');
	});
});
