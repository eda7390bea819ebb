import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from '../common/run.mts';

/**
 * Puts a packed package where n8n keeps the community nodes that a person installed, so that its node
 * types carry the package's own name. Offline on purpose: a package without dependencies needs nothing.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	writeFileSync(join(nodes, 'package.json'), '{ "name": "installed-nodes", "private": true }');

	const flags = ['--ignore-scripts', '--legacy-peer-deps', '--offline', '--no-audit', '--no-fund'];
	await runOrThrow('npm', ['install', ...flags, tarball], { cwd: nodes, limitSeconds: 60 });
}
