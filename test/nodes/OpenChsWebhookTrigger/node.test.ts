import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { OpenChsWebhookApi } from '../../../credentials/OpenChsWebhookApi.credentials';
import codex from '../../../nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node.json';
import { OpenChsWebhookTrigger } from '../../../nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node';
import { TOLD_BY } from '../../../nodes/shared/changes/webhookChange';
import packageJson from '../../../package.json';

const trigger = new OpenChsWebhookTrigger();
const { description } = trigger;
const property = (name: string) =>
	description.properties.find((each) => each.name === name) as INodeProperties;
const valuesOf = (name: string) =>
	(property(name).options as INodePropertyOptions[]).map(({ value }) => value);

describe('the panel', () => {
	it('begins with whom it is for', () => {
		const words =
			/^Only for an OpenCHS that sends webhooks; (all )?others use the (node ')?OpenCHS Trigger/;

		expect(description.description).toMatch(words);
		expect(description.properties[0]).toMatchObject({ type: 'notice' });
		expect(description.properties[0]?.displayName).toMatch(words);
	});

	it('shows registration, what to wait for, filters and options, in this order', () => {
		expect(description.properties.map(({ name }) => name)).toEqual([
			'forWhom',
			'registration',
			'byHandNotice',
			'helplineCode',
			'authentication',
			'events',
			'filters',
			'options',
		]);
	});

	it('offers what a server tells of, sorted, and nothing else', () => {
		const names = (property('events').options as INodePropertyOptions[]).map(({ name }) => name);

		expect([...valuesOf('events')].sort()).toEqual(Object.keys(TOLD_BY).sort());
		expect(names).toEqual([...names].sort());
	});

	it('asks for a login only where the node registers by itself, and never for that of the other server', () => {
		const logins = description.credentials?.map(({ name, displayOptions }) => [
			name,
			displayOptions?.show?.registration,
		]);

		expect(logins).toEqual([
			['openChsWebhookApi', undefined],
			['openChsApi', ['byNode']],
			['openChsOtpApi', ['byNode']],
		]);
		expect(valuesOf('authentication')).toEqual(['apiKey', 'otp']);
	});

	it('shows the address to enter only where a person registers it', () => {
		expect(description.webhooks?.[0]?.ndvHideUrl).toBe(
			'={{ $parameter["registration"] !== "byHand" }}',
		);
	});
});

describe('the node', () => {
	it('is a trigger without inputs that answers when the run is stored', () => {
		expect(description).toMatchObject({ group: ['trigger'], inputs: [] });
		expect(description.displayName).toMatch(/ Trigger$/);
		expect(description.usableAsTool).toBeUndefined();
		expect(description.webhooks).toMatchObject([
			{ httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData' },
		]);
	});

	it('is listed with its credential, and found by the words that people type', () => {
		expect(packageJson.n8n.nodes).toContain(
			'dist/nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node.js',
		);
		expect(packageJson.n8n.credentials).toContain(
			'dist/credentials/OpenChsWebhookApi.credentials.js',
		);
		expect(codex.node).toBe(`n8n-nodes-openchs.${description.name}`);
		expect(codex.alias).toEqual(
			expect.arrayContaining(['webhook', 'OpenCHS', '116', 'child helpline']),
		);
	});
});

describe('the credential', () => {
	const credential = new OpenChsWebhookApi();
	const tested = async (secret?: string) =>
		await trigger.methods.credentialTest.secretTest.call({} as never, {
			id: '',
			name: '',
			type: credential.name,
			data: secret === undefined ? {} : { secret },
		});

	it('holds the secret and nothing else, masked', () => {
		expect(credential.properties).toMatchObject([
			{ name: 'secret', required: true, typeOptions: { password: true }, default: '' },
		]);
		expect(credential.displayName).toMatch(/ API$/);
		expect(credential.documentationUrl).toMatch(/docs\/credentials\.md#webhook-secret$/);
		expect(description.credentials?.[0]).toMatchObject({ testedBy: 'secretTest' });
	});

	it.each([
		[undefined, /is empty/],
		['   ', /is empty/],
		['0123456789abcdef0123456789abcdef ', /begins or ends with a blank/],
		['short', /fewer than 16 characters/],
	])('is tested in words: %p', async (secret, sentence) => {
		const { status, message } = await tested(secret);

		expect([status, message]).toEqual(['Error', expect.stringMatching(sentence)]);
		if (secret?.trim()) expect(message).not.toContain(secret.trim());
	});

	it('is good when it can do its work', async () => {
		expect(await tested('0123456789abcdef')).toMatchObject({ status: 'OK' });
	});
});
