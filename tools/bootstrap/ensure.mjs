import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { progressOf, installedLikeTheLock } from './modulesState.mjs';
import { withInstallLock } from './installLock.mjs';
import { installIntoCache } from './installIntoCache.mjs';
import { npm } from './npm.mjs';
import { root } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { hasPackagedBrowser, unpackBrowser } from './unpackBrowser.mjs';

const INSTALL = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];

/** The packages of this project, when they are missing or differ from the lock file. */
export async function ensureRootModules() {
	if (installedLikeTheLock(root)) return;

	const lock = join(root, '.tmp', 'install.lock');
	const onWait = () =>
		console.log("Waiting for another process that installs this project's packages");
	await withInstallLock(lock, onWait, async () => {
		if (installedLikeTheLock(root)) return;

		const what = "this project's packages";
		await withProgress(
			what,
			'1.0 GB, 1 to 3 minutes',
			() => progressOf(root),
			() => npm(INSTALL, { cwd: root, limitMinutes: 15, what }),
		);
	});
}

/** npm says nothing when it cannot fetch a package that is for some platforms only. */
const NO_NODE =
	`npm brought no Node 24 for ${process.platform} on ${process.arch}. Either the package registry cannot be ` +
	'reached (the first run needs the network), or there is none for this platform: then install Node 24 yourself.';

/** Path of a Node 24: n8n needs it, and it runs TypeScript as it is. */
export async function ensureNode() {
	const folder = await installIntoCache('runtime-node', {
		what: 'Node 24',
		expectation: '120 MB, some seconds',
		install: (cwd, what) => npm(INSTALL, { cwd, limitMinutes: 10, what }),
		missingPart: (cwd) => (nodeIn(cwd) || ownNodeIsEnough() ? undefined : NO_NODE),
	});

	return nodeIn(folder) ?? process.execPath;
}

const PARTS = [
	'node_modules/n8n/bin/n8n',
	'node_modules/sqlite3/build/Release/node_sqlite3.node',
	'node_modules/playwright-core/package.json',
	...(hasPackagedBrowser ? ['browser/chromium'] : []),
];

/** Folder of n8n and the browser. */
export async function ensureN8n() {
	return await installIntoCache('runtime', {
		what: 'n8n and a browser',
		expectation: '2.9 GB, 4 to 8 minutes, once per computer',
		install: installN8n,
		missingPart: (cwd) => {
			const part = PARTS.find((path) => !existsSync(join(cwd, ...path.split('/'))));
			return part && `n8n is incomplete: ${part} is missing after its installation.`;
		},
	});
}

async function installN8n(cwd, what) {
	await npm(INSTALL, { cwd, limitMinutes: 25, what });

	// The one package whose install script n8n cannot do without: its database driver is compiled or fetched.
	await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		cwd,
		limitMinutes: 10,
		what: "n8n's SQLite driver (fetched ready-made from GitHub, or else compiled with python3, make and g++)",
	});
	await unpackBrowser(cwd);
}

/** The object store that an example of the export is run against; nothing else needs it. */
export async function ensureObjectStore() {
	return await installIntoCache('runtime-s3', {
		what: 'an object store',
		expectation: '14 MB, some seconds',
		install: (cwd, what) => npm(INSTALL, { cwd, limitMinutes: 10, what }),
		missingPart: () => undefined,
	});
}

export function nodeIn(folder) {
	const os = process.platform === 'win32' ? 'win' : process.platform;
	const names = [`node-${os}-${process.arch}`, `node-bin-${os}-${process.arch}`];
	const file = process.platform === 'win32' ? 'node.exe' : 'node';

	return names
		.map((name) => join(folder, 'node_modules', name, 'bin', file))
		.find((path) => existsSync(path));
}

function ownNodeIsEnough() {
	return Number(process.versions.node.split('.')[0]) >= 24;
}
