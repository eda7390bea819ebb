import type { IDataObject } from 'n8n-workflow';

import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { recording } from '../../../../support/recordings.mts';
import type { Asked, Reply, Server } from './door';
import { caseRow, CHILD, FIELDS, helplineOver, keyOf, rowsOf, wholeCase } from './door';

const ITEM = 4;

/** A server that creates what it is told, and remembers it. */
function creating(over: Server = () => undefined): {
	server: Server;
	cases: IDataObject[];
	clients: IDataObject[];
	notes: IDataObject[];
} {
	const cases: IDataObject[] = [];
	const clients: IDataObject[] = [];
	const notes: IDataObject[] = [];
	const save = ({ method, path, query, body }: Asked): Reply | undefined => {
		if (method === 'GET' && path === '/cases') {
			const found = cases.filter(({ src_uid }) => src_uid === query.src_uid);
			return { body: rowsOf('cases', found, { query }) };
		}
		if (method === 'GET' && /^\/cases\/\d+$/.test(path)) {
			const found = cases.filter(({ id }) => `/cases/${String(id)}` === path);
			if (found.length === 0) return { body: { ...wholeCase(), cases: [] } };
			return { body: wholeCase(found[0], { clients }) };
		}
		if (method === 'GET' && path === '/clients') {
			return { body: rowsOf('clients', clients, { query }) };
		}
		if (method === 'GET' && path === '/case_activities') {
			const found = notes.filter(
				(note) =>
					(query.case_id === undefined || String(note.case_id) === query.case_id) &&
					(query.src_uid === undefined || note.src_uid === query.src_uid),
			);
			return { body: rowsOf('case_activities', found, { query }) };
		}
		if (method !== 'POST') return undefined;
		if (path === '/cases') {
			const { src_uid, narrative } = body;
			cases.push(caseRow({ id: 100_001 + cases.length, src_uid, narrative }));
			return { status: 201, body: wholeCase(cases.at(-1)) };
		}
		if (path.endsWith('/clients')) {
			const id = path.split('/')[2];
			clients.push({ id: 8001 + clients.length, case_id: id, case_id_: id, src_uid: body.src_uid });
			return { status: 201, body: rowsOf('clients', clients.slice(-1)) };
		}
		if (path === '/case_activities') {
			notes.push({ id: 20_001 + notes.length, aub_id: 0, ...body });
			return { status: 201, body: rowsOf('case_activities', notes.slice(-1)) };
		}
		return undefined;
	};
	return { server: (asked) => over(asked) ?? save(asked), cases, clients, notes };
}

async function refusal(promise: Promise<unknown>) {
	const error: unknown = await promise.then(
		() => undefined,
		(each: unknown) => each,
	);
	return reasonOf(error);
}

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

describe('a create that is run again', () => {
	it('finds its case by a mapped key: one look-up before, one read-back after', async () => {
		const world = creating();
		const { helpline, asked } = await helplineOver(world.server);
		const key = keyOf('form-1', { isMapped: true });

		await helpline.createCase(FIELDS, key, ITEM);
		const lookUps = asked.filter(({ path, query }) => path === '/cases' && query.src_uid);
		const again = await helpline.createCase(FIELDS, key, ITEM);

		expect(lookUps).toHaveLength(2);
		expect(again).toMatchObject({ outcome: 'already_there', matched: 'external key' });
		expect(world.cases).toHaveLength(1);
	});

	it('adds the child that an earlier try could not add, and no second case', async () => {
		const world = creating();
		let isDown = true;
		const { helpline } = await helplineOver((asked) =>
			isDown && asked.path.endsWith('/clients') && asked.method === 'POST'
				? {
						status: 412,
						body: { errors: [['error', 'x', 'INVALID', 'contacts', 0, 'fname', 'x']] },
					}
				: world.server(asked),
		);
		const key = keyOf('form-2', { isMapped: true });
		const fields = { ...FIELDS, ...CHILD };

		const reason = await refusal(helpline.createCase(fields, key, ITEM));
		isDown = false;
		const again = await helpline.createCase(fields, key, ITEM);
		const third = await helpline.createCase(fields, key, ITEM);

		expect(reason?.message).toContain('The case was saved with the ID 100001');
		expect(again.parts).toEqual({ case: 'already_there', child: 'created' });
		expect(third.parts).toEqual({ case: 'already_there', child: 'already_there' });
		expect([world.cases.length, world.clients.length]).toEqual([1, 1]);
	});

	it.each(['Zoë-1', 'with "quotes"', 'a/b', '000', 'x'.repeat(250)])(
		'finds a key that no filter of the server could find: %s',
		async (text) => {
			const world = creating();
			const { helpline } = await helplineOver(world.server);
			const key = keyOf(text, { isMapped: true });

			const first = await helpline.createCase(FIELDS, key, ITEM);
			const again = await helpline.createCase(FIELDS, key, ITEM);

			expect(again.record.id).toBe(first.record.id);
			expect(world.cases[0]?.src_uid).toMatch(/^key-[0-9a-f]{40}$/);
		},
	);
});

describe('two workers who create under one key at the same time', () => {
	it('come to one case: the lowest id wins, the other is marked in its history and told', async () => {
		const world = creating();
		const { helpline } = await helplineOver((asked) => {
			const isCreate = asked.method === 'POST' && asked.path === '/cases';
			// The other worker comes first by a moment, after our look-up.
			if (isCreate && world.cases.length === 0) {
				world.cases.push(caseRow({ id: 100_001, src_uid: 'form-3' }));
			}
			return world.server(asked);
		});

		const written = await helpline.createCase(FIELDS, keyOf('form-3', { isMapped: true }), ITEM);

		expect(written).toMatchObject({
			outcome: 'already_there',
			record: { id: '100001' },
			duplicates: ['100002'],
		});
		expect(world.notes).toMatchObject([
			{ case_id: '100002', detail: expect.stringContaining('Duplicate of case 100001') },
		]);
		expect((await helpline.findCaseByKey('form-3', ITEM))?.record.id).toBe('100001');
	});

	it('leave a key refused that cases of two accounts carry', async () => {
		const world = creating();
		world.cases.push(caseRow({ id: 100_001, src_uid: 'form-4' }));
		world.cases.push(caseRow({ id: 100_002, src_uid: 'form-4', created_by_id: 109 }));
		const { helpline, writes } = await helplineOver(world.server);

		const reason = await refusal(
			helpline.createCase(FIELDS, keyOf('form-4', { isMapped: true }), ITEM),
		);

		expect(reason).toMatchObject({ code: 'key_not_unique' });
		expect(reason?.message).toContain('2 cases');
		expect(writes()).toEqual([]);
	});
});

describe('update', () => {
	const updating = (row: IDataObject | null, over: Server = () => undefined): Server => {
		return (asked) => {
			const special = over(asked);
			if (special) return special;
			const { method, path } = asked;
			const whole = row ? wholeCase(row) : { ...wholeCase(), cases: [] };
			if (path.startsWith('/cases/')) return { status: method === 'POST' ? 202 : 200, body: whole };
			return undefined;
		};
	};

	it('is POST with the id and the changes alone (recording 52)', async () => {
		const { helpline, asked } = await helplineOver(updating({ status: 2 }));

		const written = await helpline.updateCase('100001', { status: 'resolved' }, ITEM);

		expect(asked).toMatchObject([
			{ method: 'POST', path: '/cases/100001', body: { status: '2', src: 'edit' } },
		]);
		expect(written).toMatchObject({ outcome: 'updated', record: { status: 'closed' } });
	});

	it('of a case that does not exist is not found, although it reads as success (recording 53)', async () => {
		const { helpline } = await helplineOver(updating(null));

		expect(await refusal(helpline.updateCase('999999', { status: 'closed' }, ITEM))).toMatchObject({
			code: 'not_found',
			field: 'id',
		});
	});

	it.each(['abc', '-1', '0', '1/2'])('of the ID %s asks nobody', async (id) => {
		const { helpline, asked } = await helplineOver(updating(null));

		const reason = await refusal(helpline.updateCase(id, { status: 'closed' }, ITEM));

		expect(reason?.code).toBe('not_found');
		expect(asked).toEqual([]);
	});

	it('whose answer was lost is compared with the case', async () => {
		const { helpline, writes } = await helplineOver(
			updating({ plan: 'Visit' }, ({ method }) =>
				method === 'POST' ? { lost: 'ECONNRESET' } : undefined,
			),
		);

		const written = await helpline.updateCase('100001', { plan: 'Visit' }, ITEM);

		expect(written.outcome).toBe('updated');
		expect(writes()).toHaveLength(1);
	});

	it('sends title and description as one text, and tells a title alone as not sent', async () => {
		const { helpline, writes } = await helplineOver(updating({}));

		await helpline.updateCase('100001', { title: 'New', description: 'Text' }, ITEM);
		const alone = await helpline.updateCase('100001', { title: 'New' }, ITEM);

		expect(writes().map(({ body }) => body.narrative)).toEqual(['New\n\nText']);
		expect(alone).toMatchObject({ outcome: 'unchanged', notSent: ['title'] });
	});

	it('changes the reporter where the reporter is kept, and then the case that copies it', async () => {
		const { helpline, writes } = await helplineOver(
			updating({}, ({ method, path }) =>
				method === 'POST' && path === '/reporters/7001'
					? { status: 202, body: rowsOf('reporters', [{ id: 7001 }]) }
					: undefined,
			),
		);

		await helpline.updateCase('100001', { reporter_phone: '0300 000 002' }, ITEM);

		expect(writes()).toMatchObject([
			{ path: '/reporters/7001', body: { phone: '0300000002', case_id: '100001' } },
			{ path: '/cases/100001' },
		]);
	});

	it('leaves a reporter alone whose phone is the same with the country code', async () => {
		const { helpline, writes } = await helplineOver(updating({}));

		const written = await helpline.updateCase('100001', { reporter_phone: '0300000001' }, ITEM);

		expect(written.outcome).toBe('unchanged');
		expect(writes()).toEqual([]);
	});

	it('writes a note as a line of the history', async () => {
		const world = creating();
		world.cases.push(caseRow());
		const { helpline, writes } = await helplineOver(world.server);

		await helpline.updateCase('100001', { notes: 'Called back' }, ITEM);

		expect(writes()).toMatchObject([
			{ path: '/case_activities', body: { detail: 'Called back', activity: '2' } },
		]);
	});
});

describe('create or update', () => {
	it('sends what differs, and nothing when nothing does', async () => {
		const world = creating();
		const { helpline, writes } = await helplineOver((asked) => {
			if (asked.method === 'POST' && asked.path === '/cases/100001') {
				return { status: 202, body: wholeCase({ ...world.cases[0], ...asked.body }) };
			}
			return world.server(asked);
		});
		const key = keyOf('form-5', { isMapped: true });
		await helpline.createOrUpdateCase(FIELDS, key, ITEM);
		Object.assign(world.cases[0] ?? {}, {
			case_category_id: 362263,
			reporter_fullname: 'Rita Made Up',
			reporter_age_group_id: 361955,
			reporter_sex_id: 122,
		});

		const same = await helpline.createOrUpdateCase(FIELDS, key, ITEM);
		const other = await helpline.createOrUpdateCase({ ...FIELDS, plan: 'Visit' }, key, ITEM);

		expect([same.outcome, other.outcome]).toEqual(['unchanged', 'updated']);
		expect(Object.keys(writes().at(-1)?.body ?? {}).sort()).toEqual(['plan', 'src', 'src_uid']);
	});
});

describe('delete', () => {
	it('is not offered, and nothing is sent (recording 64)', async () => {
		const { helpline, asked } = await helplineOver(() => undefined);

		const reason = await refusal(helpline.deleteCase('100001', ITEM));

		expect(reason).toMatchObject({
			code: 'not_offered',
			message: expect.stringContaining('keeps all cases'),
		});
		expect(asked).toEqual([]);
	});
});
