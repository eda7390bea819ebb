import { runDemo } from '../../tools/start/demo.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/start.mts';

describe('this package in a real n8n', () => {
	let n8n: SharedN8n;
	let sandbox: Sandbox;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandbox();
	});

	afterAll(async () => await sandbox.stop());

	it('is offered under the name that every user has', async () => {
		const types = (await n8n.api.listNodeTypes()).map(({ name }) => name);

		expect(types).toContain('n8n-nodes-openchs.openChs');
	});

	it('can be a tool of an agent', async () => {
		const types = (await n8n.api.listNodeTypes()).map(({ name }) => name);

		expect(types).toContain('n8n-nodes-openchs.openChsTool');
	});

	it('brings its logins', async () => {
		const types = (await n8n.api.listCredentialTypes()).map(({ name }) => name);

		expect(types).toEqual(expect.arrayContaining(['openChsApi', 'openChsOtpApi', 'openChsAiApi']));
	});

	it('runs the example: cases created, read back, and a wrong row refused with its reason', async () => {
		const { created, records, refusals } = await runDemo(n8n.api, sandbox);

		expect(created).toBe(4);
		expect(records).toHaveLength(4);
		expect(refusals).toEqual([expect.stringContaining("'Priority'")]);
	});
});
