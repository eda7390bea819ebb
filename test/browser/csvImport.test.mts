import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential } from '../../tools/n8n/api.mts';
import { outputOf } from '../../tools/n8n/api.mts';
import { openEditor, type Editor } from '../../tools/n8n/browser.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { madeUpFile } from '../support/csvFile.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { importWorkflow } from '../workflows/csvImportParts.mts';

/** The pictures of the documentation are renewed on request: a test run leaves the project as it was. */
const IMAGES = process.env.OPENCHS_UPDATE_IMAGES ? 'docs/images' : '.tmp/images';
const NODE = 'OpenCHS CSV Import';

const isPicture = (file: string) =>
	existsSync(file) && readFileSync(file).subarray(1, 4).toString() === 'PNG';

describe("the CSV import in n8n's editor", () => {
	let n8n: SharedN8n;
	let editor: Editor;
	let sandbox: SandboxProcess;
	let credential: Credential;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandboxProcess();
		await sandbox.admin.reset('empty');
		credential = await n8n.api.createCredential('openChsApi', 'Import', {
			baseUrl: sandbox.url,
			apiKey: sandbox.apiKey,
		});
		mkdirSync(IMAGES, { recursive: true });
		editor = await openEditor(n8n, n8n.owner);
	});

	afterAll(async () => {
		await editor?.close();
		await sandbox?.stop();
	});

	it("opens the panel with its fields, and shows Check Only's report as a page", async () => {
		const picture = `${IMAGES}/csv-import-check.png`;
		const { id } = await n8n.api.createWorkflow(
			importWorkflow('Check a file', madeUpFile(1_001, 37).text, credential, 'check'),
		);
		const execution = await n8n.api.runWorkflow(id);
		const report = outputOf(execution, NODE).at(-1)?.binary?.report;

		await editor.openWorkflow(id);
		await editor.openNode(NODE);
		await editor.page.getByText('Loading fields').first().waitFor({ state: 'hidden' });
		await editor.page.waitForLoadState('networkidle');
		await editor.screenshot(picture);
		expect(isPicture(picture)).toBe(true);
		await editor.closeNode();

		const answer = await editor.page.request.get(
			`${n8n.url}/rest/binary-data?action=download&id=${encodeURIComponent(report?.id ?? '')}`,
			{ headers: { 'browser-id': 'openchs-tools' } },
		);
		const page = join(process.cwd(), '.tmp', 'import-report.html');
		const html = report?.id
			? await answer.text()
			: Buffer.from(report?.data ?? '', 'base64').toString();
		writeFileSync(page, html);
		expect(html).toContain('Check: the import can begin');
		await editor.page.setContent(html);
		await editor.screenshot(`${IMAGES}/csv-import-report.png`);
		expect(isPicture(`${IMAGES}/csv-import-report.png`)).toBe(true);
	});

	it('shows three outputs on the canvas where the import pauses', async () => {
		const picture = `${IMAGES}/csv-import-outputs.png`;
		const { id } = await n8n.api.createWorkflow(
			importWorkflow('Import in parts', madeUpFile(40, 9).text, credential, 'import', {
				minutes: 15,
				rows: 0,
			}),
		);

		await editor.openWorkflow(id);
		await editor.page.getByText('Continue', { exact: true }).first().waitFor();
		await editor.page.waitForLoadState('networkidle');
		await editor.screenshot(picture);

		const labels = await editor.page.locator('.vue-flow__node').allInnerTexts();
		for (const label of ['Done', 'To Fix', 'Continue']) expect(labels.join('\n')).toContain(label);
		expect(isPicture(picture)).toBe(true);
	});
});
