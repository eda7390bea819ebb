import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The user's cache folder, shared by all clones. OPENCHS_CACHE moves it (another disk, a test). */
export function cacheFolder() {
	if (process.env.OPENCHS_CACHE) return process.env.OPENCHS_CACHE;

	return join(systemCache(), 'n8n-nodes-openchs');
}

function systemCache() {
	if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	if (process.platform === 'win32' && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;

	return join(homedir(), '.cache');
}

/** Same lock file, same platform: same folder. A changed lock file gets a folder of its own. */
export function runtimeFolder(name) {
	const lock = readFileSync(join(recipeFolder(name), 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 16);

	return join(cacheFolder(), `${name}-${hash}-${process.platform}-${process.arch}`);
}

export function recipeFolder(name) {
	return join(root, 'tools', 'n8n', name);
}
