import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '../../tools/common/files.mts';
import { ownExample } from '../../tools/examples/own.mts';
import { openEditor, type Editor } from '../../tools/n8n/browser.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';

/** The pictures of the pages are renewed on request: a test run leaves the project as it was. */
const EXAMPLES = join(projectRoot, 'examples');
const IMAGES = process.env.OPENCHS_UPDATE_IMAGES ? EXAMPLES : join('.tmp', 'images', 'examples');
const MOST_BYTES = 120_000;
const WINDOW = { width: 1280, height: 720 };

describe("the examples in n8n's editor", () => {
	let n8n: SharedN8n;
	let editor: Editor;
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandboxProcess();
		await sandbox.admin.reset('empty');
		editor = await openEditor(n8n, n8n.owner);
		await editor.page.setViewportSize(WINDOW);
	});

	afterAll(async () => {
		await editor?.close();
		await sandbox?.stop();
	});

	it.each(readdirSync(EXAMPLES))('%s opens with all its nodes, and has a picture', async (name) => {
		const example = ownExample(name, {});
		const { id } = await n8n.api.createWorkflow(example);
		await editor.openWorkflow(id);
		await editor.page.locator('[data-test-id="canvas"]').click({ position: { x: 5, y: 5 } });
		await editor.page.keyboard.press('1');
		await editor.page.waitForLoadState('networkidle');
		const folder = join(IMAGES, name);
		mkdirSync(folder, { recursive: true });
		const picture = join(folder, 'workflow.png');
		await editor.picture('canvas', picture);

		const shown = await editor.page.locator('[data-test-id="canvas-node"]').count();
		const notes = await editor.page.locator('[data-test-id="sticky"]').count();
		expect(shown + notes).toBeGreaterThanOrEqual(example.nodes.length);
		expect(await editor.page.getByText('Install node').count()).toBe(0);
		expect(statSync(picture).size).toBeLessThan(MOST_BYTES);
	});
});
