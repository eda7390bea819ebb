import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserType } from 'playwright-core';
import { inRuntime, requireFromRuntime } from './runtime.mts';

const LAUNCH_LIMIT_MS = 30_000;

/** The packaged Chromium where there is one (Linux, x64); elsewhere a Chrome that is installed. */
export async function launchBrowser(scratch: string): Promise<Browser> {
	const { chromium } = requireFromRuntime<{ chromium: BrowserType }>('playwright-core');
	const packaged = inRuntime('browser', 'chromium');
	if (!existsSync(packaged)) return await launchInstalledChrome(chromium);

	return await chromium.launch({
		executablePath: packaged,
		args: ['--headless=shell', '--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
		env: {
			PATH: process.env.PATH ?? '',
			HOME: scratch,
			// Libraries and letters that a bare system lacks come with the browser's package.
			LD_LIBRARY_PATH: inRuntime('browser', 'al2023', 'lib'),
			FONTCONFIG_FILE: fontConfiguration(scratch),
		},
		timeout: LAUNCH_LIMIT_MS,
	});
}

async function launchInstalledChrome(chromium: BrowserType): Promise<Browser> {
	try {
		return await chromium.launch({ channel: 'chrome', timeout: LAUNCH_LIMIT_MS });
	} catch {
		throw new Error(
			`There is no packaged browser for ${process.platform} on ${process.arch}: install Google Chrome to run the browser tests.`,
		);
	}
}

function fontConfiguration(scratch: string): string {
	const file = join(scratch, 'fonts.conf');
	const folders = [inRuntime('browser', 'fonts'), '/usr/share/fonts'];
	const lines = folders.map((folder) => `<dir>${folder}</dir>`).join('');
	writeFileSync(file, `<fontconfig>${lines}<cachedir>${scratch}</cachedir></fontconfig>`);

	return file;
}
