import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { openEditor, type Editor } from '../../tools/n8n/browser.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/start.mts';
import { textOfPage } from '../support/markdown.mts';

/** The pictures of the pages are renewed on request: a test run leaves the project as it was. */
const IMAGES = process.env.OPENCHS_UPDATE_IMAGES ? 'docs/images' : '.tmp/images';
const WHOLE_WAY_MS = 240_000;

/** A person at the editor, who clicks and types, and is counted. */
class Newcomer {
	acts = 0;
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	part(name: string) {
		return this.page.locator(`[data-test-id="${name}"]`).first();
	}

	async click(name: string): Promise<void> {
		await this.press(this.part(name));
	}

	async press(what: ReturnType<Page['locator']>): Promise<void> {
		await what.click();
		this.acts++;
	}

	async type(field: string, text: string): Promise<void> {
		const input = this.part(`parameter-input-${field}`).locator('input, textarea').first();
		await input.scrollIntoViewIfNeeded();
		await input.fill(text);
		this.acts++;
	}

	/** Opens a list and takes the first entry that reads like this. */
	async choose(field: string, words: RegExp): Promise<void> {
		const list = this.part(`parameter-input-${field}`);
		await list.scrollIntoViewIfNeeded();
		await this.press(list);
		await this.press(this.page.getByRole('option', { name: words }).first());
	}

	/** Runs the step; what comes out, as the table shows it. */
	async execute(expected: string): Promise<string> {
		await this.click('node-execute-button');
		const output = this.page.locator('[data-test-id="output-panel"]');
		await output.getByText(expected, { exact: true }).first().waitFor();
		return await output.innerText();
	}
}

describe('the first workflow, as docs/first-workflow.md tells it', () => {
	let editor: Editor;
	let n8n: SharedN8n;
	let sandbox: Sandbox;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandbox();
		mkdirSync(IMAGES, { recursive: true });
		editor = await openEditor(n8n, n8n.owner);
	});

	afterAll(async () => {
		await editor?.close();
		await sandbox?.stop();
	});

	it(
		'makes a case, and no second one when it runs again',
		async () => {
			const { page } = editor;
			const newcomer = new Newcomer(page);

			await page.goto(`${n8n.url}/home/credentials`);
			await newcomer.press(
				page.getByRole('button', { name: /add first credential|create credential/i }).first(),
			);
			await newcomer.part('new-credential-type-select').locator('input').fill('OpenCHS Login');
			newcomer.acts++;
			await newcomer.press(page.getByText('OpenCHS Login API', { exact: true }).first());
			await newcomer.click('new-credential-type-button');
			await newcomer.type('baseUrl', sandbox.deployedUrl);
			await newcomer.type('user', sandbox.login.user);
			await newcomer.type('password', sandbox.login.password);
			// The sentence of the test stands hidden in the dialog from the beginning.
			const tested = page.waitForResponse((answer) => answer.url().endsWith('/credentials/test'));
			await newcomer.click('credential-save-button');
			expect(await (await tested).json()).toMatchObject({ data: { status: 'OK' } });
			await editor.screenshot(`${IMAGES}/credential-login.png`);
			const name = await newcomer.part('credential-name').innerText();
			await page.keyboard.press('Escape');

			await page.goto(`${n8n.url}/workflow/new`);
			await newcomer.click('canvas-plus-button');
			await newcomer.part('node-creator-search-bar').waitFor();
			await editor.searchNodePanel('OpenCHS');
			newcomer.acts++;
			await newcomer.press(
				page
					.locator('[data-test-id="node-creator-item-name"]')
					.getByText('OpenCHS', { exact: true })
					.first(),
			);
			await newcomer.press(page.getByText(/^Actions \(/));
			await newcomer.press(page.getByText('Get many cases', { exact: true }));
			await newcomer.part('ndv').waitFor();
			await newcomer.click('node-credentials-select');
			await newcomer.press(
				page
					.getByRole('option')
					.filter({ hasText: name.split('\n')[0]?.trim() })
					.first(),
			);
			await newcomer.execute('case_number');

			await newcomer.choose('operation', /Create or Update/);
			await newcomer.part('parameter-input-title').waitFor();
			await newcomer.type('externalKey', 'first-try-1');
			await newcomer.type('title', 'A first try');
			await newcomer.choose('category', /./);
			await newcomer.choose('priority', /Medium/);
			await newcomer.type('reporter_name', 'Ada Example');
			await newcomer.choose('reporter_age_group', /./);
			await newcomer.choose('reporter_sex', /./);
			await newcomer.type('plan', 'Close it again');
			await newcomer.choose('gbv_related', /No/);
			const first = await newcomer.execute('created');
			await editor.screenshot(`${IMAGES}/first-workflow.png`);
			const again = await newcomer.execute('unchanged');

			expect(first).toContain('first-try-1');
			expect(again).toContain('first-try-1');
			const made = (await sandbox.admin.deployed('cases')).filter(({ src_uid: key }) =>
				String(key).includes('first-try-1'),
			);
			expect(made).toHaveLength(1);
			const [, told] = /(\d+) clicks and entries/.exec(textOfPage('docs/first-workflow.md')) ?? [];
			expect(Number(told)).toBe(newcomer.acts);
		},
		WHOLE_WAY_MS,
	);

	it(
		'tells in words what is wrong with a login',
		async () => {
			const { page } = editor;
			const { id } = await n8n.api.createCredential('openChsLoginApi', 'Wrong password', {
				baseUrl: sandbox.deployedUrl,
				user: sandbox.login.user,
				password: 'not this one',
			});

			await page.goto(`${n8n.url}/home/credentials/${id}`);
			await page.getByText('More details').first().click();
			const sentence = page.getByText(/The server does not accept this user name and password/);
			await sentence.first().waitFor();
			await editor.screenshot(`${IMAGES}/credential-refused.png`);

			expect(await sentence.first().innerText()).not.toContain('not this one');
		},
		WHOLE_WAY_MS,
	);
});
