import { n8nApi, demoOwner, type N8nApi } from '../n8n/api.mts';
import { isFree } from '../common/ports.mts';
import { packPackage } from '../n8n/pack.mts';
import type { RunningN8n } from '../n8n/running.mts';
import { startN8n } from '../n8n/server.mts';

/** Where a person expects n8n, when nothing else is there. */
const USUAL_PORT = 5678;

export interface DemoN8n {
	readonly url: string;
	/** How to sign in, in a sentence. */
	readonly login: string;
	readonly api: N8nApi;
	stop(): Promise<void>;
}

/** An n8n of our own with the package as it is now, or the one that already runs. */
export async function demoN8n(options: {
	readonly running: RunningN8n | undefined;
	readonly port: string | undefined;
}): Promise<DemoN8n> {
	if (options.running) return await signedIn(options.running);

	console.log('Building and packing this package');
	const tarball = await packPackage();
	console.log('Starting n8n with it (a first start takes 10 to 20 s)');
	const n8n = await startN8n({ tarball, port: await chosenPort(options.port) });
	const api = n8nApi(n8n.url);
	await api.setupOwner();

	const { email, password } = demoOwner;
	const login = `Sign in to n8n with ${email} and the password ${password} (a demo on this computer only).`;
	return { url: n8n.url, login, api, stop: n8n.stop };
}

async function signedIn({ url, owner }: RunningN8n): Promise<DemoN8n> {
	console.log(`Using the n8n at ${url}`);
	const api = n8nApi(url);
	await api.login(owner);

	return { url, login: `Sign in to n8n as ${owner.email}.`, api, stop: async () => {} };
}

async function chosenPort(asked: string | undefined): Promise<number | undefined> {
	if (asked) return Number(asked);

	return (await isFree(USUAL_PORT)) ? USUAL_PORT : undefined;
}
