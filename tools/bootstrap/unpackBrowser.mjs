import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The browser package carries a binary for this platform only; elsewhere an installed Chrome serves. */
export const hasPackagedBrowser = process.platform === 'linux' && process.arch === 'x64';

const UNPACK = "require('@sparticuz/chromium').executablePath()";

/**
 * The package unpacks itself into the temp folder at first use. Done here, once, it stays in the
 * cache. The variable makes it unpack the libraries too that a bare system lacks.
 */
export async function unpackBrowser(runtime) {
	if (!hasPackagedBrowser) return;

	const browser = join(runtime, 'browser');
	mkdirSync(browser);
	await promisify(execFile)(process.execPath, ['-e', UNPACK], {
		cwd: runtime,
		env: { ...process.env, TMPDIR: browser, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
		timeout: 120_000,
	});
}
