import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withInstallLock } from './installLock.mjs';
import { progressOf } from './modulesState.mjs';
import { recipeFolder, root, runtimeFolder } from './paths.mjs';
import { plainMessage } from './plainMessage.mjs';
import { withProgress } from './progress.mjs';

/**
 * Installs a recipe of `tools/n8n/` beside its place in the cache and renames it at the end: a folder
 * that carries the final name is complete, whatever was killed on the way.
 */
export async function installIntoCache(recipe, { what, expectation, install, missingPart }) {
	const target = runtimeFolder(recipe);
	if (existsSync(target)) return target;

	const onWait = () => console.log(`Waiting for another process that installs ${what}`);
	return await withInstallLock(`${target}.lock`, onWait, async () => {
		if (existsSync(target)) return target;

		removeLeftovers(target);
		const partial = mkdtempSync(`${target}.partial-`);
		for (const file of ['package.json', 'package-lock.json']) {
			copyFileSync(join(recipeFolder(recipe), file), join(partial, file));
		}
		copyFileSync(join(root, '.npmrc'), join(partial, '.npmrc'));

		await withProgress(
			what,
			expectation,
			() => progressOf(partial),
			() => install(partial, what),
		);
		const missing = missingPart(partial);
		if (missing) throw plainMessage(missing);

		if (!existsSync(target)) renameSync(partial, target);
		return target;
	});
}

/** Holding the lock means that nobody else works on these. */
function removeLeftovers(target) {
	mkdirSync(dirname(target), { recursive: true });
	for (const name of readdirSync(dirname(target))) {
		if (!name.startsWith(`${basename(target)}.partial-`)) continue;
		rmSync(join(dirname(target), name), { recursive: true, force: true });
	}
}
