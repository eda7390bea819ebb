import { rmSync } from 'node:fs';

import { temporaryFolder } from '../common/files.mts';
import { demoOwner, n8nApi } from '../n8n/api.mts';
import { packPackage } from '../n8n/pack.mts';
import { startN8n } from '../n8n/server.mts';

/** The user folder of an n8n with this package and an owner, and nothing else: every check begins with a copy. */
export async function cleanN8n(): Promise<string> {
	const userFolder = temporaryFolder('n8n-examples');
	process.once('exit', () => rmSync(userFolder, { recursive: true, force: true }));
	const n8n = await startN8n({ tarball: await packPackage(), userFolder });
	await n8nApi(n8n.url).setupOwner(demoOwner);
	await n8n.stop();
	return userFolder;
}
