import type { INode } from 'n8n-workflow';
import { waitFor } from '../../tools/common/wait.mts';
import { credentialsOf, outputOf, type Credential } from '../../tools/n8n/api.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { chain, nodeOf } from './support.mts';

/** n8n refuses a time below a minute, and takes several that are a minute each (host facts N8). */
const EVERY_FIVE_SECONDS = Array.from({ length: 12 }, (_, n) => ({
	mode: 'custom',
	cronExpression: `${n * 5} * * * * *`,
}));

const LOGINS = {
	published: { authentication: 'apiKey', type: 'openChsApi' },
	deployed: { authentication: 'login', type: 'openChsLoginApi' },
} as const;

describe.each(['published', 'deployed'] as const)(
	'a published workflow with the trigger, on the %s server',
	(server) => {
		let n8n: SharedN8n;
		let sandbox: SandboxProcess;
		let workflowId: string | undefined;

		beforeAll(async () => {
			n8n = await sharedN8n();
			sandbox = await startSandboxProcess();
		});
		afterEach(async () => {
			if (workflowId) await n8n.api.deactivate(workflowId);
		});
		afterAll(async () => {
			await sandbox.stop();
		});

		async function createCredential(): Promise<Credential> {
			const { type } = LOGINS[server];
			const { url, deployedUrl, apiKey, login } = sandbox;
			return await n8n.api.createCredential(
				type,
				`Trigger ${server}`,
				server === 'published'
					? { baseUrl: url, apiKey, helplineCode: 'real' }
					: { baseUrl: deployedUrl, ...login, helplineCode: 'real' },
			);
		}

		function trigger(credential: Credential): INode {
			return nodeOf(
				'Case Trigger',
				'n8n-nodes-openchs.openChsTrigger',
				1,
				{
					authentication: LOGINS[server].authentication,
					pollTimes: { item: EVERY_FIVE_SECONDS },
					events: ['caseCreated'],
					options: { output: 'pointer' },
				} as unknown as INode['parameters'],
				{ credentials: credentialsOf(credential) },
			);
		}

		it('starts for a case that is opened, once, and holds no more than it was asked for', async () => {
			const after = nodeOf('After', 'n8n-nodes-base.noOp', 1);
			const workflow = chain(`Trigger ${server}`, [trigger(await createCredential()), after]);
			const { id } = await n8n.api.createWorkflow(workflow);
			workflowId = id;
			await sandbox.admin.clearLog();
			await n8n.api.activate(id);
			// The first check comes after publishing has answered; what is opened before it is not new.
			await waitFor('the first two checks', 60, async () => {
				const log = await sandbox.admin.log();
				return log.filter(({ path }) => path.includes('case')).length >= 2 ? true : undefined;
			});
			await sandbox.admin.burst({ creates: 2 });

			const started = await waitFor('an execution', 60, async () => {
				const [first] = await n8n.api.listExecutions(id);
				return first?.status === 'success' ? first : undefined;
			});

			const items = outputOf(await n8n.api.getExecution(started.id), 'After');
			expect(started.mode).toBe('trigger');
			expect(items).toHaveLength(2);
			expect(items[0]?.json).toMatchObject({ event: 'caseCreated', helpline: 'real' });
			expect(Object.keys(items[0]?.json ?? {}).sort()).toEqual([
				'case_number',
				'change',
				'change_key',
				'detected_at',
				'event',
				'events',
				'helpline',
				'id',
				'link',
				'priority',
			]);
			await sandbox.admin.clearLog();
			await waitFor('two more checks', 60, async () =>
				(await sandbox.admin.log()).length >= 2 ? true : undefined,
			);
			expect(await n8n.api.listExecutions(id)).toHaveLength(1);
		});
	},
);
