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

/** How far an installation is, in words: npm itself is silent until the end. */
export function countPackages(folder) {
	try {
		return `${readdirSync(join(folder, 'node_modules')).length} folders`;
	} catch {
		return 'reading the lock file';
	}
}
