import { n8nApi, outputOf } from '../../tools/n8n/api.mts';
import { waitFor } from '../../tools/common/wait.mts';
import { startN8n } from '../../tools/n8n/server.mts';
import { sharedN8n } from '../../tools/n8n/shared.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { callWebhook, chain, openChs, rowsNodes, webhook } from './support.mts';

const TEN = Array.from({ length: 10 }, (_, n) => ({ title: `Case ${n}` }));

describe('n8n killed in the middle of a run', () => {
	it('after create 5 of 10, then Retry pressed: exactly 10 cases', async () => {
		const shared = await sharedN8n();
		const sandbox = await startSandboxProcess();
		const n8n = await startN8n({ from: shared.template });
		try {
			await sandbox.admin.reset('empty');
			// The sixth create is saved and never answered: n8n dies while it waits.
			await sandbox.admin.setFaults(['hang-after:POST:/cases:1:5']);
			const api = n8nApi(n8n.url);
			await api.login(shared.owner);
			const credential = await api.createCredential('openChsApi', 'Sandbox', {
				baseUrl: sandbox.url,
				apiKey: sandbox.apiKey,
			});
			const create = openChs(credential, {
				resource: 'case',
				operation: 'create',
				parameters: {
					fields: {
						mappingMode: 'defineBelow',
						value: { title: '={{ $json.title }}', category: 'school', priority: 'high' },
						matchingColumns: [],
						schema: [],
					},
				},
			});
			const { id } = await api.createWorkflow(
				chain('Ten cases', [webhook('ten'), ...rowsNodes(TEN), create]),
			);
			await api.activate(id);
			await callWebhook(n8n.url, 'ten');
			await waitFor('six cases', 60, async () =>
				(await sandbox.admin.cases()).length === 6 ? true : undefined,
			);

			const [{ id: first } = { id: '' }] = await api.listExecutions(id);
			await n8n.kill();
			await sandbox.admin.clearFaults();
			await n8n.restart();
			await api.login(shared.owner);
			await waitFor('the crashed execution', 60, async () =>
				(await api.getExecution(first)).status === 'crashed' ? true : undefined,
			);
			const retried = await api.waitForExecution(await api.retryExecution(first));

			expect(retried.status).toBe('success');
			expect(await sandbox.admin.cases()).toHaveLength(10);
			const matched = outputOf(retried, 'OpenCHS').map(({ json }) => json.matched);
			expect(matched.filter((how) => how === 'earlier run')).toHaveLength(6);
		} finally {
			await n8n.stop();
			await sandbox.stop();
		}
	}, 300_000);
});
