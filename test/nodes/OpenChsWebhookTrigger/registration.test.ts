import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { OpenChsApi } from '../../../credentials/OpenChsApi.credentials';
import { OpenChsWebhookTrigger } from '../../../nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node';
import { findMarker, MARKER } from '../../support/markers';
import { hookOf } from '../../support/webhook';
import { secretCredential, SECRET } from './madeUpDelivery';
import type { WebhookServer } from './webhookServer';
import { startWebhookServer } from './webhookServer';

const ADDRESS = 'http://localhost:5678/webhook/made-up-webhook/webhook';

let server: WebhookServer;
let memory: IDataObject;

beforeEach(async () => {
	server = await startWebhookServer();
	memory = {};
});
afterEach(async () => await server.stop());

interface Trigger {
	parameters?: INodeParameters;
	secret?: string;
	isTest?: boolean;
}

const call = async (name: 'checkExists' | 'create' | 'delete', trigger: Trigger = {}) =>
	await hookOf(name, {
		nodeType: OpenChsWebhookTrigger,
		memory,
		isTest: trigger.isTest ?? false,
		parameters: { events: ['caseCreated', 'statusChanged'], ...trigger.parameters },
		credentials: [
			secretCredential(trigger.secret ?? SECRET),
			{ credentialType: OpenChsApi, data: { baseUrl: server.url, apiKey: MARKER } },
		],
	});
/** What n8n does on publishing. */
const publish = async (trigger: Trigger = {}) => {
	const { result, error } = await call('checkExists', trigger);
	if (error) throw error as Error;
	return result ? 'adopted' : (await call('create', trigger)).result;
};

describe('publishing', () => {
	it('has the server tell the address of n8n what is waited for, signed with the secret', async () => {
		expect(await publish()).toBe(true);

		expect(server.registered).toMatchObject([
			{
				url: ADDRESS,
				secret: SECRET,
				name: 'n8n workflow workflow-1',
				events: ['case.created', 'case.resolved', 'case.status_changed'],
			},
		]);
	});

	it('adopts its own after a restart, without registering it again', async () => {
		await publish();
		const stored = JSON.parse(JSON.stringify(memory)) as IDataObject;
		memory = stored;

		expect(await publish()).toBe('adopted');
		expect(server.registered).toHaveLength(1);
	});

	it('asks the server, and registers again what is gone there', async () => {
		await publish();
		server.registered.length = 0;

		expect(await publish()).toBe(true);
		expect(server.registered).toHaveLength(1);
	});

	it.each<[string, () => void]>([
		['that n8n did not live to note', () => (memory = {})],
		[
			'that was switched off there',
			() => Object.assign(server.registered[0] ?? {}, { is_active: false }),
		],
		['of other events', () => Object.assign(server.registered[0] ?? {}, { events: ['case.*'] })],
	])('puts a new one in the place of one %s', async (_what, change) => {
		await publish();
		change();

		expect(await publish()).toBe(true);
		expect(server.registered).toHaveLength(1);
		expect(server.registered[0]).toMatchObject({ is_active: true, url: ADDRESS });
	});

	it('leaves the webhooks of others alone', async () => {
		const other = {
			id: 'wh_9',
			name: 'x',
			url: 'http://other',
			secret: 's',
			events: [],
			is_active: true,
		};
		server.registered.push(other);

		await publish();
		await publish();
		await call('delete');

		expect(server.registered).toEqual([other]);
	});

	it('believes its notes where the server has no list', async () => {
		server.answers.set('GET /webhooks', { status: 405 });

		expect(await publish()).toBe(true);
		expect(await publish()).toBe('adopted');
		expect(server.registered).toHaveLength(1);
	});

	it('finds what was registered although the answer got lost', async () => {
		server.answers.set('POST /webhooks', { status: 502, body: 'bad gateway' });
		server.registered.push({
			id: 'wh_7',
			name: 'x',
			url: ADDRESS,
			secret: SECRET,
			events: ['case.created'],
			is_active: true,
		});

		expect((await call('create')).result).toBe(true);
		expect(memory).toMatchObject({ webhookId: 'wh_7' });
	}, 30_000);

	it('of a test run has an address of its own and leaves the published one alone', async () => {
		await publish();
		// n8n hands a copy to the test run and keeps nothing of it.
		const published = memory;
		memory = { ...published };
		await publish({ isTest: true });
		expect(server.registered.map(({ url }) => url)).toEqual([
			ADDRESS,
			'http://localhost:5678/webhook-test/made-up-webhook/webhook',
		]);

		await call('delete', { isTest: true });

		expect(server.registered.map(({ url }) => url)).toEqual([ADDRESS]);
	});
});

describe('unpublishing', () => {
	it('takes the registration back and forgets it', async () => {
		await publish();

		expect((await call('delete')).result).toBe(true);
		expect(server.registered).toEqual([]);
		expect(memory).toEqual({});
	});

	it('takes it back by its address where no ID is known', async () => {
		await publish();
		memory = {};

		expect((await call('delete')).result).toBe(true);
		expect(server.registered).toEqual([]);
	});

	it('is done where there is nothing to take back', async () => {
		expect((await call('delete')).result).toBe(true);
		await publish();
		server.registered.length = 0;
		expect((await call('delete')).result).toBe(true);
	});

	it('is done where the server has no webhooks', async () => {
		server.answers.set('.* /webhooks.*', { status: 404 });

		expect((await call('delete')).result).toBe(true);
	});

	it('says so when the server refuses', async () => {
		await publish();
		server.answers.set('DELETE .*', { status: 403 });

		const { error } = await call('delete');

		expect(String(error)).toContain('This account may not do that');
	});
});

describe('by hand', () => {
	it('needs no login and asks the server nothing', async () => {
		const trigger = { parameters: { registration: 'byHand', helplineCode: 'demo' } };

		expect(await publish(trigger)).toBe('adopted');
		expect((await call('delete', trigger)).result).toBe(true);
		expect(server.calls()).toEqual([]);
	});
});

describe('publishing says in words', () => {
	it.each<[string, Trigger, string, RegExp]>([
		['that the secret is missing', { secret: ' ' }, '', /No 'Shared Secret' is stored/],
		['that nothing is waited for', { parameters: { events: [] } }, '', /'Trigger On' is empty/],
		[
			'that a filter could never match',
			{ parameters: { filters: { priority: [MARKER] } } },
			'',
			/'Priority' of the filters/,
		],
		['that this OpenCHS has no webhooks', {}, '404', /takes no registration of webhooks/],
		['that the account has no right to it', {}, '403', /This account may not do that/],
		['that the login was not accepted', {}, '401', /did not accept the login/],
		['that the server could not do it', {}, '500', /could not handle the call/],
	])(
		'%s',
		async (_what, trigger, status, sentence) => {
			if (status) {
				const body = { error: { message: MARKER, details: { url: MARKER } } };
				server.answers.set('.* /webhooks.*', { status: Number(status), body });
			}

			const first = await call('checkExists', trigger);
			const { error, log } = first.error ? first : await call('create', trigger);

			expect(error instanceof NodeApiError || error instanceof NodeOperationError).toBe(true);
			expect(String(error)).toMatch(sentence);
			expect(findMarker([error, log])).toEqual([]);
			expect(JSON.stringify(log)).not.toContain(SECRET);
		},
		30_000,
	);

	it('what to do where there are no webhooks', async () => {
		server.answers.set('.* /webhooks.*', { status: 501 });

		const { error } = await call('create');

		expect((error as NodeOperationError).description).toContain("'OpenCHS Trigger'");
		expect((error as NodeOperationError).description).toContain("'By Hand'");
	});
});
