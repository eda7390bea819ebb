import axios, { type AxiosInstance } from 'axios';

import { type SandboxProcess, startSandboxProcess } from '../support/sandbox.mts';

const CASE = { title: 'Made-up call', category: 'Information', priority: 'low' };

let sandbox: SandboxProcess;
let api: AxiosInstance;
let anonymous: AxiosInstance;

beforeAll(async () => {
	sandbox = await startSandboxProcess();
	const common = { baseURL: `${sandbox.url}/helpline/api`, proxy: false as const, maxRedirects: 0 };
	anonymous = axios.create({ ...common, validateStatus: () => true });
	api = axios.create({
		...common,
		validateStatus: () => true,
		headers: { 'X-API-Key': sandbox.apiKey },
	});
});

afterAll(async () => await sandbox.stop());

beforeEach(async () => await sandbox.admin.reset('seeded'));

async function outcome(request: Promise<unknown>): Promise<string> {
	try {
		await request;
		return 'answered';
	} catch (error) {
		return axios.isAxiosError(error) ? String(error.code) : 'unknown';
	}
}

async function logIn(address = 'counsellor@example.invalid'): Promise<string> {
	await anonymous.post('/sendOTP', { addr_addr: address, addr_type: 'email' });
	const [sent] = await sandbox.admin.outbox();
	const reply = await anonymous.post('/verifyOTP', { addr_addr: address, otp: sent?.code });
	return String(reply.headers['set-cookie']?.[0]).split(';')[0] ?? '';
}

function upload(name: string, content: string, fields: Record<string, string> = {}): FormData {
	const form = new FormData();
	for (const [field, value] of Object.entries(fields)) form.append(field, value);
	form.append('file', new Blob([content], { type: 'text/plain' }), name);
	return form;
}

describe('logins', () => {
	it('answers health when the key is good', async () => {
		expect((await api.get('/health')).status).toBe(200);
	});

	it.each([
		['no login', {}],
		['a wrong key', { 'X-API-Key': 'another-key' }],
		['a made-up session', { Cookie: 'HELPLINE_SESSION_ID=00' }],
	])('refuses %s with 401', async (_what, headers) => {
		const reply = await anonymous.get('/cases', { headers: headers as Record<string, string> });

		expect(reply.status).toBe(401);
		expect(reply.data).toMatchObject({ success: false, error: { code: 'UNAUTHORIZED' } });
	});

	it('opens a session with a one-time code', async () => {
		const cookie = await logIn();

		const me = await anonymous.get('/users/me', { headers: { Cookie: cookie } });

		expect(me.data.data).toMatchObject({ username: 'counsellor', role: 'counsellor' });
	});

	it('says who logged in, beside success', async () => {
		await anonymous.post('/sendOTP', { addr_addr: '+999700000005', addr_type: 'phone' });
		const [sent] = await sandbox.admin.outbox();

		const reply = await anonymous.post('/verifyOTP', {
			addr_addr: '+999700000005',
			otp: sent?.code,
		});

		expect(reply.data).toEqual({
			success: true,
			user: { id: 5, username: 'counsellor', role: 'counsellor' },
		});
	});

	it('takes a code once only', async () => {
		await logIn();
		const [sent] = await sandbox.admin.outbox();

		const again = await anonymous.post('/verifyOTP', {
			addr_addr: sent?.address,
			otp: sent?.code,
		});

		expect(again.status).toBe(401);
	});

	it('takes no code after its ten minutes', async () => {
		await anonymous.post('/sendOTP', {
			addr_addr: 'counsellor@example.invalid',
			addr_type: 'email',
		});
		const [sent] = await sandbox.admin.outbox();
		await sandbox.admin.setOption('clockSkewSeconds', 601);

		const late = await anonymous.post('/verifyOTP', { addr_addr: sent?.address, otp: sent?.code });

		expect(late.status).toBe(401);
	});

	it('refuses an expired session', async () => {
		const cookie = await logIn();
		await sandbox.admin.expireSessions();

		expect((await anonymous.get('/cases', { headers: { Cookie: cookie } })).status).toBe(401);
	});

	it('ends a session on logout', async () => {
		const headers = { Cookie: await logIn() };
		await anonymous.post('/logout', undefined, { headers });

		expect((await anonymous.get('/cases', { headers })).status).toBe(401);
	});

	it('shows codes as a page to a person', async () => {
		await logIn();
		const [sent] = await sandbox.admin.outbox();

		const page = await axios.get<string>(`${sandbox.url}/__sandbox/outbox`, {
			headers: { accept: 'text/html' },
			proxy: false,
		});

		expect(page.data).toContain(sent?.code);
	});
});

describe('cases', () => {
	it('creates a case and names it', async () => {
		const reply = await api.post('/cases', CASE);

		expect(reply.status).toBe(201);
		expect(reply.data.data).toEqual({
			id: 1031,
			case_number: expect.stringMatching(/^CASE-\d{4}-001031$/),
			status: 'open',
			created_at: expect.stringMatching(/Z$/),
		});
	});

	it.each([
		['priority', 'urgent'],
		['title', ''],
		['description', 12],
		['child_age', 19],
		['child_age', '9'],
		['child_gender', 'boy'],
		['reporter_email', 'nowhere'],
		['reporter_phone', 'abc'],
		['external_ref', 'key-1'],
		['status', 'open'],
	])('refuses a create with %s = %p and repeats the value', async (field, value) => {
		const reply = await api.post('/cases', { ...CASE, [field]: value });

		expect(reply.status).toBe(400);
		expect(reply.data.error.code).toBe('VALIDATION_ERROR');
		expect(reply.data.error.details[field]).toContain(JSON.stringify(value));
	});

	it('takes a field beyond the documented ones once told so', async () => {
		await sandbox.admin.setOption('acceptFields', ['external_ref']);
		const made = await api.post('/cases', { ...CASE, external_ref: 'key-1' });

		const read = await api.get(`/cases/${made.data.data.id}`);

		expect(read.data.data.external_ref).toBe('key-1');
	});

	it.each(['put', 'post'] as const)('changes a case by %s', async (method) => {
		const reply = await api[method]('/cases/1001', { status: 'resolved', child_age: null });

		expect(reply.data.data).toMatchObject({ id: 1001, status: 'resolved', child_age: null });
	});

	it('keeps changes of status, priority and person in the history', async () => {
		await sandbox.admin.reset('empty');
		const { id } = await sandbox.admin.insertCase();

		await api.put(`/cases/${id}`, { status: 'assigned', priority: 'high', assigned_user_id: 6 });

		const history = await sandbox.admin.activities(id);
		expect(history.map((entry) => [entry.activity_type, entry.description])).toEqual([
			['status_change', 'Status changed from open to assigned'],
			['escalation', 'Priority changed from low to high'],
			['assignment', 'Assigned from nobody to amina.mfano'],
		]);
	});

	it('turns notes into an activity and never shows them on the case', async () => {
		const reply = await api.put('/cases/1002', { notes: 'Called back.' });

		expect(reply.data.data).not.toHaveProperty('notes');
		expect((await sandbox.admin.activities(1002)).at(-1)?.description).toBe('Called back.');
	});

	it('deletes for administrators and keeps the row out of sight', async () => {
		const cookie = await logIn();
		const refused = await anonymous.delete('/cases/1001', { headers: { Cookie: cookie } });
		const deleted = await api.delete('/cases/1001');
		const gone = await api.get('/cases/1001');

		expect([refused.status, deleted.status, gone.status]).toEqual([403, 200, 404]);
		expect((await sandbox.admin.cases())[0]?.deleted_at).not.toBeNull();
	});

	it.each(['/cases/999999', '/cases/abc', '/cases/999999/activities', '/attachments/99/download'])(
		'answers 404 for %s',
		async (path) => {
			expect((await api.get(path)).status).toBe(404);
		},
	);

	it.each([
		['text/plain', 'title=x', 415],
		['application/json', '{"title":', 400],
		['application/json', '[]', 400],
		['application/json', '', 400],
	])('refuses a create sent as %s: %p', async (type, body, status) => {
		const reply = await api.post('/cases', body, {
			headers: { 'Content-Type': type },
			transformRequest: [],
		});

		expect(reply.status).toBe(status);
		expect(reply.data.error.code).toBe('VALIDATION_ERROR');
	});

	it('tells a wrong method from a wrong path', async () => {
		expect((await api.patch('/cases/1001', {})).status).toBe(405);
		expect((await api.get('/nothing-of-that-name')).status).toBe(404);
	});
});

describe('lists', () => {
	it('gives twenty cases unless asked, and says how many there are', async () => {
		const reply = await api.get('/cases');

		expect(reply.data.data).toHaveLength(20);
		expect(reply.data.pagination).toEqual({ total: 30, limit: 20, offset: 0, has_more: true });
	});

	it('lowers a limit above its cap without a word', async () => {
		await sandbox.admin.setOption('pageCap', 7);

		const reply = await api.get('/cases', { params: { limit: 100 } });

		expect(reply.data.data).toHaveLength(7);
		expect(reply.data.pagination.limit).toBe(7);
	});

	it.each([
		[{ status: 'resolved' }, 5],
		[{ priority: 'critical' }, 8],
		[{ category: 'Neglect' }, 5],
		[{ created_after: '2025-09-20T00:00:00Z' }, 5],
		[{ created_after: '2025-09-20T03:00:00+03:00' }, 5],
	])('filters by %p', async (params, count) => {
		expect((await api.get('/cases', { params })).data.pagination.total).toBe(count);
	});

	it.each([{ sort: 'id' }, { limit: 'all' }, { status: 'new' }, { updated_since: 'yesterday' }])(
		'refuses the query %p',
		async (params) => {
			expect((await api.get('/cases', { params })).status).toBe(400);
		},
	);

	it('finds a case by updated_since after each kind of child record', async () => {
		const writes = [
			() => api.post('/cases/1002/activities', { activity_type: 'note', description: 'x' }),
			() =>
				api.post('/communications', { case_id: 1004, contact_type: 'sms', direction: 'inbound' }),
			() => api.post('/cases/1006/attachments', upload('a.txt', 'hello')),
		];
		for (const write of writes) expect((await write()).status).toBe(201);

		const reply = await api.get('/cases', { params: { updated_since: '2026-01-01' } });

		expect(reply.data.data.map((row: { id: number }) => row.id)).toEqual([1006, 1004, 1002]);
	});

	it.each([
		['idsAsText', true, { id: '1030', assigned_user_id: '10' }],
		['timesWithoutZone', true, { created_at: '2025-09-23T15:29:00' }],
		['assigneeShown', 'text', { assigned_to: 'ella.sample' }],
		['timePrecision', 'milliseconds', { created_at: '2025-09-23T15:29:00.000Z' }],
	] as const)('writes records as %s = %p', async (name, value, expected) => {
		await sandbox.admin.setOption(name, value);

		expect((await api.get('/cases?limit=1')).data.data[0]).toMatchObject(expected);
	});

	it.each([
		['field', { field: 'priority', value: 'urgent' }],
		['list', [{ field: 'priority', value: 'urgent' }]],
	] as const)('names a refused field as a %s', async (shape, expected) => {
		await sandbox.admin.setOption('detailsShape', shape);

		const reply = await api.post('/cases', { ...CASE, priority: 'urgent' });

		expect(reply.data.error.details).toMatchObject(expected);
	});

	it('pages through every case once, in any order', async () => {
		for (const order of ['ascending', 'descending', 'random']) {
			await sandbox.admin.setFaults([`shuffle-order=${order}`]);
			const ids = new Set<number>();
			for (let offset = 0; offset < 30; offset += 7) {
				const { data } = await api.get('/cases', { params: { limit: 7, offset } });
				for (const row of data.data) ids.add(row.id);
			}

			expect(ids.size).toBe(30);
		}
	});

	it('sends the payload alone when bare', async () => {
		await sandbox.admin.setOption('bare', true);

		expect((await api.get('/cases')).data).toHaveLength(20);
		expect((await api.post('/cases', CASE)).data.id).toBe(1031);
	});

	it('finds words anywhere, so that a look-up has to compare', async () => {
		await api.post('/cases', { ...CASE, description: 'External-Ref: run-1-abc' });
		for (const end of ['abcd', 'abc2']) {
			await api.post('/cases', { ...CASE, description: `External-Ref: run-1-${end}` });
		}

		const reply = await api.get('/search/cases', {
			params: { q: 'run-1-abc', fields: 'description' },
		});

		expect(reply.data.data).toHaveLength(3);
		expect(reply.data.data[0]).toMatchObject({
			description: 'External-Ref: run-1-abc',
			relevance_score: 1,
			matched_fields: ['description'],
		});
	});

	it.each([false, 405, 501] as const)('can do without search: %p', async (offered) => {
		await sandbox.admin.setOption('searchOffered', offered);

		const reply = await api.get('/search/cases', { params: { q: 'x' } });

		expect(reply.status).toBe(offered === false ? 404 : offered);
	});

	it('lists people by role and state', async () => {
		const reply = await api.get('/users', { params: { role: 'counsellor', is_active: false } });

		expect(reply.data.data).toEqual([expect.objectContaining({ username: 'former.staff' })]);
	});

	it('offers categories as a tree of three levels', async () => {
		const { data } = await api.get('/categories');

		expect(data.data[0].children[0].children[0].children).toEqual([]);
	});

	it('counts cases by status, priority and category', async () => {
		const { data } = await api.get('/statistics/cases');

		expect(data.data).toMatchObject({ total_cases: 30, by_status: { open: 10 } });
	});
});

describe('attachments', () => {
	it('gives back the very bytes that came in', async () => {
		const form = upload('ñandú.txt', 'made-up text', { description: 'x', file_type: 'document' });
		const made = await api.post('/cases/1001/attachments', form);

		const file = await api.get<string>(made.data.data.download_url, { baseURL: sandbox.url });

		expect(made.data.data).toMatchObject({ file_name: 'ñandú.txt', file_size: 12 });
		expect(file.data).toBe('made-up text');
	});

	it('refuses a form without a file, or with a part that it does not know', async () => {
		const withoutFile = new FormData();
		withoutFile.append('description', 'x');

		const replies = [
			await api.post('/cases/1001/attachments', withoutFile),
			await api.post('/cases/1001/attachments', upload('a.txt', 'x', { colour: 'red' })),
			await api.post('/cases/1001/attachments', upload('a.txt', 'x', { file_type: 'film' })),
		];

		expect(replies.map((reply) => reply.status)).toEqual([400, 400, 400]);
		expect(await sandbox.admin.attachments(1001)).toHaveLength(1);
	});

	it('can send its downloads to another host', async () => {
		await sandbox.admin.setOption('downloadAddress', 'http://127.0.0.1:9');

		const { data } = await api.get('/cases/1001/attachments');

		expect(data.data[0].download_url).toMatch(/^http:\/\/127\.0\.0\.1:9\/helpline\/api\//);
	});

	it('keeps a recording of a call as an audio file that asks for the login', async () => {
		const [recording] = await sandbox.admin.attachments(1001);

		const refused = await anonymous.get(`/attachments/${recording?.id}/download`);

		expect(recording).toMatchObject({ file_type: 'audio', mime_type: 'audio/wav' });
		expect(refused.status).toBe(401);
	});
});

describe('limits', () => {
	it('says nothing of limits unless asked to', async () => {
		expect((await api.get('/cases')).headers).not.toHaveProperty('x-ratelimit-limit');
	});

	it('refuses the fifty-first create of an hour and says when to come back', async () => {
		await sandbox.admin.setOption('limits', 'published');
		for (let i = 0; i < 50; i++) await api.post('/cases', CASE);

		const reply = await api.post('/cases', CASE);

		expect(reply.status).toBe(429);
		expect(Number(reply.headers['retry-after'])).toBeGreaterThan(3500);
		expect(reply.data.error.details.retry_after).toBe(Number(reply.headers['retry-after']));
		expect(reply.headers['x-ratelimit-remaining']).toBe('0');
		expect(await sandbox.admin.cases()).toHaveLength(80);
	});

	it('limits one-time codes as well', async () => {
		await sandbox.admin.setOption('limits', 'published');
		const ask = { addr_addr: 'counsellor@example.invalid', addr_type: 'email' };
		for (let i = 0; i < 5; i++) await anonymous.post('/sendOTP', ask);

		expect((await anonymous.post('/sendOTP', ask)).status).toBe(429);
	});
});

describe('faults', () => {
	it.each([
		['cut-before', 30],
		['cut-after', 31],
		['cut-middle', 31],
	])('cuts the connection: %s leaves %p cases', async (fault, cases) => {
		await sandbox.admin.setFaults([`${fault}:POST:/cases:1`]);

		expect(await outcome(api.post('/cases', CASE))).toMatch(/ECONN|ERR_BAD_RESPONSE/);
		expect(await sandbox.admin.cases()).toHaveLength(cases);
	});

	it.each([
		['hang-before', 30],
		['hang-after', 31],
	])('never answers: %s leaves %p cases', async (fault, cases) => {
		await sandbox.admin.setFaults([fault]);

		expect(await outcome(api.post('/cases', CASE, { timeout: 300 }))).toBe('ECONNABORTED');
		expect(await sandbox.admin.cases()).toHaveLength(cases);
	});

	it.each([
		['html-before', 30, 'html'],
		['html-after', 31, 'html'],
		['empty-before', 30, ''],
		['empty-after', 31, ''],
	])('answers 200 without data: %s leaves %p cases', async (fault, cases, text) => {
		await sandbox.admin.setFaults([fault]);

		const reply = await api.post<string>('/cases', CASE);

		expect(reply.status).toBe(200);
		expect(reply.data).toContain(text);
		expect(await sandbox.admin.cases()).toHaveLength(cases);
	});

	it('sends half of the right answer', async () => {
		await sandbox.admin.setFaults(['half-json']);

		const reply = await api.get<string>('/cases', { responseType: 'text' });

		expect(reply.data).toMatch(/^\{"success":true,"data":\[/);
		expect(reply.data).not.toMatch(/\}$/);
	});

	it('repeats what it was sent in an error that it makes up', async () => {
		await sandbox.admin.setFaults(['status=503']);

		const reply = await api.post('/cases', { ...CASE, reporter_name: 'Marker Sample' });

		expect(reply.status).toBe(503);
		expect(JSON.stringify(reply.data)).toContain('Marker Sample');
	});

	it.each([
		['rate-limit=3', /^3$/],
		['rate-limit=date', /GMT$/],
		['rate-limit=none', /^undefined$/],
	])('says when to come back: %s', async (fault, form) => {
		await sandbox.admin.setFaults([fault]);

		const reply = await api.get('/cases');

		expect(reply.status).toBe(429);
		expect(String(reply.headers['retry-after'])).toMatch(form);
	});

	it('leads to another host, with the same path', async () => {
		await sandbox.admin.setFaults([{ fault: 'redirect', url: 'http://127.0.0.2:9', status: 307 }]);

		const reply = await api.get('/cases?limit=1');

		expect(reply.status).toBe(307);
		expect(reply.headers.location).toBe('http://127.0.0.2:9/helpline/api/cases?limit=1');
	});

	it.each([
		['wrong-shape', '/cases', { success: true, data: '...' }],
		['wrong-shape=swap', '/cases/1001', { data: [] }],
		['total-wrong=5', '/cases', { pagination: { total: 35 } }],
		['page-cap=4', '/cases', { pagination: { limit: 4 } }],
	])('bends an answer: %s', async (fault, path, expected) => {
		await sandbox.admin.setFaults([fault]);

		expect((await api.get(path)).data).toMatchObject(expected);
	});

	it('leaves the id out of what it saved', async () => {
		await sandbox.admin.setFaults(['missing-id']);

		const reply = await api.post('/cases', CASE);

		expect(reply.data.data).toHaveProperty('case_number');
		expect(reply.data.data).not.toHaveProperty('id');
	});

	it('turns the order of a list round', async () => {
		await sandbox.admin.setFaults(['shuffle-order=ascending']);

		expect((await api.get('/cases')).data.data[0].id).toBe(1001);
	});

	it('has a clock of its own', async () => {
		await sandbox.admin.setFaults(['clock-skew=7200']);

		const reply = await api.post('/cases', CASE);

		const ahead = Date.parse(reply.data.data.created_at) - Date.parse(new Date().toISOString());
		expect(ahead).toBeGreaterThan(7_100_000);
		expect(Date.parse(String(reply.headers.date))).toBeGreaterThan(Date.now() + 7_100_000);
	});

	it('answers over a slow line, whole', async () => {
		await sandbox.admin.setFaults([{ fault: 'slow', delayMs: 20, bitsPerSecond: 640_000 }]);

		const begun = Date.now();
		const reply = await api.get('/cases');

		expect(reply.data.data).toHaveLength(20);
		expect(Date.now() - begun).toBeGreaterThan(140);
	});

	it('strikes where and as often as it was told', async () => {
		await sandbox.admin.setFaults(['status=500:GET:/cases/.*:1:1']);

		const statuses: number[] = [];
		for (const path of ['/cases', '/cases/1001', '/cases/1001', '/cases/1001']) {
			statuses.push((await api.get(path)).status);
		}

		expect(statuses).toEqual([200, 200, 500, 200]);
		expect(await sandbox.admin.faults()).toEqual([
			expect.objectContaining({ matched: 3, applied: 1 }),
		]);
	});

	it('refuses a fault that it does not know', async () => {
		await expect(sandbox.admin.setFaults(['gremlin'])).rejects.toThrow("no fault 'gremlin'");
	});
});

describe('keys of repeats', () => {
	const headers = { 'Idempotency-Key': 'key-1' };

	it('does not know them by itself', async () => {
		await api.post('/cases', CASE, { headers });
		await api.post('/cases', CASE, { headers });

		expect(await sandbox.admin.cases()).toHaveLength(32);
	});

	it('answers a repeat with the first answer once told so', async () => {
		await sandbox.admin.setOption('idempotency', true);

		const first = await api.post('/cases', CASE, { headers });
		const second = await api.post('/cases', CASE, { headers });

		expect(second.data).toEqual(first.data);
		expect(await sandbox.admin.cases()).toHaveLength(31);
	});
});

describe('behind the scenes', () => {
	it('logs what came in, but no secret', async () => {
		await api.get('/cases?limit=2', { headers: { 'Idempotency-Key': 'k' } });

		const [entry] = await sandbox.admin.log();

		expect(entry).toMatchObject({
			method: 'GET',
			path: '/cases',
			query: { limit: '2' },
			status: 200,
			idempotencyKey: 'k',
			apiKeyPresent: true,
			cookiePresent: false,
		});
		expect(JSON.stringify(entry)).not.toContain(sandbox.apiKey);
	});

	it('logs a cut connection as carried out, but not answered', async () => {
		await sandbox.admin.setFaults(['cut-after']);
		await outcome(api.post('/cases', CASE));

		expect((await sandbox.admin.log())[0]).toMatchObject({
			status: null,
			handled: 201,
			faults: ['cut-after'],
		});
	});

	it('shows the same cases after each reset', async () => {
		const before = await sandbox.admin.cases();
		await api.post('/cases', CASE);
		await sandbox.admin.reset();

		expect(await sandbox.admin.cases()).toEqual(before);
	});

	it('takes cases past the API, with times of any kind', async () => {
		await sandbox.admin.reset('empty');
		await sandbox.admin.insertCase({ created_at: '2024-02-29T12:00:00+03:00', plan: 'Listen.' });

		const params = { created_after: '2024-02-29T09:00:00Z' };
		const reply = await api.get('/cases', { params });

		expect(reply.data.data).toHaveLength(1);
		expect(reply.data.data[0].updated_at).toBe('2024-02-29T09:00:00Z');
		expect(reply.data.data[0]).not.toHaveProperty('plan');
	});

	it('refuses to put in what a case has not', async () => {
		const wrong = sandbox.admin.insertCase({ colour: 'red' } as object);

		await expect(wrong).rejects.toThrow("no field 'colour'");
	});

	it('touches a case without leaving an activity', async () => {
		const before = await sandbox.admin.activities(1002);

		const touched = await sandbox.admin.touchCase(1002);

		expect(Date.parse(touched.updated_at)).toBeGreaterThan(Date.parse(touched.created_at));
		expect(await sandbox.admin.activities(1002)).toEqual(before);
	});

	it('refuses an option that does not exist', async () => {
		const wrong = sandbox.admin.setOption('colour' as 'bare', true);

		await expect(wrong).rejects.toThrow("no option 'colour'");
	});

	it('refuses a flag that does not exist', async () => {
		await expect(startSandboxProcess(['--colour'])).rejects.toThrow('--colour');
	});
});

describe('AI service', () => {
	it('says what it is, and that it is well', async () => {
		const root = await axios.get(`${sandbox.aiUrl}/`, { proxy: false });
		const health = await axios.get(`${sandbox.aiUrl}/health/`, { proxy: false });

		expect(root.data).toMatchObject({ app: 'AI Pipeline', mode: 'api_server' });
		expect(health.data).toEqual({
			status: 'healthy',
			timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
			version: '0.1.0',
			site_id: 'demo-site',
		});
	});

	it('sends callers without the slash to an absolute address', async () => {
		const reply = await anonymous.get(`${sandbox.aiUrl}/health`);

		expect([reply.status, reply.headers.location]).toEqual([307, `${sandbox.aiUrl}/health/`]);
	});

	it('asks for a key where one was put in front of it', async () => {
		await sandbox.admin.setOption('aiKey', 'ai-key');
		const ask = async (headers: Record<string, string>) =>
			(await anonymous.get(`${sandbox.aiUrl}/health/`, { headers })).status;

		expect(await ask({})).toBe(422);
		expect(await ask({ 'X-API-Key': 'wrong' })).toBe(401);
		expect(await ask({ 'X-API-Key': 'ai-key' })).toBe(200);
	});

	it('can be spoiled like the other server', async () => {
		await sandbox.admin.setFaults(['html-before;server=ai']);

		const reply = await anonymous.get<string>(`${sandbox.aiUrl}/health/`);

		expect(reply.data).toContain('<html>');
		expect((await api.get('/health')).data.success).toBe(true);
	});
});
