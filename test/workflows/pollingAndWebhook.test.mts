import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import type { INode } from 'n8n-workflow';
import { projectRoot } from '../../tools/common/files.mts';
import { waitFor } from '../../tools/common/wait.mts';
import { credentialsOf, n8nApi, outputOf, type Credential } from '../../tools/n8n/api.mts';
import type { WorkflowFile } from '../../tools/n8n/api/workflows.mts';
import { startN8n } from '../../tools/n8n/server.mts';
import { sharedN8n } from '../../tools/n8n/shared.mts';
import { startStub } from '../support/httpStub.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { nodeOf } from './support.mts';

const example = JSON.parse(
	readFileSync(join(projectRoot, 'examples/polling-and-webhook/workflow.json'), 'utf8'),
) as WorkflowFile & { active: boolean };

const CASES = 6;
/** A poll time below a minute is refused; several with a fixed second each are not. */
const EVERY_TEN_SECONDS = Array.from({ length: 6 }, (_, n) => ({
	mode: 'custom',
	cronExpression: `${n * 10} * * * * *`,
}));

const POLL = 'OpenCHS Trigger';
const HOOK = 'OpenCHS Webhook Trigger';

/** The example as a person gets it going, polled more often, and with a call in the place of a message. */
function made(login: Credential, secret: Credential, actAt: string): WorkflowFile {
	const credentials: Record<string, INode['credentials']> = {
		[POLL]: credentialsOf(login),
		[HOOK]: { ...credentialsOf(login), ...credentialsOf(secret) },
	};
	const act = nodeOf('Act', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: actAt,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ $json }}',
		options: {},
	});
	const nodes = example.nodes.map((node) => ({
		...node,
		credentials: credentials[node.name],
		parameters:
			node.name === POLL
				? { ...node.parameters, pollTimes: { item: EVERY_TEN_SECONDS } }
				: node.parameters,
	}));
	return {
		...example,
		nodes: [...nodes, act],
		connections: {
			...example.connections,
			Result: { main: [[{ node: 'Act', type: 'main', index: 0 }]] },
		},
		settings: {
			...example.settings,
			saveDataSuccessExecution: 'all',
			saveDataErrorExecution: 'all',
		},
	};
}

describe('the example with polling and webhook', () => {
	it('is inactive and holds no credential', () => {
		expect(example.active).toBe(false);
		expect(example.nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
		expect(example.settings).toMatchObject({
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
		});
	});

	it('is told of each change by both, and acts on each once', async () => {
		const shared = await sharedN8n();
		const sandbox = await startSandboxProcess();
		const acted = await startStub({});
		const n8n = await startN8n({
			from: shared.template,
			env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' },
		});
		try {
			await sandbox.admin.reset('empty');
			const api = n8nApi(n8n.url);
			await api.login(shared.owner);
			const login = await api.createCredential('openChsApi', 'Sandbox', {
				baseUrl: sandbox.url,
				apiKey: sandbox.apiKey,
				helplineCode: 'demo',
			});
			const secret = await api.createCredential('openChsWebhookApi', 'Secret', {
				secret: 'made-up secret of 32 characters.',
			});
			const { id } = await api.createWorkflow(made(login, secret, acted.url));
			await api.activate(id);
			await waitFor('the webhook to be registered and the first check to be made', 60, async () => {
				const [webhook] = await sandbox.admin.webhooks();
				const isChecked = (await sandbox.admin.log()).some(
					({ method, path }) => method === 'GET' && path === '/cases',
				);
				return webhook && isChecked ? webhook : undefined;
			});

			const write = axios.create({
				baseURL: `${sandbox.url}/helpline/api`,
				headers: { 'x-api-key': sandbox.apiKey },
				proxy: false,
			});
			const ids: number[] = [];
			for (let n = 0; n < CASES; n += 1) {
				const fields = { title: `Case ${n}`, category: 'school', priority: 'low' };
				const { data } = await write.post<{ data: { id: number } }>('/cases', fields);
				ids.push(data.data.id);
			}
			// The published API tells whole seconds: a change within the same one is no other.
			await new Promise((resolve) => setTimeout(resolve, 1_100));
			for (const caseId of ids) await write.put(`/cases/${caseId}`, { priority: 'critical' });

			const keysOf = async (trigger: string) => {
				const list = await api.listExecutions(id);
				const all = await Promise.all(list.map(async (each) => await api.getExecution(each.id)));
				return new Set(
					all.flatMap((execution) =>
						outputOf(execution, trigger).map(({ json }) => String(json.change_key)),
					),
				);
			};
			const [polled, told] = await waitFor('both triggers to tell of everything', 180, async () => {
				const both = [await keysOf(POLL), await keysOf(HOOK)] as const;
				return both.every((keys) => keys.size === CASES * 2) ? both : undefined;
			});
			await acted.received(CASES * 2);
			await api.deactivate(id);

			expect([...polled].sort()).toEqual([...told].sort());
			const results = acted.requests.map((request) => request.json() as Record<string, unknown>);
			expect(results.map(({ change_key: key }) => key).sort()).toEqual([...told].sort());
			expect(results.map(({ priority }) => priority)).toContain('critical');
			const failed = (await api.listExecutions(id)).filter(({ status }) => status !== 'success');
			expect(failed).toEqual([]);
		} finally {
			await n8n.stop();
			await acted.stop();
			await sandbox.stop();
		}
	}, 600_000);
});
