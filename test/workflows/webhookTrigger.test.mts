import axios from 'axios';
import type { INode, INodeParameters } from 'n8n-workflow';
import { waitFor } from '../../tools/common/wait.mts';
import {
	credentialsOf,
	n8nApi,
	outputOf,
	type Credential,
	type N8nApi,
} from '../../tools/n8n/api.mts';
import { startN8n, type N8n } from '../../tools/n8n/server.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { startStub, type HttpStub } from '../support/httpStub.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { chain, nodeOf } from './support.mts';

const SECRET = 'made-up secret of 32 characters.';
/** How many changes are told in the run that n8n is killed in; the figure that is promised is 200. */
const DELIVERIES = Number(process.env.OPENCHS_TEST_DELIVERIES ?? 40);
const TWICE_PERCENT = 30;

let shared: SharedN8n;
let sandbox: SandboxProcess;
let n8n: N8n;
let api: N8nApi;
let login: Credential;
let secret: Credential;

beforeAll(async () => {
	shared = await sharedN8n();
	sandbox = await startSandboxProcess();
	n8n = await startN8n({
		from: shared.template,
		// Remove Duplicates reads, compares and writes its list without a lock, so that one run must follow the other.
		env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' },
	});
	api = n8nApi(n8n.url);
	await api.login(shared.owner);
	login = await api.createCredential('openChsApi', 'Sandbox', {
		baseUrl: sandbox.url,
		apiKey: sandbox.apiKey,
		helplineCode: 'demo',
	});
	secret = await api.createCredential('openChsWebhookApi', 'Secret', { secret: SECRET });
}, 300_000);
afterAll(async () => {
	await n8n.stop();
	await sandbox.stop();
});

beforeEach(async () => await sandbox.admin.reset('empty'));

const trigger = (webhookId: string, parameters: INodeParameters = {}): INode =>
	nodeOf(
		'Webhook Trigger',
		'n8n-nodes-openchs.openChsWebhookTrigger',
		1,
		{ events: ['caseCreated'], ...parameters },
		{ webhookId, credentials: { ...credentialsOf(login), ...credentialsOf(secret) } },
	);
const registered = async (count: number) =>
	await waitFor(`${count} webhooks at the sandbox`, 60, async () => {
		const webhooks = await sandbox.admin.webhooks();
		return webhooks.length === count ? webhooks : undefined;
	});
const createCase = async (title: string) =>
	await axios.post(
		`${sandbox.url}/helpline/api/cases`,
		{ title, category: 'school', priority: 'low' },
		{ headers: { 'x-api-key': sandbox.apiKey }, proxy: false },
	);
const executions = async (workflow: string, count: number) =>
	await waitFor(`${count} executions`, 60, async () => {
		const all = await api.listExecutions(workflow);
		return all.length >= count ? all : undefined;
	});

describe('the webhook trigger in a real n8n', () => {
	it('tests its secret in words', async () => {
		const short = await api.createCredential('openChsWebhookApi', 'Short', { secret: 'short' });

		expect(await api.testCredential(secret)).toMatchObject({ status: 'OK' });
		expect((await api.testCredential(short)).message).toContain('fewer than 16 characters');
	});

	it('registers on publishing, starts with what is told, and takes it back on unpublishing', async () => {
		const { id } = await api.createWorkflow(chain('Told', [trigger('told')]));
		await api.activate(id);
		const [webhook] = await registered(1);
		expect(webhook).toMatchObject({
			url: `${n8n.url}/webhook/told/webhook`,
			events: ['case.created'],
		});

		await createCase('A made-up case');
		const [{ id: execution } = { id: '' }] = await executions(id, 1);
		const [item] = outputOf(await api.waitForExecution(execution), 'Webhook Trigger');

		expect(item?.json).toMatchObject({
			title: 'A made-up case',
			event: 'caseCreated',
			helpline: 'demo',
			change_key: expect.stringMatching(/^demo:case:1001:/),
		});
		const [delivery] = await sandbox.admin.deliveries();
		expect(delivery?.attempts).toEqual([expect.objectContaining({ status: 200 })]);
		await api.deactivate(id);
		expect(await registered(0)).toEqual([]);
	}, 120_000);

	it('answers what is not signed with 401 and starts nothing', async () => {
		const { id } = await api.createWorkflow(chain('Not signed', [trigger('not-signed')]));
		await api.activate(id);
		const [webhook] = await registered(1);

		const { status, data } = await axios.post(
			webhook?.url ?? '',
			{ event: 'case.created', timestamp: new Date().toISOString(), data: { case: { id: 1 } } },
			{ proxy: false, validateStatus: () => true },
		);

		expect([status, data]).toEqual([401, { error: 'X-OpenCHS-Signature is missing' }]);
		expect(await api.listExecutions(id)).toEqual([]);
		await api.deactivate(id);
		await registered(0);
	}, 120_000);

	it('adopts its own after a restart, and still takes it back', async () => {
		const { id } = await api.createWorkflow(chain('Restarted', [trigger('restarted')]));
		await api.activate(id);
		const before = await registered(1);
		await n8n.kill();
		await n8n.restart();
		await api.login(shared.owner);

		await createCase('After the restart');
		await executions(id, 1);
		expect(await sandbox.admin.webhooks()).toEqual(before);

		await api.deactivate(id);
		await registered(0);
	}, 240_000);

	it('by hand needs no login, and starts with what an administrator has sent to it', async () => {
		const byHand = {
			...trigger('by-hand', { registration: 'byHand', helplineCode: 'demo' }),
			credentials: credentialsOf(secret),
		};
		const { id } = await api.createWorkflow(chain('By hand', [byHand]));
		await api.activate(id);
		const url = `${n8n.url}/webhook/by-hand/webhook`;
		await waitFor('n8n to know the address', 60, async () => {
			const { status } = await axios.post(url, {}, { proxy: false, validateStatus: () => true });
			return status === 401 ? true : undefined;
		});
		expect(await sandbox.admin.webhooks()).toEqual([]);
		await axios.post(
			`${sandbox.url}/helpline/api/webhooks`,
			{
				name: 'Entered by an administrator',
				url,
				secret: SECRET,
				events: ['case.*'],
			},
			{ headers: { 'x-api-key': sandbox.apiKey }, proxy: false },
		);

		await createCase('By hand');
		await executions(id, 1);
		await api.deactivate(id);

		expect(await sandbox.admin.webhooks()).toHaveLength(1);
	}, 120_000);
});

describe(`${DELIVERIES} deliveries, ${TWICE_PERCENT} % of them sent twice, n8n killed once`, () => {
	let acted: HttpStub;

	beforeAll(async () => (acted = await startStub({})));
	afterAll(async () => await acted.stop());

	it('start every one, and act on each once after Remove Duplicates', async () => {
		const { id } = await api.createWorkflow(
			chain('Killed', [
				trigger('killed'),
				nodeOf('Once Each', 'n8n-nodes-base.removeDuplicates', 2, {
					operation: 'removeItemsSeenInPreviousExecutions',
					logic: 'removeItemsWithAlreadySeenKeyValues',
					dedupeValue: '={{ $json.change_key }}',
					options: {},
				}),
				nodeOf('Act', 'n8n-nodes-base.httpRequest', 4.2, {
					method: 'POST',
					url: `${acted.url}/act`,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ { key: $json.change_key } }}',
					options: {},
				}),
			]),
		);
		await api.activate(id);
		await registered(1);
		await sandbox.admin.setOption('webhookTwicePercent', TWICE_PERCENT);

		const killed = acted.received(Math.floor(DELIVERIES / 3)).then(async () => await n8n.kill());
		for (let n = 0; n < DELIVERIES; n += 1) await createCase(`Case ${n}`);
		await killed;
		await n8n.restart();
		await api.login(shared.owner);

		// What got no answer comes again after one, three and seven minutes, as documented.
		const deliveries = await waitFor('all deliveries to be over', 500, async () => {
			const all = await sandbox.admin.deliveries();
			return all.every(({ state }) => state !== 'open') ? all : undefined;
		});
		expect(deliveries.map(({ state }) => state)).toEqual(deliveries.map(() => 'delivered'));
		expect(deliveries).toHaveLength(DELIVERIES);

		const keys = (await sandbox.admin.cases()).map(
			({ id: caseId, created_at }) => `demo:case:${caseId}:${created_at}`,
		);
		const actedOn = () => acted.requests.map((request) => (request.json() as { key: string }).key);
		await waitFor('all changes to be acted on', 120, () =>
			new Set(actedOn()).size === DELIVERIES ? true : undefined,
		);
		const attempts = deliveries.flatMap((delivery) => delivery.attempts);
		console.info(
			`Webhook: ${DELIVERIES} deliveries in ${attempts.length} calls, ${attempts.filter(({ status }) => status !== 200).length} not answered while n8n was down; ${actedOn().length} acted on`,
		);
		expect(actedOn().sort()).toEqual(keys.sort());
		await api.deactivate(id);
	}, 900_000);
});
