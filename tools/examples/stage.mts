import axios, { type AxiosInstance } from 'axios';

import { startSandboxProcess, type SandboxProcess } from '../../test/support/sandbox.mts';
import { n8nApi, type Credential, type N8nApi } from '../n8n/api.mts';
import { startN8n, type N8n } from '../n8n/server.mts';
import type { Asked } from './check.mts';
import type { Sweep } from './sweep.mts';

/** Which of the two servers of the sandbox an example speaks to. */
export type Login = 'login' | 'apiKey';

/** A clean n8n, signed in, and an empty sandbox. */
export interface Stage {
	readonly n8n: N8n;
	readonly api: N8nApi;
	readonly sandbox: SandboxProcess;
	/** For what the example left elsewhere; n8n itself is looked through at the end. */
	readonly sweep: Sweep;
	/** Other people of the helpline, over the published API; the deployed server shows the same cases. */
	readonly others: AxiosInstance;
	credential(login: Login): Promise<Credential>;
	/** Ends n8n as a power cut does, and starts it again. */
	powerCut(): Promise<void>;
	/** How often that was. */
	powerCuts(): number;
}

/** Deleted runs leave the disk after some seconds, not after an hour or two (minutes, hours). */
const SOON_REMOVED = {
	EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL: '0.1',
	EXECUTIONS_DATA_HARD_DELETE_BUFFER: '0',
};

/** Sets a stage up, and takes it down whatever happens on it. */
export async function onStage<T>(
	asked: Asked,
	play: (stage: Stage) => Promise<T>,
	options: { readonly env?: NodeJS.ProcessEnv; readonly sandbox?: readonly string[] } = {},
): Promise<T> {
	const sandbox = await startSandboxProcess([...(options.sandbox ?? [])]);
	try {
		await sandbox.admin.reset('empty');
		const n8n = await startN8n({ ...asked.n8n, env: { ...SOON_REMOVED, ...options.env } });
		try {
			const api = n8nApi(n8n.url);
			await api.login(asked.owner);
			let cuts = 0;
			const played = await play({
				n8n,
				api,
				sandbox,
				sweep: asked.sweep,
				others: axios.create({
					baseURL: `${sandbox.url}/helpline/api`,
					headers: { 'x-api-key': sandbox.apiKey },
					proxy: false,
					timeout: 60_000,
				}),
				credential: async (login) => await credentialFor(api, sandbox, login),
				powerCuts: () => cuts,
				powerCut: async () => {
					cuts += 1;
					await n8n.kill();
					await n8n.restart();
					await api.login(asked.owner);
				},
			});
			await asked.sweep.lookIntoN8n(n8n);
			return played;
		} finally {
			await n8n.stop();
		}
	} finally {
		await sandbox.stop();
	}
}

async function credentialFor(
	api: N8nApi,
	sandbox: SandboxProcess,
	login: Login,
): Promise<Credential> {
	const common = { helplineCode: 'demo', requestsPerHour: 1_000_000 };
	return login === 'login'
		? await api.createCredential('openChsLoginApi', 'Helpline', {
				...common,
				baseUrl: sandbox.deployedUrl,
				...sandbox.login,
			})
		: await api.createCredential('openChsApi', 'Helpline', {
				...common,
				baseUrl: sandbox.url,
				apiKey: sandbox.apiKey,
			});
}
