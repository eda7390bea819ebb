import { rmSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { sleep } from '../common/wait.mts';
import { temporaryFolder } from '../common/files.mts';
import { demoOwner, type Owner } from './api.mts';
import { launchBrowser } from './launchBrowser.mts';

/** No single step in the editor may take longer. */
const STEP_LIMIT_MS = 30_000;

/** The search field waits for a pause in the typing; the list is read when it no longer changes. */
const SETTLE_MS = 400;

const WINDOW = { width: 1440, height: 900 };

export interface Editor {
	readonly page: Page;
	openWorkflow(id: string): Promise<void>;
	/** Opens the panel of a node on the canvas. */
	openNode(name: string): Promise<void>;
	closeNode(): Promise<void>;
	/** Types into the search of "What happens next?" and gives the names found, best first. */
	searchNodePanel(text: string): Promise<string[]>;
	screenshot(path: string): Promise<void>;
	/** Of one part of the page alone. */
	picture(part: string, path: string): Promise<void>;
	close(): Promise<void>;
}

/** Opens the editor of an n8n in a browser of its own and signs in. */
export async function openEditor(
	n8n: { readonly url: string },
	owner: Owner = demoOwner,
): Promise<Editor> {
	const scratch = temporaryFolder('browser');
	const browser = await launchBrowser(scratch);
	const close = async () => {
		await browser.close();
		rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
	};

	try {
		const context = await browser.newContext({ viewport: WINDOW, reducedMotion: 'reduce' });
		context.setDefaultTimeout(STEP_LIMIT_MS);
		await stayOnLoopback(context);
		const page = await context.newPage();
		await signIn(page, n8n.url, owner);

		return { ...editorOn(page, n8n.url), close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function signIn(page: Page, url: string, owner: Owner): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email]').fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
}

/** The editor would ask for news, fonts and templates elsewhere. */
async function stayOnLoopback(context: BrowserContext): Promise<void> {
	const elsewhere = (address: URL) =>
		/^(https?|wss?):$/.test(address.protocol) &&
		!['localhost', '127.0.0.1'].includes(address.hostname);
	await context.route(elsewhere, async (route) => await route.abort());
}

function editorOn(page: Page, url: string): Omit<Editor, 'close'> {
	const part = (name: string) => page.locator(`[data-test-id="${name}"]`);

	return {
		page,

		async openWorkflow(id) {
			await page.goto(`${url}/workflow/${id}`);
			await part('canvas-node').first().waitFor();
		},

		async openNode(name) {
			await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
			await part('ndv').first().waitFor();
			await sleep(SETTLE_MS);
		},

		async closeNode() {
			await page.keyboard.press('Escape');
			await part('ndv').first().waitFor({ state: 'hidden' });
		},

		async searchNodePanel(text) {
			const search = part('node-creator-search-bar');
			if (!(await search.isVisible())) await part('node-creator-plus-button').click();
			await search.waitFor();
			await search.fill(text);

			return await settled(async () => await part('node-creator-item-name').allInnerTexts());
		},

		async screenshot(path) {
			await page.screenshot({ path, animations: 'disabled' });
		},

		async picture(name, path) {
			await sleep(SETTLE_MS);
			await part(name).first().screenshot({ path, animations: 'disabled' });
		},
	};
}

async function settled(read: () => Promise<string[]>): Promise<string[]> {
	const deadline = Date.now() + STEP_LIMIT_MS;
	let before = ['not read yet'];

	while (Date.now() < deadline) {
		await sleep(SETTLE_MS);
		const now = (await read()).map((name) => name.trim());
		if (now.join('\n') === before.join('\n')) return now;
		before = now;
	}

	throw new Error('The list of nodes did not come to rest');
}
