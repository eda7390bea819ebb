import type { AddressInfo } from 'node:net';

import type { FastifyInstance } from 'fastify';

import { adminOf, type SandboxAdmin } from './adminClient.mts';
import { aiServer } from './ai/server.mts';
import type { Fault } from './faults.mts';
import type { OutboxEntry } from './outbox.mts';
import { deployedServer } from './deployed/server.mts';
import { publishedServer } from './published/server.mts';
import { changeSetting, DEFAULT_SETTINGS, type Settings } from './settings.mts';
import { World } from './world.mts';

/** Any setting, and how to start. */
export interface SandboxOptions extends Partial<Settings> {
	/** The published API; above it the deployed server, then the AI service. 0 or nothing: free ports. */
	port?: number;
	faults?: ReadonlyArray<Fault | string>;
	/** Made-up cases in the table at the start. */
	seedCases?: number;
	/** Told each one-time code as it is sent. */
	onCode?: (entry: OutboxEntry) => void;
}

export interface Login {
	user: string;
	password: string;
}

export interface Sandbox {
	/** Without a slash at the end, e.g. `http://127.0.0.1:4010`. */
	url: string;
	/** The server that helplines really run, with the same cases. */
	deployedUrl: string;
	aiUrl: string;
	apiKey: string;
	/** An administrator of the deployed server, which takes no key. */
	login: Login;
	admin: SandboxAdmin;
	stop(): Promise<void>;
}

export const DEFAULT_SEED_CASES = 30;

/** Never anything else: the sandbox has pages without a login. */
const LOOPBACK = '127.0.0.1';

const DEPLOYED_PORT_OFFSET = 1;
const AI_PORT_OFFSET = 2;

const ADMINISTRATOR = 'admin';

/** Starts all servers of a sandbox in this process. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, faults = [], seedCases = DEFAULT_SEED_CASES, onCode, ...rest } = options;
	const settings = checkedSettings(rest);
	const world = new World({ settings, faults, seedCases, ...(onCode && { onCode }) });
	const published = await publishedServer(world);
	const deployed = await deployedServer(world);
	const ai = await aiServer(world);
	const stop = async () => {
		world.webhooks.clear();
		await Promise.all([published.close(), deployed.close(), ai.close()]);
		world.store.close();
	};
	try {
		const url = await listen(published, port);
		const deployedUrl = await listen(deployed, port === 0 ? 0 : port + DEPLOYED_PORT_OFFSET);
		const aiUrl = await listen(ai, port === 0 ? 0 : port + AI_PORT_OFFSET);
		return {
			url,
			deployedUrl,
			aiUrl,
			apiKey: world.settings.apiKey,
			login: { user: ADMINISTRATOR, password: world.settings.loginPassword },
			admin: adminOf(url),
			stop: once(stop),
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

function checkedSettings(given: Partial<Settings>): Partial<Settings> {
	const checked: Settings = { ...DEFAULT_SETTINGS };
	const defined = Object.entries(given).filter(([, value]) => value !== undefined);
	for (const [name, value] of defined) changeSetting(checked, name, value);
	return Object.fromEntries(defined);
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
	await app.listen({ host: LOOPBACK, port });
	const address = app.server.address() as AddressInfo;
	return `http://${LOOPBACK}:${address.port}`;
}

/** Stopping twice is what tidy callers do. */
function once(work: () => Promise<void>): () => Promise<void> {
	let done: Promise<void> | undefined;
	return async () => {
		done ??= work();
		await done;
	};
}
