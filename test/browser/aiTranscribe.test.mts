import { existsSync, mkdirSync, readFileSync } from 'node:fs';

import { credentialsOf } from '../../tools/n8n/api.mts';
import { openEditor, type Editor } from '../../tools/n8n/browser.mts';
import { sharedN8n } from '../../tools/n8n/shared.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/start.mts';
import { wav } from '../../tools/audio/wav.mts';
import { chain, nodeOf, start } from '../workflows/support.mts';

/** The README's pictures are renewed on request: a test run leaves the project as it was. */
const IMAGES = process.env.OPENCHS_UPDATE_IMAGES ? 'docs/images' : '.tmp/images';

describe("OpenCHS AI Transcribe in n8n's editor", () => {
	let editor: Editor;
	let sandbox: Sandbox;
	let workflowId: string;

	beforeAll(async () => {
		const n8n = await sharedN8n();
		sandbox = await startSandbox({ aiSpeed: 50 });
		const credential = await n8n.api.createCredential('openChsAiApi', 'AI service', {
			baseUrl: sandbox.aiUrl,
		});
		const sound = { wav: wav({ seconds: 0.1 }).toString('base64') };
		const { id } = await n8n.api.createWorkflow(
			chain('A recorded call', [
				start,
				nodeOf('Sound', 'n8n-nodes-base.set', 3.4, {
					mode: 'raw',
					jsonOutput: JSON.stringify(sound),
					options: {},
				}),
				nodeOf('Recording', 'n8n-nodes-base.convertToFile', 1.1, {
					operation: 'toBinary',
					sourceProperty: 'wav',
					options: { fileName: 'recording.wav', mimeType: 'audio/wav' },
				}),
				nodeOf(
					'OpenCHS AI Transcribe',
					'n8n-nodes-openchs.openChsAiTranscribe',
					1,
					{ output: 'simplified' },
					{ credentials: credentialsOf(credential) },
				),
			]),
		);
		workflowId = id;
		mkdirSync(IMAGES, { recursive: true });
		editor = await openEditor(n8n, n8n.owner);
	});
	afterAll(async () => {
		await editor?.close();
		await sandbox?.stop();
	});

	it.each(['speech to text', 'transcription', 'Swahili'])('is found by "%s"', async (words) => {
		await editor.openWorkflow(workflowId);

		expect(await editor.searchNodePanel(words)).toContain('OpenCHS AI Transcribe');
	});

	it('shows its fields, and a result that says that it is a suggestion', async () => {
		const picture = `${IMAGES}/ai-transcribe.png`;
		const { page } = editor;
		await editor.openWorkflow(workflowId);
		await page.setViewportSize({ width: 1440, height: 960 });
		await editor.openNode('OpenCHS AI Transcribe');
		await page.locator('[data-test-id="node-execute-button"]').first().click();
		const output = page.locator('[data-test-id="output-panel"]');
		await output.getByText('is_suggestion').first().waitFor();
		// What n8n says about a run that went well would hide a corner of the panel.
		await page.locator('.el-notification__closeBtn').first().click();
		await page.mouse.move(0, 0);
		await editor.screenshot(picture);

		const labels = await page.locator('[data-test-id="parameter-item"]').allInnerTexts();
		for (const label of ['Language', 'Include', 'Wait for Result', 'Waiting', 'Output']) {
			expect(labels.join('\n')).toContain(label);
		}
		expect(existsSync(picture) && readFileSync(picture).length).toBeGreaterThan(10_000);
	});
});
