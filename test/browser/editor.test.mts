import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { openEditor, type Editor } from '../../tools/n8n/browser.mts';
import { sharedN8n } from '../../tools/n8n/shared.mts';
import { runDemo } from '../../tools/start/demo.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/start.mts';

/** The README's pictures are renewed on request: a test run leaves the project as it was. */
const IMAGES = process.env.OPENCHS_UPDATE_IMAGES ? 'docs/images' : '.tmp/images';

const isPicture = (file: string) =>
	existsSync(file) && readFileSync(file).subarray(1, 4).toString() === 'PNG';

describe("n8n's editor", () => {
	let editor: Editor;
	let sandbox: Sandbox;
	let workflowId: string;

	beforeAll(async () => {
		const n8n = await sharedN8n();
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
});
