import axios, { type AxiosInstance } from 'axios';

import { firstOf, json, loggedIn, rowsOf } from '../support/deployed.mts';
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

async function outcome(request: Promise<unknown>): Promise<string> {
	try {
		await request;
		return 'answered';
	} catch (error) {
		return axios.isAxiosError(error) ? String(error.code) : 'unknown';
	}
}

describe('faults strike this server too', () => {
	it.each([
		['cut-before', 0],
		['cut-after', 1],
		['cut-middle', 1],
	])('cuts the connection: %s leaves %p cases', async (fault, cases) => {
		await sandbox.admin.setFaults([`${fault};server=deployed:POST:/cases:1`]);

		expect(await outcome(api.post('cases', CASE))).toMatch(/ECONN|ERR_BAD_RESPONSE/);
		expect(await sandbox.admin.cases()).toHaveLength(cases);
	});

	it('never answers, though it saved', async () => {
		await sandbox.admin.setFaults(['hang-after;server=deployed']);

		expect(await outcome(api.post('cases', CASE, { timeout: 300 }))).toBe('ECONNABORTED');
		expect(await sandbox.admin.cases()).toHaveLength(1);
	});

	it.each([
		['html-after', 200, 1],
		['html-before', 200, 0],
		['empty-after=500', 500, 1],
		['empty-before=500', 500, 0],
		['status-after=500', 500, 1],
		['status=503', 503, 0],
		['proxy-page', 502, 0],
	])('%s answers %p and leaves %p cases', async (fault, status, cases) => {
		await sandbox.admin.setFaults([`${fault};server=deployed:POST:/cases`]);

		expect((await api.post('cases', CASE)).status).toBe(status);
		expect(await sandbox.admin.cases()).toHaveLength(cases);
	});

	it('leaves the other servers alone', async () => {
		await sandbox.admin.setFaults(['status=503', 'status=503;server=ai']);

		expect((await api.get('cases')).status).toBe(200);
	});

	it('ends a session just before a write, which is not carried out', async () => {
		await sandbox.admin.setFaults(['session-end;server=deployed:POST:/cases:1']);

		const refused = await api.post('cases', CASE);
		const again = await (await loggedIn(sandbox)).post('cases', CASE);

		expect([refused.status, again.status]).toEqual([401, 201]);
		expect(await sandbox.admin.cases()).toHaveLength(1);
	});

	it('ends a session right after a write', async () => {
		await sandbox.admin.setFaults(['session-end-after;server=deployed:POST:/cases:1']);

		expect((await api.post('cases', CASE)).status).toBe(201);
		expect((await api.get('cases')).status).toBe(401);
	});

	it('prints a warning before the JSON (98)', async () => {
		await sandbox.admin.setFaults(['warning-before-json;server=deployed:GET:/cases:1']);

		const reply = await api.get<string>('cases');

		expect(reply.status).toBe(200);
		expect(reply.data).toMatch(/^<br \/>\n<b>Warning<\/b>/);
		expect(reply.data).toContain('{"cases":[');
	});

	it('logs what came in on this port', async () => {
		await api.get('cases?_c=2');

		expect((await sandbox.admin.log()).at(-1)).toMatchObject({
			server: 'deployed',
			path: '/cases',
			query: { _c: '2' },
			status: 200,
			authorizationPresent: true,
		});
	});
});

describe('PHP as in the container of the project', () => {
	beforeEach(async () => await sandbox.admin.setOption('containerProfile', true));

	it('answers every write of a case with a page, though it was saved (95, 96)', async () => {
		const reply = await api.post<string>('cases', CASE);
		const found = await api.get('cases?src_uid=key-1');

		expect([reply.status, reply.headers['content-type']]).toEqual([
			200,
			'text/html; charset=UTF-8',
		]);
		expect(reply.data).toContain('socket_create()');
		expect(rowsOf(found, 'cases')).toHaveLength(1);
	});

	it('still refuses bad data with rows', async () => {
		expect((await api.post('cases', { priority: '1' })).status).toBe(412);
	});

	it('answers a bad filter with a page (97)', async () => {
		const reply = await api.get<string>('cases?created_on=abc');

		expect([reply.status, reply.data.slice(0, 6)]).toEqual([200, '<br />']);
	});

	it('warns before a report with one axis (98)', async () => {
		const reply = await api.get<string>('cases?metrics=case_count&xaxis=status');

		expect(reply.data).toMatch(/^<br \/>\n<b>Warning<\/b>/);
	});

	it('hides the end of a CSV behind 200 (99)', async () => {
		const reply = await api.get<string>('cases?csv=1');

		expect(reply.status).toBe(200);
		expect(reply.data).toContain('<b>Fatal error</b>');
	});
});

describe('switches', () => {
	it('prints a warning before all that is JSON', async () => {
		await sandbox.admin.setOption('warningBeforeJson', true);

		expect((await api.get<string>('users')).data).toMatch(/^<br \/>/);
	});

	it('takes any option on the command line', async () => {
		const other = await startSandboxProcess([
			'--option',
			'countryCode=999',
			'--option',
			'addedColumns=uuid,dept2',
			'--option',
			'relatedCap=3',
		]);
		const options = await other.admin.options();
		await other.stop();

		expect(options).toMatchObject({
			countryCode: '999',
			addedColumns: ['uuid', 'dept2'],
			relatedCap: 3,
		});
	});

	it.each([
		['colour=red', "no option 'colour'"],
		['columnOrder=random', 'shuffled, recorded'],
		['relatedCap=many', 'takes a number'],
	])('refuses --option %s', async (option, reason) => {
		await expect(startSandboxProcess(['--option', option])).rejects.toThrow(reason);
	});

	it('puts another country code before a phone', async () => {
		await sandbox.admin.setOption('countryCode', '999');
		const reporters_uuid = { ...CASE.reporters_uuid, phone: '0300000001' };

		const made = firstOf(await api.post('cases', { ...CASE, reporters_uuid }), 'cases');

		expect(made.reporter_phone).toBe('999300000001');
	});

	it('shows that no list is ever without its key map', async () => {
		expect(json(await api.get('perpetrators'))).toMatchObject({
			perpetrators: [],
			perpetrators_no_data: [[]],
			perpetrators_ctx: [['0', '20', '0', '0', '0', '', '']],
		});
	});
});
