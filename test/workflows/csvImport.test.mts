import { waitFor } from '../../tools/common/wait.mts';
import type { Credential } from '../../tools/n8n/api.mts';
import { errorOf, outputOf } from '../../tools/n8n/api.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { madeUpFile } from '../support/csvFile.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { importWorkflow } from './csvImportParts.mts';

const NODE = 'OpenCHS CSV Import';

describe('the CSV import in a real n8n', () => {
	let n8n: SharedN8n;
	let sandbox: SandboxProcess;
	let credential: Credential;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandboxProcess();
		credential = await n8n.api.createCredential('openChsApi', 'Import', {
			baseUrl: sandbox.url,
			apiKey: sandbox.apiKey,
			helplineCode: 'real',
		});
	});
	beforeEach(async () => await sandbox.admin.reset('empty'));
	afterAll(async () => await sandbox.stop());

	it('checks a file and writes nothing', async () => {
		const { text } = madeUpFile(60, 9);
		const { id } = await n8n.api.createWorkflow(importWorkflow('Check', text, credential, 'check'));

		const execution = await n8n.api.runWorkflow(id);

		expect(errorOf(execution)).toBeUndefined();
		const summary = outputOf(execution, NODE).at(-1);
		expect(summary?.json).toMatchObject({
			rows: 60,
			would_create: 51,
			to_fix: 9,
			helpline: 'real',
		});
		expect(Object.keys(summary?.binary ?? {})).toEqual(['report', 'summary', 'to_correct']);
		expect(outputOf(execution, 'Rows to Correct')).toHaveLength(9);
		expect(await sandbox.admin.cases()).toEqual([]);
	});

	it('imports it once, however often it runs', async () => {
		const { text } = madeUpFile(60, 9);
		const { id } = await n8n.api.createWorkflow(
			importWorkflow('Import', text, credential, 'import'),
		);

		const first = await n8n.api.runWorkflow(id);
		const second = await n8n.api.runWorkflow(id);

		expect(outputOf(first, 'Report').at(-1)?.json).toMatchObject({ imported: 51, to_fix: 9 });
		expect(outputOf(second, 'Report').at(-1)?.json).toMatchObject({
			imported: 0,
			already_there: 51,
		});
		expect(await sandbox.admin.cases()).toHaveLength(51);
	});

	it('pauses between parts over a Wait node and goes on with its place and its file', async () => {
		const { text } = madeUpFile(60, 9);
		const part = { minutes: 0, rows: 40 };
		const { id } = await n8n.api.createWorkflow(
			importWorkflow('Parts', text, credential, 'import', part),
		);

		const running = await n8n.api.startWorkflow(id);
		const paused = await n8n.api.waitForExecution(running);

		expect(paused.status).toBe('waiting');
		const [waiting] = outputOf(paused, NODE, 2);
		expect(waiting?.json).toMatchObject({ part: 1, rows: 60, done: 40 });
		expect(JSON.stringify(waiting?.json)).not.toContain('Made-up');
		expect(Date.parse(String(waiting?.json.resume_at)) - Date.now()).toBeGreaterThan(50_000);

		const done = await waitFor('the second part', 150, async () => {
			const execution = await n8n.api.getExecution(running);
			return execution.status === 'waiting' || execution.status === 'running'
				? undefined
				: execution;
		});
		expect(done.status).toBe('success');
		expect(outputOf(done, NODE).at(-1)?.json).toMatchObject({
			complete: true,
			part: 2,
			totals: { created: 51, to_fix: 9 },
		});
		expect(await sandbox.admin.cases()).toHaveLength(51);
	}, 240_000);
});
