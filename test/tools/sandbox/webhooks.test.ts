import { createHmac } from 'node:crypto';

import axios, { type AxiosInstance } from 'axios';

import { waitFor } from '../../../tools/common/wait.mts';
import type { Delivery } from '../../../tools/sandbox/webhooks/deliveries.mts';
import { type HttpStub, type Reply, startStub } from '../../support/httpStub.mts';
import { type SandboxProcess, startSandboxProcess } from '../../support/sandbox.mts';

const CASE = { title: 'Made-up call', category: 'Information', priority: 'low' };
const SECRET = 'a-made-up-secret';

let sandbox: SandboxProcess;
let api: AxiosInstance;
let receiver: HttpStub;
let replies: Reply[];

beforeAll(async () => {
	sandbox = await startSandboxProcess();
	api = axios.create({
		baseURL: `${sandbox.url}/helpline/api`,
		headers: { 'X-API-Key': sandbox.apiKey },
		proxy: false,
		validateStatus: () => true,
	});
});
afterAll(async () => await sandbox.stop());

beforeEach(async () => {
	await sandbox.admin.reset('empty');
	replies = [];
	receiver = await startStub(() => replies.shift() ?? {});
});
afterEach(async () => await receiver.stop());

const registration = (changes: object = {}) => ({
	name: 'Made-up receiver',
	url: receiver.url,
	secret: SECRET,
	events: ['case.*', 'communication.*'],
	...changes,
});
const register = async (changes: object = {}) =>
	await api.post<{ data: { id: string } }>('/webhooks', registration(changes));
const createCase = async () =>
	(await api.post<{ data: { id: number } }>('/cases', CASE)).data.data.id;
const events = () => receiver.requests.map(({ headers }) => headers['x-openchs-event']).sort();
const over = async (count: number) =>
	await waitFor<Delivery[]>(`${count} deliveries`, 10, async () => {
		const all = await sandbox.admin.deliveries();
		return all.length === count && all.every(({ state }) => state !== 'open') ? all : undefined;
	});

describe('registering a webhook', () => {
	it('is listed without its secret and can be taken back once', async () => {
		const { id } = (await register()).data.data;

		const listed = await api.get('/webhooks');
		expect(listed.data.data).toMatchObject([{ id, url: receiver.url, is_active: true }]);
		expect(JSON.stringify(listed.data)).not.toContain(SECRET);
		expect((await api.delete(`/webhooks/${id}`)).status).toBe(200);
		expect((await api.delete(`/webhooks/${id}`)).status).toBe(404);
		expect((await api.get('/webhooks')).data.data).toEqual([]);
	});

	it.each([
		['another machine', { url: 'http://receiver.example/hook' }],
		['a name that begins like this machine', { url: 'http://localhost.example/hook' }],
		['no address', { url: 'nowhere' }],
		['another protocol', { url: 'ftp://localhost/hook' }],
		['an unknown event', { events: ['case.lost'] }],
		['no event', { events: [] }],
		['no secret', { secret: undefined }],
		['a member nobody knows', { retries: 3 }],
	])('refuses %s', async (_what, changes) => {
		expect((await register(changes)).status).toBe(400);
	});

	it.each([404, 405, 501] as const)('answers %s where it is not offered', async (status) => {
		await sandbox.admin.setOption('webhooksOffered', status);

		expect((await register()).status).toBe(status);
	});

	it('is for administrators', async () => {
		await sandbox.admin.setOption('apiKeyUser', 'counsellor');

		expect((await register()).status).toBe(403);
	});
});

describe('a delivery', () => {
	it('carries the documented headers and members, signed over its bytes', async () => {
		await register();
		const id = await createCase();
		await receiver.received(1);

		const [request] = receiver.requests;
		const hash = createHmac('sha256', SECRET)
			.update(request?.body ?? '')
			.digest('hex');
		const body = request?.json() as Record<string, unknown>;
		expect(request?.headers).toMatchObject({
			'content-type': 'application/json',
			'user-agent': 'OpenCHS-Webhooks/1.0',
			'x-openchs-event': 'case.created',
			'x-openchs-delivery': body.delivery_id,
			'x-openchs-signature': `sha256=${hash}`,
		});
		expect(Object.keys(body)).toEqual(['event', 'timestamp', 'webhook_id', 'delivery_id', 'data']);
		expect(body.data).toMatchObject({ case: { id, title: CASE.title } });
	});

	it('of an update tells what changed, and each event of its own', async () => {
		await register();
		const id = await createCase();
		await api.put(`/cases/${id}`, { status: 'resolved', priority: 'high', assigned_user_id: 3 });
		await over(6);

		expect(events()).toEqual([
			'case.assigned',
			'case.created',
			'case.escalated',
			'case.resolved',
			'case.status_changed',
			'case.updated',
		]);
		const updated = receiver.requests.find(
			({ headers }) => headers['x-openchs-event'] === 'case.updated',
		);
		expect(updated?.json()).toMatchObject({
			data: {
				changes: {
					status: { old: 'open', new: 'resolved' },
					priority: { old: 'low', new: 'high' },
					assigned_user_id: { old: null, new: 3 },
				},
			},
		});
	});

	it('tells of communications and of an escalation that is written down', async () => {
		await register();
		const id = await createCase();
		await api.post('/communications', { case_id: id, contact_type: 'call', direction: 'inbound' });
		await api.post(`/cases/${id}/activities`, { activity_type: 'escalation', description: 'Now' });
		await over(3);

		expect(events()).toEqual(['case.created', 'case.escalated', 'communication.received']);
	});

	it('goes to those alone who wait for the event', async () => {
		await register({ events: ['case.resolved'] });
		const id = await createCase();
		await api.put(`/cases/${id}`, { status: 'resolved' });
		await over(1);

		expect(events()).toEqual(['case.resolved']);
	});

	it('comes again after 60, 120 and 240 seconds with the same bytes until it is taken', async () => {
		await sandbox.admin.setOption('webhookRetryScale', 0.001);
		replies = [{ status: 500 }, { cut: 'now' }, { status: 302 }, { status: 204 }];
		await register();
		await createCase();

		const [delivery] = await over(1);

		expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, null, 302, 204]);
		expect(delivery?.state).toBe('delivered');
		expect(new Set(receiver.requests.map((request) => request.text())).size).toBe(1);
		const at = (delivery?.attempts ?? []).map((attempt) => Date.parse(attempt.at));
		const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0));
		expect(waits[0]).toBeGreaterThanOrEqual(60);
		expect(waits[1]).toBeGreaterThanOrEqual(120);
		expect(waits[2]).toBeGreaterThanOrEqual(240);
	});

	it('is given up after four attempts', async () => {
		await sandbox.admin.setOption('webhookRetryScale', 0.0001);
		replies = Array.from({ length: 9 }, () => ({ status: 401 }));
		await register();
		await createCase();

		const [delivery] = await over(1);

		expect(delivery).toMatchObject({ state: 'given up' });
		expect(delivery?.attempts).toHaveLength(4);
	});

	it('does not come again to somebody who took the registration back', async () => {
		await sandbox.admin.setOption('webhookRetryScale', 0.005);
		replies = Array.from({ length: 9 }, () => ({ status: 500 }));
		const { id } = (await register()).data.data;
		await createCase();
		await receiver.received(1);
		await api.delete(`/webhooks/${id}`);

		const [delivery] = await over(1);

		expect(delivery?.attempts).toHaveLength(1);
	});

	it('comes two times at once as often as asked', async () => {
		await sandbox.admin.setOption('webhookTwicePercent', 30);
		await register({ events: ['case.created'] });
		for (let n = 0; n < 10; n += 1) await createCase();

		const all = await over(10);

		expect(all.map(({ attempts }) => attempts.length).sort()).toEqual([
			1, 1, 1, 1, 1, 1, 1, 2, 2, 2,
		]);
	});
});

describe('the end of a sandbox', () => {
	it('does not wait for deliveries that are not over', async () => {
		const going = await startSandboxProcess();
		const headers = { 'X-API-Key': going.apiKey };
		const post = async (path: string, body: object) =>
			await axios.post(`${going.url}/helpline/api${path}`, body, { headers, proxy: false });
		replies = [{ status: 500 }];
		await post('/webhooks', registration());
		await post('/cases', CASE);
		await receiver.received(1);

		const started = Date.now();
		await going.stop();

		expect(Date.now() - started).toBeLessThan(3_000);
	});
});
