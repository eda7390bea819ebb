import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * npm leaves a copy of the lock file in node_modules as the last thing it does, so comparing the two
 * also finds an interrupted installation, and needs no mark of our own.
 */
export function installedLikeTheLock(folder) {
	const wanted = packagesIn(join(folder, 'package-lock.json'));
	const present = packagesIn(join(folder, 'node_modules', '.package-lock.json'));
	if (!wanted || !present) return false;

	return Object.entries(wanted).every(([path, entry]) => {
		if (path === '' || entry.optional) return true;
		return present[path]?.version === entry.version && present[path]?.integrity === entry.integrity;
	});
}

function packagesIn(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

/** How far an installation is, in words: npm makes all folders first, then fills them in silence. */
export function progressOf(folder) {
	const modules = join(folder, 'node_modules');
	const folders = listing(modules);
	if (folders.length === 0) return 'reading the lock file';

	const filled = folders.filter((name) => listing(join(modules, name)).length > 0);
	return `${filled.length} of ${folders.length} folders filled`;
}

function listing(folder) {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
