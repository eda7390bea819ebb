import type { AxiosInstance } from 'axios';

import {
	contextOf,
	errorsOf,
	firstOf,
	json,
	loggedIn,
	type Named,
	rowsOf,
} from '../support/deployed.mts';
import { CASE } from '../support/madeUpCase';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox.mts';

let sandbox: SandboxProcess;
let api: AxiosInstance;

beforeAll(async () => {
	sandbox = await startSandboxProcess();
});

afterAll(async () => await sandbox.stop());

beforeEach(async () => {
	await sandbox.admin.reset('empty');
	api = await loggedIn(sandbox);
});

async function make(fields: object = {}): Promise<Named> {
	const reply = await api.post('cases', { ...CASE, ...fields });
	expect(reply.status).toBe(201);
	return firstOf(reply, 'cases');
}

function without(name: keyof typeof CASE): object {
	return Object.fromEntries(Object.entries(CASE).filter(([field]) => field !== name));
}

function upload(name: string, content: string, part = 'file[]'): FormData {
	const form = new FormData();
	form.append(part, new Blob([content], { type: 'text/plain' }), name);
	return form;
}

describe('creating a case', () => {
	it('makes the case, its reporter, a line of the feed and an outcome (16)', async () => {
		const reply = await api.post('cases', CASE);

		expect([reply.status, reply.statusText]).toEqual([201, 'Created']);
		expect(json(reply).cases_nb).toEqual([['info', 'Case Created']]);
		const made = firstOf(reply, 'cases');
		expect(firstOf(reply, 'reporters')).toMatchObject({ case_id: made.id, src: 'walkin' });
		expect(firstOf(reply, 'reporters_uuid').id).toBe(firstOf(reply, 'reporters').id);
		expect(firstOf(reply, 'case_activities')).toMatchObject({ activity: '1', detail: CASE.plan });
		expect(firstOf(reply, 'dispositions').disposition).toBe('Complete');
	});

	it('fills in the texts and levels that belong to ids', async () => {
		const made = await make({
			reporters_uuid: { ...CASE.reporters_uuid, location_id: '258785' },
			justice_id: '236688',
		});

		expect(made).toMatchObject({
			case_category: '^Abuse^Physical Abuse^Beating',
			case_category_fullname_id: '87:Abuse^362263:Physical Abuse^362264:Beating^',
			cat_id_1: '362263',
			cat_1: 'Physical Abuse',
			justice: '^Reported to Police',
			reporter_sex: '^Female',
			reporter_location: '^Central^Kampala^Kampala Central',
			reporter_location_id_1: '258784',
		});
	});

	it.each([
		['gbv_related', 'GBV Related'],
		['case_category_id', 'Case Category ID'],
		['priority', 'Priority'],
		['status', 'Status'],
		['narrative', 'Narrative'],
		['plan', 'Plan'],
	] as const)('wants %s (17)', async (field, label) => {
		const reply = await api.post('cases', without(field));

		expect(reply.status).toBe(412);
		const row = ['error', `${label} is Required`, 'REQUIRED', 'cases', 0, field, null];
		expect(errorsOf(reply)).toEqual([row]);
	});

	it('wants a reporter with a name, an age group and a sex (17)', async () => {
		const alone = await api.post('cases', without('reporters_uuid'));
		const nameOnly = await api.post('cases', { ...CASE, reporters_uuid: { fname: 'Rita' } });

		expect(errorsOf(alone).map((row) => row[5])).toEqual([
			'reporter_id',
			'reporter_contact_id',
			'reporter_fullname',
			'reporter_age_group_id',
			'reporter_sex_id',
		]);
		expect(errorsOf(nameOnly).map((row) => row[5])).toEqual([
			'reporter_age_group_id',
			'reporter_sex_id',
		]);
	});

	it('leaves the reporter of a refused case behind (8.5)', async () => {
		await api.post('cases', { ...CASE, plan: '' });

		expect(await sandbox.admin.cases()).toEqual([]);
		expect(await sandbox.admin.deployed('reporters')).toHaveLength(1);
		expect(await sandbox.admin.deployed('contacts')).toHaveLength(1);
	});

	it('leaves the contact of a refused reporter behind (21)', async () => {
		const reply = await api.post('cases', without('src'));

		expect(errorsOf(reply)[0]?.slice(1, 6)).toEqual([
			'Channel is Required',
			'REQUIRED',
			'reporters',
			0,
			'src',
		]);
		expect(await sandbox.admin.deployed('contacts')).toHaveLength(1);
		expect(await sandbox.admin.deployed('reporters')).toEqual([]);
	});

	it('counts an unknown category as none (22)', async () => {
		const reply = await api.post('cases', { ...CASE, case_category_id: '999999' });

		expect(errorsOf(reply)[0]?.slice(2)).toEqual(['REQUIRED', 'cases', 0, 'case_category_id', '']);
	});

	it.each(['+254300000001', 'abc', '+'])(
		'refuses the phone %s and repeats it (20)',
		async (phone) => {
			const reporters_uuid = { ...CASE.reporters_uuid, phone };

			const reply = await api.post('cases', { ...CASE, reporters_uuid });

			expect(errorsOf(reply)).toEqual([
				['error', `Invalid Phone Number '${phone}'`, 'INVALID', 'contacts', 0, 'phone', phone],
			]);
		},
	);

	it.each([
		['0300000001', '254300000001'],
		['254300000001', '254300000001'],
		['999700000001', '999700000001'],
		['300 ask for Ada', '300 ask for Ada'],
	])('stores the phone %s as %s (16)', async (phone, stored) => {
		const made = await make({ reporters_uuid: { ...CASE.reporters_uuid, phone } });

		expect(made.reporter_phone).toBe(stored);
	});

	it.each([
		[{ src: 'email', src_address: 'someone' }, 'src'],
		[{ src: 'CALL', src_address: '0300000001' }, 'src'],
		[{ src: 'call', src_address: '+254300000001' }, 'src_address'],
	])('looks at the channel only beside an address: %j', async (source, field) => {
		const refused = await api.post('cases', { ...CASE, ...source });

		expect(errorsOf(refused)[0]?.[5]).toBe(field);
		expect((await make({ src: source.src })).src).toBe(source.src);
	});

	it.each([
		['an empty object', '{}', 'application/json'],
		['something that is no JSON', '{"a":', 'application/json'],
		['nothing', '', 'application/json'],
	])('refuses %s with 400 (05, 18)', async (_what, body, type) => {
		const headers = { 'Content-Type': type };

		const reply = await api.post('cases', body, { headers, transformRequest: [] });

		expect([reply.status, errorsOf(reply)]).toEqual([400, [['error', 'Invalid Request']]]);
	});

	it('does not read a form (19)', async () => {
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };

		expect(errorsOf(await api.post('cases', 'priority=1', { headers }))).toHaveLength(11);
	});

	it('drops clients without an id and says nothing (24)', async () => {
		const { id } = await make({ clients_case: [{ fname: 'Cleo' }] });

		expect(rowsOf(await api.get(`cases/${id}`), 'clients')).toEqual([]);
	});

	it('links what was made before (30)', async () => {
		const client = firstOf(await api.post('clients', { fname: 'Cleo', age: '9' }), 'clients');
		const other = firstOf(await api.post('perpetrators', { fname: 'Perry' }), 'perpetrators');
		const file = firstOf(await api.post('files/', upload('a.txt', 'hello')), 'files');
		const attachment = firstOf(await api.post('attachments', { file_id: file.id }), 'attachments');

		const { id } = await make({
			clients_case: [{ client_id: client.id }],
			perpetrators_case: [{ perpetrator_id: other.id }],
			attachments_case: [{ attachment_id: attachment.id }],
		});

		const reply = await api.get(`cases/${id}`);
		expect(firstOf(reply, 'clients').case_id_).toBe(id);
		expect(firstOf(reply, 'perpetrators').case_id_).toBe(id);
		expect(firstOf(reply, 'attachments').case_id_).toBe(id);
		expect((await sandbox.admin.attachments(Number(id)))[0]?.file_name).toBe('a.txt');
	});

	it('names services and referrals in one text each (30)', async () => {
		const made = await make({
			services: [{ category_id: '116' }, { category_id: '362036' }],
			referals: [{ category_id: '236708' }],
		});

		expect(made.services).toBe('116:Counselling,362036:Police');
		expect(made.referals).toBe('236708:Hospital');
	});

	it('dies over services that are no list, when the case is saved already', async () => {
		const reply = await api.post('cases', { ...CASE, services: 'all' });

		expect([reply.status, reply.data]).toEqual([500, '']);
		expect(await sandbox.admin.cases()).toHaveLength(1);
	});

	it('makes the person responsible to whom a case is escalated (30)', async () => {
		expect(await make({ escalated_to_id: '3', assigned_to_id: '7' })).toMatchObject({
			escalated_to: 'supervisor',
			escalated_by: 'admin',
			assigned_to_id: '3',
			final_status: '3',
		});
	});

	it('gives a new case to its maker, whatever else was asked', async () => {
		expect((await make({ assigned_to_id: '7' })).assigned_to).toBe('admin');
	});

	it('takes an existing reporter by id', async () => {
		const reporter = firstOf(
			await api.post('reporters', { ...CASE.reporters_uuid, src: 'call' }),
			'reporters',
		);
		const body = { ...without('reporters_uuid'), reporter_uuid_id: reporter.id };

		const reply = await api.post('cases', body);

		expect(firstOf(reply, 'cases').reporter_id).toBe(reporter.id);
		expect(await sandbox.admin.deployed('reporters')).toHaveLength(1);
	});

	it('makes two cases of one key (8.5)', async () => {
		await make();
		await make();

		expect(rowsOf(await api.get('cases?src_uid=key-1'), 'cases')).toHaveLength(2);
	});

	it('finds a case by the reference of others (49)', async () => {
		const { id } = await make({ theirref: 'EXT-1' });

		expect(rowsOf(await api.get('cases?theirref=ext-1'), 'cases').map((row) => row.id)).toEqual([
			id,
		]);
		expect(contextOf(await api.get('cases?ref=EXT-2'), 'cases')[4]).toBe('1');
	});

	it('survives twenty creates at once', async () => {
		const replies = await Promise.all(
			Array.from(
				{ length: 20 },
				async (_, i) => await api.post('cases', { ...CASE, src_uid: `key-${i}` }),
			),
		);

		expect(new Set(replies.map((reply) => firstOf(reply, 'cases').id)).size).toBe(20);
	});
});

describe('updating a case', () => {
	let id: string;

	beforeEach(async () => {
		id = (await make()).id ?? '';
	});

	it('changes what is named and nothing else (52)', async () => {
		const body = { status: '2', plan: 'Closed.', src: 'edit', src_uid: 'update-1' };

		const reply = await api.post(`cases/${id}`, body);

		expect([reply.status, reply.statusText]).toEqual([202, 'Updated']);
		expect(firstOf(reply, 'cases')).toMatchObject({
			status: '2',
			plan: 'Closed.',
			src: 'walkin',
			src_uid: 'key-1',
			narrative: CASE.narrative,
		});
		expect(firstOf(reply, 'case_activities')).toMatchObject({
			activity: '2',
			detail: 'Closed.',
			src: 'edit',
			src_uid: 'update-1',
			change_count: '2',
		});
	});

	it('keeps old and new values of each field (67, 68)', async () => {
		const reply = await api.post(`cases/${id}`, { status: '2' });
		const activity = firstOf(reply, 'case_activities');

		const audit = rowsOf(await api.get(`case_activities/${activity.id}`), 'au');
		const same = rowsOf(await api.get(`au?aub_id=${activity.aub_id}&_c=200`), 'au');

		expect(audit).toMatchObject([{ t: 'cases', k: 'status', v: '2', v_: '1', row_id: id }]);
		expect(same).toEqual(audit);
	});

	it('looks like a success for a case that does not exist (53)', async () => {
		const reply = await api.post('cases/999999', { status: '2' });

		expect(reply.status).toBe(202);
		expect(json(reply)).toMatchObject({ cases: [], cases_nb: [['info', 'Case Updated']] });
		expect(firstOf(await api.get('case_activities?_c=1'), 'case_activities').case_id).toBe(
			'999999',
		);
	});

	it('can tell a case that does not exist', async () => {
		await sandbox.admin.setOption('phantomUpdates', false);

		expect((await api.post('cases/999999', { status: '2' })).status).toBe(404);
	});

	it('refuses to blank what is required, and keeps an audit row of it (54)', async () => {
		const before = (await sandbox.admin.deployed('au')).length;
		const reply = await api.post(`cases/${id}`, { narrative: '' });

		expect(errorsOf(reply)[0]).toEqual([
			'error',
			'Narrative is Required',
			'REQUIRED',
			'cases',
			0,
			'narrative',
			'',
		]);
		expect(await sandbox.admin.deployed('au')).toHaveLength(before + 1);
		expect(firstOf(await api.get(`cases/${id}`), 'cases').narrative).toBe(CASE.narrative);
	});

	it('refuses to escalate to nobody (55)', async () => {
		const reply = await api.post(`cases/${id}`, { escalated_to_id: '88888' });

		expect(errorsOf(reply)[0]?.slice(2)).toEqual([
			'INVALID_FOREIGN_KEY',
			'cases',
			0,
			'escalated_to_id',
			'88888',
		]);
	});

	it('takes an escalation back, and leaves the person responsible (9)', async () => {
		await api.post(`cases/${id}`, { escalated_to_id: '3' });
		const reply = await api.post(`cases/${id}`, { escalated_to_id: '0' });

		expect(firstOf(reply, 'cases')).toMatchObject({
			escalated_to: '',
			assigned_to: 'supervisor',
			final_status: '1',
		});
	});

	it('adds services, and takes off one (9)', async () => {
		await api.post(`cases/${id}`, { services: [{ category_id: '116' }] });
		await api.post(`cases/${id}`, { services: [{ category_id: '362036' }] });
		const reply = await api.post(`cases/${id}`, {
			services: [{ category_id: '116', is_linked: '0' }],
		});

		expect(firstOf(reply, 'cases').services).toBe('362036:Police');
	});

	it('tells a change of the category with another number', async () => {
		const reply = await api.post(`cases/${id}`, { case_category_id: '362272' });

		expect(firstOf(reply, 'cases').case_category).toBe('^Abuse^Sexual Abuse^Defilement');
		expect(firstOf(reply, 'case_activities').activity).toBe('3');
	});

	it('drops fields that it does not know, but writes a line of the feed', async () => {
		const reply = await api.post(`cases/${id}`, { colour: 'red' });

		expect(reply.status).toBe(202);
		expect(firstOf(reply, 'case_activities').change_count).toBe('0');
	});

	it.each(['put', 'patch', 'delete'] as const)(
		'does nothing by %s, with 200 (63, 64)',
		async (method) => {
			const reply = await api.request({ method, url: `cases/${id}`, data: { status: '2' } });

			expect([reply.status, reply.data]).toEqual([200, '']);
			expect(firstOf(await api.get(`cases/${id}`), 'cases').status).toBe('1');
		},
	);

	it('can refuse other methods', async () => {
		await sandbox.admin.setOption('otherMethodsEmpty', false);

		expect((await api.delete(`cases/${id}`)).status).toBe(405);
	});

	it('renews its copy of the reporter only when the case is written (10.1)', async () => {
		const { reporter_id } = firstOf(await api.get(`cases/${id}`), 'cases');
		await api.post(`reporters/${reporter_id}`, { fname: 'Rosa', case_id: id });
		const before = firstOf(await api.get(`cases/${id}`), 'cases').reporter_fullname;
		const after = firstOf(await api.post(`cases/${id}`, { plan: 'x' }), 'cases').reporter_fullname;

		expect([before, after]).toEqual(['Rita Sample', 'Rosa Sample']);
	});
});

describe('what hangs on a case', () => {
	let id: string;

	beforeEach(async () => {
		id = (await make()).id ?? '';
	});

	it('links a client that is made through the case, and tells it (59)', async () => {
		const reply = await api.post(`cases/${id}/clients`, { src: 'walkin', fname: 'Late' });

		expect(firstOf(reply, 'clients').case_id_).toBe(id);
		const [line] = rowsOf(await api.get('case_activities?_c=1'), 'case_activities');
		expect(line).toMatchObject({ case_id: id, activity: '6', detail: 'Late' });
	});

	it('forgets the case when people are read through it (10.1)', async () => {
		await api.post('clients', { fname: 'Elsewhere' });

		expect(rowsOf(await api.get(`cases/${id}/clients`), 'clients')).toHaveLength(1);
	});

	it.each(['clients', 'perpetrators'])(
		'marks %s as deleted and unlinks them (61)',
		async (resource) => {
			const { id: person } = firstOf(
				await api.post(`cases/${id}/${resource}`, { fname: 'Cleo' }),
				resource,
			);

			const reply = await api.post(`${resource}%5Edel/${person}`, { is_delete: '1', case_id: id });

			expect(firstOf(reply, `${resource}_del`)).toMatchObject({ is_delete: '1', case_id_: '-9' });
			expect(rowsOf(await api.get(`${resource}?case_id_=${id}`), resource)).toEqual([]);
		},
	);

	it('makes the next client the child of the common record', async () => {
		const first = firstOf(await api.post(`cases/${id}/clients`, { fname: 'Ada' }), 'clients');
		await api.post(`cases/${id}/clients`, { fname: 'Ben' });
		await api.post(`clients%5Edel/${first.id}`, { is_delete: '1', case_id: id });

		expect((await sandbox.admin.cases())[0]?.child_name).toBe('Ben');
	});

	it('changes a client, and tells it on case 0 unless the body names the case (10.1)', async () => {
		const { id: client } = firstOf(
			await api.post(`cases/${id}/clients`, { fname: 'Ada' }),
			'clients',
		);
		await api.post(`clients/${client}`, { age: '9' });
		await api.post(`clients/${client}`, { age: '10', case_id: id });

		const feed = rowsOf(await api.get('case_activities?_c=2'), 'case_activities');
		expect(feed.map((row) => [row.case_id, row.activity])).toEqual([
			[id, '10'],
			['0', '10'],
		]);
		expect((await sandbox.admin.cases())[0]?.child_age).toBe(10);
	});

	it('refuses an age group that does not exist', async () => {
		const reply = await api.post(`cases/${id}/clients`, { fname: 'Ada', age_group_id: '1' });

		expect(errorsOf(reply)[0]?.slice(2, 6)).toEqual([
			'INVALID_FOREIGN_KEY',
			'contacts',
			0,
			'age_group_id',
		]);
	});

	it('wants a name of everybody', async () => {
		expect(errorsOf(await api.post('clients', { age: '9' }))[0]?.[5]).toBe('fname');
	});

	it('takes a note for any case number, and shows it on both sides (69)', async () => {
		const body = { activity: '2', detail: 'Called back.', src: 'edit' };
		await api.post('case_activities', { ...body, case_id: id });
		const phantom = await api.post('case_activities', { ...body, case_id: '999999' });

		expect(phantom.status).toBe(201);
		expect((await sandbox.admin.activities(Number(id)))[0]?.description).toBe('Called back.');
		expect(rowsOf(await api.get(`case_activities?case_id=${id}`), 'case_activities')).toHaveLength(
			2,
		);
	});

	it('shows the feed from the newest to the oldest, in windows (65, 66)', async () => {
		const all = rowsOf(await api.get('case_activities?_c=50'), 'case_activities');
		const now = Number(all[0]?.created_on);

		const window = `created_on=${now - 5};${now + 1 - 86_400}`;
		const some = await api.get(`case_activities?${window}&sort=created_on,id`);

		expect(all.map((row) => Number(row.id))).toEqual(
			all.map((row) => Number(row.id)).sort((one, other) => other - one),
		);
		expect(contextOf(some, 'case_activities')[4]).toBe(String(all.length));
	});

	it('always refuses an outcome that names a case (76, 77)', async () => {
		const outcome = { src: 'call', src_uid: 'call-1', disposition_id: '362531' };
		const reporters = (await sandbox.admin.deployed('reporters')).length;

		const made = await api.post('dispositions', outcome);
		const refused = await api.post('dispositions', { ...outcome, case_id: id });

		expect(firstOf(made, 'dispositions').disposition).toBe('Prank Call');
		expect(errorsOf(refused)[0]?.[2]).toBe('INVALID_FOREIGN_KEY');
		expect(await sandbox.admin.deployed('reporters')).toHaveLength(reporters + 1);
	});
});

describe('files', () => {
	it('takes a file under one name only (26 to 28)', async () => {
		const taken = await api.post('files/', upload('note é.txt', 'hello'));
		const wrong = await api.post('files/', upload('a.txt', 'x', 'upload'));
		const deadly = await api.post('files/', upload('a.txt', 'x', 'file'));

		expect([taken.status, wrong.status, deadly.status]).toEqual([201, 412, 500]);
		expect(firstOf(taken, 'files')).toMatchObject({
			name: 'note é.txt',
			movestatus: 'ok',
			size: '5',
		});
		expect(deadly.data).toBe('');
	});

	it('shows the last of several files, and all of them by their batch', async () => {
		const form = upload('a.txt', 'one');
		form.append('file[]', new Blob(['two'], { type: 'text/plain' }), 'b.txt');

		const last = firstOf(await api.post('files/', form), 'files');

		expect(last.name).toBe('b.txt');
		expect(rowsOf(await api.get(`files?batch_id=${last.batch_id}`), 'files')).toHaveLength(2);
	});

	it('gives a file back with its type and name escaped (87)', async () => {
		const { id } = firstOf(await api.post('files/', upload('note é.txt', 'hello')), 'files');

		const reply = await api.get(`files/${id}?file=1`);

		expect(reply.data).toBe('hello');
		expect(reply.headers['content-type']).toBe('text\\/plain');
		expect(reply.headers['content-disposition']).toBe('attachment; filename="note \\u00e9.txt"');
	});

	it('has no file that nobody brought (88)', async () => {
		expect((await api.get('files/123?file=1')).status).toBe(404);
	});

	it('hangs a file on a case, and takes it off by a body that repeats its id', async () => {
		const { id } = await make();
		const file = firstOf(await api.post('files/', upload('a.txt', 'hello')), 'files');
		const made = await api.post('attachments', { file_id: file.id, case_id: id });
		const attachment = firstOf(made, 'attachments');

		await api.post(`attachments%5Edel/${attachment.id}`, { is_delete: '1', case_id: id });
		expect(rowsOf(await api.get(`attachments?case_id_=${id}`), 'attachments')).toHaveLength(1);
		await api.post(`attachments%5Edel/${attachment.id}`, { attachment_id: attachment.id });
		expect(rowsOf(await api.get(`attachments?case_id_=${id}`), 'attachments')).toEqual([]);
	});

	it('does not hang up a file that is not there', async () => {
		expect(errorsOf(await api.post('attachments', { file_id: '5' }))[0]?.[5]).toBe('file_id');
	});
});

describe('messages and calls', () => {
	const MESSAGE = {
		channel: 'WHATSAPP',
		timestamp: '1795400000',
		session_id: 'chat-1',
		message_id: 'chat-1/1',
		from: '0300000077',
		message: 'Made-up message',
		mime: 'text/plain',
	};

	it('takes the same message twice (78)', async () => {
		await api.post('msg', MESSAGE);
		const reply = await api.post('msg', MESSAGE);

		expect(firstOf(reply, 'messages').src_address).toBe('0300000077');
		const conversation = firstOf(await api.get('pmessages?src=WHATSAPP'), 'pmessages');
		expect(conversation).toMatchObject({ in_count: '2', src_msg: 'Made-up message' });
		expect(rowsOf(await api.get('messages?src_callid=chat-1'), 'messages')).toHaveLength(2);
	});

	it('opens a conversation for a message that it refuses', async () => {
		const reply = await api.post('msg', { ...MESSAGE, message: '' });

		expect(reply.status).toBe(412);
		expect(rowsOf(await api.get('pmessages'), 'pmessages')).toHaveLength(1);
		expect(rowsOf(await api.get('messages'), 'messages')).toEqual([]);
	});

	it('lists calls and plays back those that were answered (80)', async () => {
		await sandbox.admin.reset('seeded');
		api = await loggedIn(sandbox);
		const call = firstOf(await api.get('calls?_c=2'), 'calls');

		const sound = await api.get(`calls/${call.uniqueid}?file=wav`, { responseType: 'arraybuffer' });
		const none = await api.get('calls/1.1?file=wav');

		expect(Buffer.from(sound.data as ArrayBuffer).toString('latin1', 0, 4)).toBe('OggS');
		expect(none.status).toBe(404);
	});
});

describe('figures and exports', () => {
	beforeEach(async () => {
		await sandbox.admin.reset('seeded');
		api = await loggedIn(sandbox);
	});

	it('counts by two axes, and by one (83)', async () => {
		const two = json(await api.get('cases?metrics=case_count&xaxis=cat_0&yaxis=status'));
		const one = json(await api.get('cases?metrics=case_count&xaxis=status&yaxis=-&cat_0=Abuse'));

		expect(two.cases).toContainEqual(['Abuse', '2', '1']);
		expect(one.cases).toEqual([
			['1', '3'],
			['2', '1'],
		]);
	});

	it('counts by the clients of cases', async () => {
		const query = 'metrics=case_count&xaxis=clients^contact_sex&yaxis=-';

		expect(json(await api.get(`cases?${query}`)).cases).toContainEqual(['^Female', '10']);
	});

	it('has one empty row without an axis that it can use (84)', async () => {
		const query = 'metrics=case_count&xaxis=narrative&yaxis=-';

		expect(json(await api.get(`cases?${query}`)).cases).toEqual([[]]);
	});

	it('counts cases by channel in JSON that calls itself HTML (81)', async () => {
		const reply = await api.get('dash?dash_period=all');

		expect(reply.headers['content-type']).toBe('text/html; charset=UTF-8');
		expect(json(reply).case_source).toMatchObject({ total: ['total', '30 Cases'] });
	});

	it('tells its figures to anybody (82)', async () => {
		const reply = await api.get('wallonly/rpt', { headers: { Authorization: '' } });

		expect(json(reply).stats).toMatchObject({ cases_total: '30', calls_total: '5' });
	});

	it('breaks off its CSV after the names (85)', async () => {
		const reply = await api.get<string>('cases?csv=1');

		expect(reply.status).toBe(500);
		expect(reply.data).toMatch(/^"CASE ID","CREATED ON",.*"PLAN"\r\n$/);
	});

	it('writes a workbook with all rows (86)', async () => {
		const reply = await api.get('cases?xlsx=1&_c=1', { responseType: 'arraybuffer' });
		const bytes = Buffer.from(reply.data as ArrayBuffer);

		expect(bytes.toString('latin1', 0, 2)).toBe('PK');
		expect(bytes.toString('latin1').match(/<row /g)).toHaveLength(31);
	});
});
