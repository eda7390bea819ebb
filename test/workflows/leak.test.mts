import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { n8nApi, outputOf } from '../../tools/n8n/api.mts';
import { waitFor } from '../../tools/common/wait.mts';
import { startN8n } from '../../tools/n8n/server.mts';
import { sharedN8n } from '../../tools/n8n/shared.mts';
import { startStub } from '../support/httpStub.mts';
import { sentWithKey } from '../support/operations.ts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { callWebhook, chain, nodeOf, openChs, prepareOverApi, webhook } from './support.mts';

const MARKER = 'CANARY-7F3A';
const NOTHING_SAVED = {
	saveDataErrorExecution: 'none',
	saveDataSuccessExecution: 'none',
	saveManualExecutions: false,
};

/** Each of these ends every operation that sends anything. */
const FAULTS = ['status=422', 'status=500', 'html-after', 'cut-after', 'half-json'] as const;

const PERSONAL = ['title', 'description', 'reporter_name', 'child_name', 'child_location'];

/** Every file that n8n wrote: database with its journal, log, stored files. */
function filesWith(folder: string, text: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((path) => !path.includes('node_modules'))
		.filter((path) => readFileSync(path).includes(text));
}

describe('a marker in every personal field, in a real n8n', () => {
	it('reaches no error workflow, no log and no file of n8n', async () => {
		const shared = await sharedN8n();
		const sandbox = await startSandboxProcess();
		const rows = await startStub({
			body: Object.fromEntries(PERSONAL.map((name) => [name, `${name} ${MARKER}`])),
		});
		const n8n = await startN8n({ from: shared.template, env: { N8N_LOG_LEVEL: 'debug' } });
		try {
			const api = n8nApi(n8n.url);
			await api.login(shared.owner);
			const ids = await prepareOverApi(sandbox);
			const credential = await api.createCredential('openChsApi', 'Sandbox', {
				baseUrl: sandbox.url,
				apiKey: sandbox.apiKey,
			});
			const catcher = await api.createWorkflow(
				chain('Errors', [nodeOf('Caught', 'n8n-nodes-base.errorTrigger', 1)]),
			);
			await api.activate(catcher.id);
			const fields = {
				category: 'school',
				priority: 'high',
				...Object.fromEntries(PERSONAL.map((name) => [name, `={{ $json.${name} }}`])),
			};
			// Upload needs a file that this chain has not; a check goes through where `/health` answers.
			const uses = sentWithKey(ids, fields).filter(
				({ operation }) => !['check', 'upload'].includes(operation),
			);

			const paths: string[] = [];
			for (const use of uses) {
				const path = `${use.resource}-${use.operation}`;
				const words = {
					...('description' in use.parameters ? { description: '={{ $json.description }}' } : {}),
					...('message' in use.parameters ? { message: '={{ $json.title }}' } : {}),
					options: { attempts: 1, patienceMinutes: 0 },
				};
				const { id } = await api.createWorkflow(
					chain(
						path,
						[
							webhook(path),
							nodeOf('Fetch', 'n8n-nodes-base.httpRequest', 4.2, { url: rows.url, options: {} }),
							openChs(credential, { ...use, parameters: { ...use.parameters, ...words } }),
						],
						{ ...NOTHING_SAVED, errorWorkflow: catcher.id },
					),
				);
				await api.activate(id);
				paths.push(path);
			}

			for (const [index, fault] of FAULTS.entries()) {
				await sandbox.admin.setFaults([`${fault}:*:(?!/health).*`]);
				for (const path of paths) await callWebhook(n8n.url, path);
				await waitFor('every run to reach the error workflow', 120, async () => {
					const done = await api.listExecutions(catcher.id);
					return done.length === paths.length * (index + 1) ? true : undefined;
				});
			}

			const caught = await api.listExecutions(catcher.id);
			const inputs = await Promise.all(
				caught.map(async ({ id }) => outputOf(await api.getExecution(id), 'Caught')),
			);
			expect(inputs).toHaveLength(paths.length * FAULTS.length);
			expect(JSON.stringify(inputs)).not.toContain(MARKER);
			expect(n8n.log()).toContain('OpenCHS getCase');
			await n8n.kill();
			expect(filesWith(n8n.userFolder, MARKER)).toEqual([]);
		} finally {
			await n8n.stop();
			await rows.stop();
			await sandbox.stop();
		}
	}, 400_000);
});
