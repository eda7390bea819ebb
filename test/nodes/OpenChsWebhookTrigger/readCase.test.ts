import type { INodeParameters } from 'n8n-workflow';

import { OpenChsApi } from '../../../credentials/OpenChsApi.credentials';
import { OpenChsWebhookTrigger } from '../../../nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node';
import type { Reply } from '../../support/httpStub.mts';
import { findMarker, MARKER } from '../../support/markers';
import { deliverTo } from '../../support/webhook';
import { body, CASE, secretCredential, SECRET, signature } from './madeUpDelivery';
import type { WebhookServer } from './webhookServer';
import { startWebhookServer } from './webhookServer';

const AT = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
const WHOLE = { ...CASE, priority: 'critical', updated_at: AT };
const ESCALATED = { event: 'case.escalated', timestamp: AT, data: { case: { id: 123 } } };

let server: WebhookServer;

beforeEach(async () => {
	server = await startWebhookServer();
	server.answers.set('GET /cases/123', { body: { success: true, data: WHOLE } });
});
afterEach(async () => await server.stop());

let workflows = 0;

const deliver = async (told: object, parameters: INodeParameters = {}) => {
	const bytes = JSON.stringify({ ...body(), ...told });
	return await deliverTo({
		nodeType: OpenChsWebhookTrigger,
		// What one workflow took is not taken again.
		workflowId: `workflow-${++workflows}`,
		parameters: { events: ['caseCreated', 'escalated', 'communicationReceived'], ...parameters },
		credentials: [
			secretCredential(SECRET),
			{
				credentialType: OpenChsApi,
				data: {
					baseUrl: server.url,
					apiKey: 'made-up-key',
					helplineCode: 'demo',
					casePageTemplate: 'https://helpline.example/cases/{id}',
				},
			},
		],
		body: Buffer.from(bytes),
		headers: { 'X-OpenCHS-Signature': signature(bytes) },
	});
};

describe('a case that a delivery only names', () => {
	it('is read, and the change has the key that a check would give it', async () => {
		const { started } = await deliver(ESCALATED);

		expect(started?.[0]?.json).toMatchObject({
			event: 'escalated',
			helpline: 'demo',
			priority: 'critical',
			title: CASE.title,
			link: 'https://helpline.example/cases/123',
			change_key: `demo:case:123:${AT}`,
		});
	});

	it('is filtered as it was read', async () => {
		const filters = (priority: string) => ({ filters: { priority: [priority] } });

		expect((await deliver(ESCALATED, filters('critical'))).started).toHaveLength(1);
		expect((await deliver(ESCALATED, filters('low'))).started).toBeNull();
	});

	it('is not asked for where nobody waits for the event', async () => {
		await deliver({ ...ESCALATED, event: 'case.assigned' });

		expect(server.calls()).toEqual([]);
	});

	it('is not asked for where a switch says so', async () => {
		const { started } = await deliver(ESCALATED, { options: { readCase: false } });

		expect(started?.[0]?.json).toMatchObject({ id: 123, title: null });
		expect(server.calls()).toEqual([]);
	});

	it('is read for the communication that it belongs to', async () => {
		const communication = { id: 456, case_id: 123, direction: 'inbound', created_at: AT };

		const { started } = await deliver(
			{ event: 'communication.received', data: { communication } },
			{ options: { output: 'pointer' } },
		);

		expect(started?.[0]?.json).toMatchObject({
			id: 456,
			case_number: CASE.case_number,
			priority: 'critical',
			change_key: `demo:communication:456:${AT}`,
		});
	});

	it.each<[string, Reply]>([
		['is not there', { status: 404, body: { error: { message: MARKER } } }],
		['is refused', { status: 403, body: { error: { message: MARKER } } }],
		['is asked for too often', { status: 429, headers: { 'retry-after': '60' } }],
		['breaks off', { cut: 'inBody', body: { data: WHOLE } }],
		['is a web page', { body: `<html>${MARKER}</html>`, headers: { 'content-type': 'text/html' } }],
		['does not come', { hang: true }],
	])('%s: what was told is handed on within five seconds, cleanly', async (_what, reply) => {
		server.answers.set('GET /cases/123', reply);
		const before = Date.now();

		const { status, started, log, error } = await deliver(ESCALATED);

		expect(Date.now() - before).toBeLessThan(4_500);
		expect(status).toBe(200);
		expect(started?.[0]?.json).toMatchObject({ id: 123, event: 'escalated', title: null });
		expect(log).toContainEqual(expect.objectContaining({ level: 'warn' }));
		expect(findMarker([log, error])).toEqual([]);
	});
});

describe('a case that a delivery tells whole', () => {
	it('is not read', async () => {
		const { started } = await deliver({});

		expect(started?.[0]?.json).toMatchObject({ event: 'caseCreated', title: CASE.title });
		expect(server.calls()).toEqual([]);
	});
});
