import type { INodeParameters } from 'n8n-workflow';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { credentialsOf, type N8nApi } from '../../tools/n8n/api.mts';
import { openEditor, type Editor } from '../../tools/n8n/browser.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { runDemo } from '../../tools/start/demo.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/start.mts';
import { chain, nodeOf } from '../workflows/support.mts';

/** The README's pictures are renewed on request: a test run leaves the project as it was. */
const IMAGES = process.env.OPENCHS_UPDATE_IMAGES ? 'docs/images' : '.tmp/images';

const isPicture = (file: string) =>
	existsSync(file) && readFileSync(file).subarray(1, 4).toString() === 'PNG';

/** The trigger as somebody sets it who wants to be told of urgent cases. */
async function triggerWorkflow(api: N8nApi, sandbox: Sandbox) {
	const credential = await api.createCredential('openChsLoginApi', 'Helpline', {
		baseUrl: sandbox.deployedUrl,
		...sandbox.login,
		helplineCode: 'demo',
		installation: {
			cases: {
				caseNumberPrefix: 'CASE-',
				casePageTemplate: 'https://helpline.example.org/case/{id}',
			},
		},
	});
	return chain('Urgent cases', [
		nodeOf(
			'OpenCHS Trigger',
			'n8n-nodes-openchs.openChsTrigger',
			1,
			{
				pollTimes: { item: [{ mode: 'everyX', value: 5, unit: 'minutes' }] },
				events: ['caseCreated', 'escalated', 'priorityRaised'],
				filters: { priority: ['high'] },
				options: { output: 'pointer' },
			} as unknown as INodeParameters,
			{ credentials: credentialsOf(credential) },
		),
	]);
}

describe("n8n's editor", () => {
	let editor: Editor;
	let n8n: SharedN8n;
	let sandbox: Sandbox;
	let workflowId: string;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandbox();
		({ workflowId } = await runDemo(n8n.api, sandbox));
		mkdirSync(IMAGES, { recursive: true });
		editor = await openEditor(n8n, n8n.owner);
	});

	beforeEach(async () => await editor.openWorkflow(workflowId));

	afterAll(async () => {
		await editor?.close();
		await sandbox?.stop();
	});

	it.each(['Case CRUD', 'child helpline', '116'])('finds the node by "%s"', async (words) => {
		const found = await editor.searchNodePanel(words);

		expect(found[0]).toBe('OpenCHS');
	});

	it('shows the example on the canvas', async () => {
		const picture = `${IMAGES}/workflow.png`;
		await editor.screenshot(picture);

		expect(isPicture(picture)).toBe(true);
	});

	it('opens the node with its fields', async () => {
		const picture = `${IMAGES}/node.png`;
		await editor.openNode('Create or Update Case');
		await editor.screenshot(picture);

		const labels = await editor.page.locator('[data-test-id="parameter-item"]').allInnerTexts();
		expect(labels.join('\n')).toContain('Resource');
		expect(isPicture(picture)).toBe(true);
	});

	it('finds the trigger by "Case Trigger"', async () => {
		const found = await editor.searchNodePanel('Case Trigger');

		// n8n drops the word 'trigger' from a search, and shows a node and its trigger as one.
		expect(found.slice(0, 3)).toContain('OpenCHS');
	});

	it("opens the trigger, and 'Fetch Test Event' shows a real change and no name", async () => {
		const picture = `${IMAGES}/trigger.png`;
		const { page } = editor;
		await sandbox.admin.burst({ creates: 1 });
		const { id } = await n8n.api.createWorkflow(await triggerWorkflow(n8n.api, sandbox));
		await editor.openWorkflow(id);
		await page.setViewportSize({ width: 1440, height: 1120 });
		await editor.openNode('OpenCHS Trigger');
		await page.locator('[data-test-id="node-execute-button"]').first().click();
		const output = page.locator('[data-test-id="output-panel"]');
		await output.getByText('caseCreated').first().waitFor();
		await output.getByText('JSON', { exact: true }).click();
		// What n8n says about a run that went well would hide a corner of the panel.
		await page.locator('.el-notification__closeBtn').first().click();
		await page.mouse.move(0, 0);
		await page.locator('[role="tooltip"]:visible').waitFor({ state: 'hidden' });
		await editor.screenshot(picture);

		const labels = await page.locator('[data-test-id="parameter-item"]').allInnerTexts();
		expect(labels.join('\n')).toContain('Trigger On');
		expect(await output.innerText()).not.toContain('title');
		expect(isPicture(picture)).toBe(true);
	});
});
