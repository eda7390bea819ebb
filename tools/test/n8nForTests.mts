import { rmSync } from 'node:fs';
import { temporaryFolder } from '../common/files.mts';
import { demoOwner, n8nApi } from '../n8n/api.mts';
import { packPackage } from '../n8n/pack.mts';
import type { RunningN8n } from '../n8n/running.mts';
import { startN8n } from '../n8n/server.mts';
import { SHARED_N8N, type SharedN8nPlace } from '../n8n/shared.mts';
import { cloneUserFolder } from '../n8n/userFolder.mts';

/** The n8n of this run: started when the first suite asks, ended once. */
export interface N8nForTests {
	environment(): Promise<NodeJS.ProcessEnv>;
	stop(): Promise<void>;
}

interface Started {
	readonly place: SharedN8nPlace;
	stop(): Promise<void>;
}

export function startForTests(running: RunningN8n | undefined): N8nForTests {
	let started: Promise<Started> | undefined;

	return {
		async environment() {
			started ??= running ? asItIs(running) : startOwn();
			const { place } = await started;

			return { [SHARED_N8N]: JSON.stringify(place) };
		},
		async stop() {
			await (await started)?.stop();
		},
	};
}

async function asItIs(running: RunningN8n): Promise<Started> {
	return { place: running, stop: async () => {} };
}

async function startOwn(): Promise<Started> {
	const before = Date.now();
	const n8n = await startN8n({ tarball: await packPackage() });
	await n8nApi(n8n.url).setupOwner();
	const template = temporaryFolder('n8n-template');
	cloneUserFolder(n8n.userFolder, template);
	console.log(`(n8n with this package started in ${Math.round((Date.now() - before) / 1000)} s)`);

	const removeTemplate = () => rmSync(template, { recursive: true, force: true });
	process.once('exit', removeTemplate);
	return {
		place: { url: n8n.url, owner: demoOwner, userFolder: n8n.userFolder, template },
		stop: async () => {
			await n8n.stop();
			removeTemplate();
		},
	};
}
