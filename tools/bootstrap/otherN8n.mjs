import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withInstallLock } from './installLock.mjs';
import { progressOf } from './modulesState.mjs';
import { npm } from './npm.mjs';
import { cacheFolder, root } from './paths.mjs';
import { plainMessage } from './plainMessage.mjs';
import { withProgress } from './progress.mjs';

/** The version behind `--n8n`, as npm spells one; a range would be another n8n every week. */
export function versionIn(args) {
	const version = args[args.indexOf('--n8n') + 1];
	if (args.includes('--n8n') && /^\d+\.\d+\.\d+$/.test(version ?? '')) return version;

	throw plainMessage('Which n8n? Usage: npm run test:host -- --n8n 2.41.1');
}

/**
 * Folder of an n8n of that version, beside the pinned one. It has no lock file: what it depends on is
 * what the registry gives on the day of its installation.
 */
export async function ensureOtherN8n(version) {
	const target = join(cacheFolder(), `n8n-${version}-${process.platform}-${process.arch}`);
	if (existsSync(target)) return target;

	const what = `n8n ${version}`;
	const onWait = () => console.log(`Waiting for another process that installs ${what}`);
	return await withInstallLock(`${target}.lock`, onWait, async () => {
		if (existsSync(target)) return target;

		removeLeftovers(target);
		const partial = mkdtempSync(`${target}.partial-`);
		const recipe = {
			name: 'openchs-tools-other-n8n',
			private: true,
			dependencies: { n8n: version },
		};
		writeFileSync(join(partial, 'package.json'), JSON.stringify(recipe));
		copyFileSync(join(root, '.npmrc'), join(partial, '.npmrc'));

		try {
			await withProgress(
				what,
				'2.8 GB, 3 to 8 minutes, once',
				() => progressOf(partial),
				() => install(partial, what),
			);
			renameSync(partial, target);
			return target;
		} catch (error) {
			// Another version is tried once; nothing of it stays when it cannot be had.
			rmSync(partial, { recursive: true, force: true });
			throw error;
		}
	});
}

async function install(cwd, what) {
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];
	await npm(['install', ...flags], { cwd, limitMinutes: 25, what });
	if (!existsSync(join(cwd, 'node_modules', 'n8n', 'bin', 'n8n'))) {
		throw plainMessage(`The package of ${what} holds no n8n to start.`);
	}

	const driver = `the SQLite driver of ${what}`;
	const rebuild = ['rebuild', 'sqlite3', '--ignore-scripts=false'];
	await npm(rebuild, { cwd, limitMinutes: 10, what: driver });
}

function removeLeftovers(target) {
	mkdirSync(dirname(target), { recursive: true });
	for (const name of readdirSync(dirname(target))) {
		if (!name.startsWith(`${basename(target)}.partial-`)) continue;
		rmSync(join(dirname(target), name), { recursive: true, force: true });
	}
}
