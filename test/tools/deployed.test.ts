import type { AxiosInstance } from 'axios';

import {
	basic,
	contextOf,
	cookieOf,
	deployedApi,
	errorsOf,
	firstOf,
	json,
	loggedIn,
	rowsOf,
	sessionOf,
} from '../support/deployed.mts';
import { CASE } from '../support/madeUpCase';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox.mts';

let sandbox: SandboxProcess;
let api: AxiosInstance;
let anonymous: AxiosInstance;

beforeAll(async () => {
	sandbox = await startSandboxProcess();
	anonymous = deployedApi(sandbox);
});

afterAll(async () => await sandbox.stop());

beforeEach(async () => {
	await sandbox.admin.reset('seeded');
	api = await loggedIn(sandbox);
});

async function ids(query: string, resource = 'cases'): Promise<number[]> {
	const reply = await api.get(`${resource}?${query}`);
	return rowsOf(reply, resource).map((row) => Number(row.id));
}

async function total(query: string): Promise<number> {
	return Number(contextOf(await api.get(`cases?${query}`), 'cases')[4]);
}

describe('logins', () => {
	it('makes a new session each time a user name and a password come (01, 06)', async () => {
		const first = await sessionOf(sandbox);
		const second = await sessionOf(sandbox);

		expect(first).toMatch(/^\w{20,}$/);
		expect(second).not.toBe(first);
	});

	it('says the session id in the start page and in the cookie (01)', async () => {
		const headers = {
			Authorization: basic(sandbox.login.user, sandbox.login.password),
			'Content-Type': 'text/plain',
		};

		const reply = await anonymous.post<string>('', '', { headers });

		expect(json(reply).ss).toEqual([[cookieOf(reply), '2', 'admin', '99', '5002']]);
		expect(reply.data.length).toBeGreaterThan(40_000);
	});

	it('takes user names in any case', async () => {
		const headers = { Authorization: basic('ADMIN', sandbox.login.password) };

		expect((await anonymous.get('auth', { headers })).status).toBe(200);
	});

	it('describes the caller in one row (06)', async () => {
		const me = firstOf(await api.get('auth'), 'auth');

		expect(me).toMatchObject({ usn: 'admin', role: '99', is_active: '1', exten: '102' });
	});

	it.each(['Bearer', 'bearer', 'BEARER'])('takes the session as %s (07)', async (scheme) => {
		const headers = { Authorization: `${scheme} ${await sessionOf(sandbox)}` };

		expect((await anonymous.get('auth', { headers })).status).toBe(200);
	});

	it('sets a worthless cookie beside a good Bearer (07)', async () => {
		const reply = await api.get('auth');

		const headers = { Cookie: `HELPLINE_SESSION_ID=${cookieOf(reply)}` };
		expect((await anonymous.get('auth', { headers })).status).toBe(401);
		expect((await api.get('auth')).status).toBe(200);
	});

	it('sets no cookie where a good one came (08)', async () => {
		const headers = { Cookie: `HELPLINE_SESSION_ID=${await sessionOf(sandbox)}` };

		const reply = await anonymous.get('auth', { headers });

		expect(reply.status).toBe(200);
		expect(reply.headers).not.toHaveProperty('set-cookie');
	});

	it.each([
		['nothing', {}],
		['an API key', { 'X-API-Key': 'sandbox-api-key' }],
		['a session in a header of its own', { 'Session-Id': 'x' }],
		['a Bearer that nobody issued', { Authorization: 'Bearer notasession' }],
	])('refuses %s with 401 (09 to 12)', async (_what, headers) => {
		const reply = await anonymous.get('cases', { headers: headers as Record<string, string> });

		expect([reply.status, reply.statusText]).toEqual([401, 'Authentication Required']);
		expect(cookieOf(reply)).toMatch(/^\w{20,}$/);
	});

	it.each([
		['a wrong password', 'admin', 'wrong'],
		['an unknown user', 'nobody', 'sandbox-password'],
		['an inactive user', 'former.staff', 'sandbox-password'],
		['a password with a colon', 'admin', 'sandbox:password'],
	])('refuses %s with 412 and repeats the name (02 to 04)', async (_what, user, password) => {
		const reply = await anonymous.get('auth', {
			headers: { Authorization: basic(user, password) },
		});

		expect([reply.status, reply.statusText]).toEqual([412, 'Invalid Data']);
		expect(errorsOf(reply)[0]?.slice(2)).toEqual(['REQUIRED', 'auth', 0, 'login', user]);
	});

	it.each([
		['sendOTP', { addr_addr: 'admin@example.invalid', addr_type: 'email' }],
		['sendOTP', { addr: 'admin@example.invalid' }],
		['verifyOTP', { addr: 'admin@example.invalid', otp: '123456' }],
	])('never gets anybody in by %s %j (13 to 15)', async (path, body) => {
		expect((await anonymous.post(path, body)).status).toBe(412);
	});

	it('keeps the session of a Bearer through a logout (90, 91)', async () => {
		expect((await api.get('?logout=1')).status).toBe(401);
		expect((await api.get('auth')).status).toBe(200);
	});

	it('ends the session of a cookie by a logout (92, 93)', async () => {
		const headers = { Cookie: `HELPLINE_SESSION_ID=${await sessionOf(sandbox)}` };

		expect((await anonymous.get('?logout=1', { headers })).status).toBe(401);
		expect((await anonymous.get('auth', { headers })).status).toBe(401);
	});

	it('has no page of that name for it (94)', async () => {
		expect((await api.get('logout')).status).toBe(404);
		expect((await api.get('auth')).status).toBe(200);
	});

	it('forgets all sessions when it is told to', async () => {
		await sandbox.admin.expireSessions();

		expect((await api.get('auth')).status).toBe(401);
	});

	it('keeps the session of somebody who was made inactive', async () => {
		const counsellor = await loggedIn(sandbox, 'counsellor');
		await api.post('users/5', { is_active: '0' });

		expect((await counsellor.get('auth')).status).toBe(200);
	});
});

describe('rows', () => {
	it('holds nothing but text, with three cells at the end that have no name (33)', async () => {
		const body = json(await api.get('cases?_c=2'));
		const rows = body.cases as string[][];

		expect(rows.map((row) => row.length)).toEqual([125, 125]);
		expect(rows.flat().every((cell) => typeof cell === 'string')).toBe(true);
		expect(rows.map((row) => row.slice(-2))).toEqual([
			['ro0', 'rc0'],
			['ro1', 'rc1'],
		]);
	});

	it('puts columns elsewhere at each start, but not within one', async () => {
		const keys = async () => JSON.stringify(json(await api.get('cases?_c=1')).cases_k);
		const before = await keys();
		expect(await keys()).toBe(before);

		await sandbox.admin.setOption('columnSeed', 7);

		expect(await keys()).not.toBe(before);
	});

	it('can leave the columns where they were recorded', async () => {
		await sandbox.admin.setOption('columnOrder', 'recorded');

		const [row] = json(await api.get('cases?_c=1')).cases as string[][];

		expect(row?.[0]).toBe('1030');
	});

	it('can have columns of another version', async () => {
		await sandbox.admin.setOption('addedColumns', ['uuid']);

		const reply = await api.get('cases?_c=1');

		expect((json(reply).cases as string[][])[0]).toHaveLength(126);
		expect(firstOf(reply, 'cases')).toMatchObject({ uuid: '', id: '1030' });
	});

	it('escapes as it saves, and angle brackets for good (57)', async () => {
		const narrative = 'Line 1\nLine 2 "quoted" & <b>tag</b> café 日本 \\ /';
		const reply = await api.post<string>('cases/1001', { narrative });

		expect(firstOf(reply, 'cases').narrative).toBe(
			'Line 1\nLine 2 "quoted" & &lt;b&gt;tag&lt;/b&gt; café 日本 \\ /',
		);
		expect(reply.data).toContain('caf\\u00e9 \\u65e5\\u672c \\\\ \\/');
	});

	it('cuts a short text in the middle of an escape, which nobody can parse (58)', async () => {
		await api.post('cases/1001', { police_ob_no: 'é'.repeat(60) });

		const reply = await api.get<string>('cases?id=1001');

		expect(reply.status).toBe(200);
		expect(() => json(reply)).toThrow(SyntaxError);
	});

	it('can leave short texts whole', async () => {
		await sandbox.admin.setOption('shortTextBytes', 0);
		await api.post('cases/1001', { police_ob_no: 'é'.repeat(60) });

		expect(firstOf(await api.get('cases?id=1001'), 'cases').police_ob_no).toBe('é'.repeat(60));
	});

	it('keeps whatever stands in a status, and times as they came (5, 8.2)', async () => {
		await api.post('cases/1001', { status: 7, priority: 'soon', incidence_when: '1795000000' });

		expect(firstOf(await api.get('cases/1001'), 'cases')).toMatchObject({
			status: '7',
			priority: 'soon',
			incidence_when: '1795000000',
		});
	});
});

describe('lists', () => {
	it('gives twenty rows unless asked, the newest first, and says how many there are', async () => {
		const reply = await api.get('cases');

		expect(rowsOf(reply, 'cases')).toHaveLength(20);
		expect(firstOf(reply, 'cases').id).toBe('1030');
		expect(contextOf(reply, 'cases')).toEqual(['0', '20', '1', '20', '30', '', '']);
	});

	it('has no upper limit for a page', async () => {
		expect(await ids('_c=5000')).toHaveLength(30);
	});

	it('rounds a start down to a page, and does not round the other one (34, 35)', async () => {
		expect(await ids('_c=2&_a=5')).toEqual([1026, 1025]);
		expect(await ids('_c=2&_o=3')).toEqual([1027, 1026]);
		expect(await ids('_c=4&_a=5&_o=1')).toEqual([1025, 1024, 1023, 1022]);
	});

	it('repeats the last page past the end (36)', async () => {
		const reply = await api.get('cases?_c=20&_o=1000');

		expect(rowsOf(reply, 'cases')).toHaveLength(10);
		expect(contextOf(reply, 'cases').slice(0, 5)).toEqual(['20', '20', '21', '30', '30']);
	});

	it('can end with an empty page instead', async () => {
		await sandbox.admin.setOption('lastPageRepeats', false);

		expect(await ids('_c=20&_o=1000')).toEqual([]);
	});

	it.each([
		'_c=0',
		'_c=-1',
		'_c=all',
		'created_on=1795479566;',
		'created_on=today',
		'case_category_id=362557',
	])('answers %s with an empty 500 (37, 42, 97)', async (query) => {
		const reply = await api.get(`cases?${query}`);

		expect([reply.status, reply.data]).toEqual([500, '']);
		expect(reply.headers['content-type']).toBe('text/html; charset=UTF-8');
	});

	it.each([
		['id=1001,1003', 2],
		['status=1&priority=2,3', 14],
		['src=SMS', 6],
		['narrative=school,uncle', 3],
		['created_on=1756708200', 2],
		['created_on=;1756708200', 2],
		['created_on=1756774860;1756688461', 1],
		['created_on=2026-01-31', 0],
		['reporter_fullname__=Sam', 5],
		['case_category_id=87', 4],
		['case_category_id=362263', 1],
		['case_category_id=999999', 30],
		['updated_since=2026-01-01', 30],
		['status__i=2', 10],
		['narrative=é', 0],
	])('filters by %s (38 to 48)', async (query, count) => {
		expect(await total(query)).toBe(count);
	});

	it('can refuse a filter that it does not know', async () => {
		await sandbox.admin.setOption('unknownFiltersIgnored', false);

		expect((await api.get('cases?updated_since=2026-01-01')).status).toBe(412);
	});

	it('sorts upwards, ids downwards, and drops what it does not know (39)', async () => {
		expect((await ids('_c=2&sort=created_on')).slice(0, 2)).toEqual([1001, 1002]);
		expect(await ids('_c=2&sort=created_on,id')).toEqual([1001, 1002]);
		expect(await ids('_c=1&sort=id')).toEqual([1030]);
		expect(await ids('_c=1&sort=-created_on')).toEqual([1030]);
	});

	it('repeats what it filtered by in the key map', async () => {
		const { cases_k } = json(await api.get('cases?status=1,2'));

		expect((cases_k as Record<string, string[]>).status?.[2]).toBe('1,2');
	});

	it('repeats a case for each client that matches, and counts it once (60)', async () => {
		for (const fname of ['Ada', 'Ben']) await api.post('cases/1002/clients', { fname });

		const reply = await api.get('cases?clients^case_id=1002');

		expect(rowsOf(reply, 'cases').map((row) => row.id)).toEqual(['1002', '1002', '1002']);
		expect(contextOf(reply, 'cases')[4]).toBe('1');
		expect(json(reply).cases_k).toHaveProperty('clients^case_id');
	});

	it('spoils its JSON when it is asked to join (89)', async () => {
		const reply = await api.get<string>('cases?join=clients&_c=1');

		expect(reply.status).toBe(200);
		expect(() => json(reply)).toThrow(SyntaxError);
	});

	it.each([
		['supervisor', 30],
		['counsellor', 30],
		['amina.mfano', 0],
		['case.manager', 0],
		['case.worker', 0],
	])('lists for %s what the role may see: %p (50)', async (user, count) => {
		const other = await loggedIn(sandbox, user);

		expect(contextOf(await other.get('cases'), 'cases')[4]).toBe(String(count));
	});

	it('lists to a case worker what was given to that worker', async () => {
		const { id } = firstOf(await api.get('users?usn=case.worker'), 'users');
		await api.post('cases/1004', { assigned_to_id: id });
		const worker = await loggedIn(sandbox, 'case.worker');

		expect(rowsOf(await worker.get('cases?id=1003,1004'), 'cases')).toHaveLength(1);
	});

	it('reads any case by its id for everybody (51)', async () => {
		const other = await loggedIn(sandbox, 'amina.mfano');

		expect(firstOf(await other.get('cases/1001'), 'cases').id).toBe('1001');
	});

	it('answers an id that does not exist with 200 and nothing (32)', async () => {
		for (const id of ['999999', 'abc']) {
			const reply = await api.get(`cases/${id}`);

			expect(reply.status).toBe(200);
			expect(json(reply)).toMatchObject({ cases: [], cases_no_data: [[]] });
		}
	});

	it('cuts related lists at ten, and says how many there are (31, 62)', async () => {
		for (let i = 0; i < 11; i++) await api.post('cases/1001/clients', { fname: `Child${i}` });

		const reply = await api.get('cases/1001');
		const whole = await api.get('clients?case_id_=1001&_c=50');

		expect(rowsOf(reply, 'clients')).toHaveLength(10);
		expect(contextOf(reply, 'clients')[4]).toBe('12');
		expect(rowsOf(whole, 'clients')).toHaveLength(12);
	});

	it('can show related lists whole', async () => {
		await sandbox.admin.setOption('relatedCap', 0);
		for (let i = 0; i < 11; i++) await api.post('cases/1001/clients', { fname: `Child${i}` });

		expect(rowsOf(await api.get('cases/1001'), 'clients')).toHaveLength(12);
	});

	it.each(['nosuchthing', 'qas', 'webhooks', '/helpline/api//cases'])(
		'does not know %s (71)',
		async (path) => {
			const reply = await api.get(path.startsWith('/') ? sandbox.deployedUrl + path : path);

			expect(reply.status).toBe(404);
		},
	);

	it('sends a start page without its slash elsewhere', async () => {
		const reply = await api.get('', { baseURL: `${sandbox.deployedUrl}/helpline/api` });

		expect([reply.status, reply.headers.location]).toEqual([301, '/helpline/api/']);
	});

	it('gives five hundred of a thousand cases in one page', async () => {
		const big = await startSandboxProcess(['--seed-cases', '1000']);
		const many = await loggedIn(big);
		const reply = await many.get('cases?_c=500&_o=250');
		await big.stop();

		expect(rowsOf(reply, 'cases')).toHaveLength(500);
	});
});

describe('reference data', () => {
	it('gives a node ten of its children, and all of them elsewhere (72 to 74)', async () => {
		const region = firstOf(await api.get('categories?name=Made-up Region'), 'categories');
		const node = await api.get(`categories/${region.id}`);
		const children = await api.get(`subcategories?category_id_=${region.id}&_c=500`);

		expect(rowsOf(node, 'subcategories')).toHaveLength(10);
		expect(rowsOf(children, 'subcategories').length).toBeGreaterThan(10);
	});

	it('leaves out deactivated entries where a name ends in an underscore', async () => {
		const names = async (query: string) =>
			rowsOf(await api.get(`subcategories?${query}&_c=500`), 'subcategories').map(
				(row) => row.name,
			);

		expect(await names('root_id=88')).toContain('Former District');
		expect(await names('root_id_=88')).not.toContain('Former District');
	});

	it('has a name that occurs twice in the tree of case categories', async () => {
		const reply = await api.get('subcategories?root_id_=362557&_c=500');

		expect(rowsOf(reply, 'subcategories').filter((row) => row.name === 'Neglect')).toHaveLength(2);
	});

	it('names all roots', async () => {
		const roots = rowsOf(await api.get('categories?category_id=0&_c=100'), 'categories');

		expect(roots.map((row) => row.id)).toEqual(expect.arrayContaining(['362557', '101', '88']));
	});

	it('lists people to everybody, without any password (75)', async () => {
		const other = await loggedIn(sandbox, 'counsellor');
		const reply = await other.get<string>('users?_c=50');

		expect(rowsOf(reply, 'users').map((row) => row.role)).toEqual(
			expect.arrayContaining(['1', '2', '3', '4', '99']),
		);
		expect(reply.data).not.toContain(sandbox.login.password);
	});

	it('lets only administrators write people (70)', async () => {
		const other = await loggedIn(sandbox, 'counsellor');
		const body = { usn: 'newuser', role: '1', fname: 'New' };

		const refused = await other.post('users', body);
		const made = await api.post('users', body);

		expect([refused.status, refused.statusText]).toEqual([412, 'Access Denied']);
		expect(errorsOf(refused)[0]?.[2]).toBe('Access Denied');
		expect(firstOf(made, 'users')).toMatchObject({ usn: 'newuser', role: '1' });
	});

	it('can name its three kinds of 412 plainly', async () => {
		await sandbox.admin.setOption('plainRefusals', true);
		const other = await loggedIn(sandbox, 'counsellor');
		const headers = { Authorization: basic('admin', 'wrong') };

		expect((await anonymous.get('auth', { headers })).status).toBe(401);
		expect((await other.post('users', { usn: 'x' })).status).toBe(403);
		expect((await api.post('cases', { priority: '1' })).status).toBe(412);
	});
});

describe('one table', () => {
	it('shows a case of the published side with its people', async () => {
		const { id } = await sandbox.admin.insertCase({
			title: 'Made-up title',
			description: 'Made-up text.',
			category: 'Abuse',
			subcategory: 'Physical Abuse > Beating',
			priority: 'critical',
			status: 'in_progress',
			reporter_name: 'Rita Sample',
			reporter_phone: '+999700000001',
			child_name: 'Cleo Test',
			child_age: 9,
			child_gender: 'female',
			child_location: 'Sampletown',
			reporter_relationship: 'Neighbour',
		});

		const reply = await api.get(`cases/${id}`);

		expect(firstOf(reply, 'cases')).toMatchObject({
			narrative: 'Made-up title\n\nMade-up text.',
			case_category_id: '362264',
			priority: '3',
			status: '1',
			reporter_fullname: 'Rita Sample',
			reporter_phone: '999700000001',
		});
		expect(firstOf(reply, 'clients')).toMatchObject({
			contact_fname: 'Cleo',
			contact_lname: 'Test',
			contact_age: '9',
			contact_age_group: '^6-12',
			contact_sex: '^Female',
			contact_location_1: 'Sampletown',
			relationship: '^Neighbour',
		});
	});

	it('shows a case of this side over there', async () => {
		const { id } = firstOf(
			await api.post('cases', { ...CASE, narrative: 'Made-up title\n\nMade-up text.' }),
			'cases',
		);
		await api.post(`cases/${id}/clients`, { fname: 'Cleo', lname: 'Test', age: 9, sex_id: '122' });

		const made = (await sandbox.admin.cases()).find((row) => row.id === Number(id));

		expect(made).toMatchObject({
			title: 'Made-up title',
			description: 'Made-up text.',
			category: 'Abuse',
			subcategory: 'Physical Abuse > Beating',
			priority: 'high',
			status: 'open',
			gbv_related: 'no',
			external_key: 'key-1',
			channel: 'walkin',
			reporter_name: 'Rita Sample',
			child_name: 'Cleo Test',
			child_age: 9,
			child_gender: 'female',
			created_by: 2,
		});
	});

	it('keeps the closer word of the other side when the meaning stays', async () => {
		await sandbox.admin.touchCase(1001, { status: 'in_progress', priority: 'critical' });

		await api.post('cases/1001', { status: '1', priority: '3' });

		expect((await sandbox.admin.cases())[0]).toMatchObject({
			status: 'in_progress',
			priority: 'critical',
		});
	});

	it('leaves alone what this server has no word for', async () => {
		const before = await sandbox.admin.insertCase({
			reporter_name: 'Rita Sample',
			reporter_phone: '+999700000001',
			reporter_age_group: 'grown-up',
			reporter_relationship: 'postman',
		});

		await api.post(`cases/${before.id}`, { plan: 'Call back.' });

		const { plan, updated_at, updated_by, ...rest } = (await sandbox.admin.cases()).at(-1)!;
		expect(plan).toBe('Call back.');
		expect(updated_by).toBe(2);
		expect(before).toMatchObject(rest);
		expect(Date.parse(updated_at)).toBeGreaterThanOrEqual(Date.parse(before.updated_at));
	});

	it('follows the child of the other side as it comes, changes and goes', async () => {
		const { id } = await sandbox.admin.insertCase();
		const shown = async () =>
			rowsOf(await api.get(`clients?case_id_=${id}`), 'clients').map((row) => row.contact_fullname);
		const seen = [await shown()];
		for (const child_name of ['Cleo Test', 'Clara Test', null]) {
			await sandbox.admin.touchCase(id, { child_name });
			seen.push(await shown());
		}

		expect(seen).toEqual([[], ['Cleo Test'], ['Clara Test'], []]);
	});

	it('tells changes of the other side in the feed', async () => {
		await api.get('case_activities?_c=1');
		await sandbox.admin.touchCase(1005, { status: 'closed' });
		const { id } = await sandbox.admin.insertCase();

		const feed = rowsOf(await api.get('case_activities?_c=2'), 'case_activities');

		expect(feed.map((row) => [row.case_id, row.activity, row.status])).toEqual([
			[String(id), '1', '1'],
			['1005', '2', '2'],
		]);
	});

	it('does not show what was deleted over there', async () => {
		await sandbox.admin.touchCase(1005, { deleted_at: '2025-10-01T00:00:00Z' });

		expect(await ids('id=1005')).toEqual([]);
	});

	it('has the files of the other side', async () => {
		const file = firstOf(await api.get('attachments?case_id_=1001'), 'attachments');
		const reply = await api.get(`files/${file.file_id}?file=1`, { responseType: 'arraybuffer' });

		expect(file.file_name).toBe('recording-1001.wav');
		expect(Buffer.from(reply.data as ArrayBuffer).toString('latin1', 0, 4)).toBe('RIFF');
	});
});
