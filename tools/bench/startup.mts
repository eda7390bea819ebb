import { Agent } from 'node:http';
import axios from 'axios';
import type { INode } from 'n8n-workflow';

import { startSandboxProcess, type SandboxProcess } from '../../test/support/sandbox.mts';
import { type Credential, credentialsOf } from '../n8n/api.mts';
import { median, ratioLine } from './figures.mts';
import { begin, ended, node, openStage, secondsOf, type Stage } from './stage.mts';

const ROUNDS = 15;
const RUN_SECONDS = 60;

/** What one call of the node takes from its start to its end: one case is read, by n8n's own clock. */
export async function* benchStartup(): AsyncGenerator<string> {
	const sandbox = await startSandboxProcess();
	const stage = await openStage('bench-startup').catch(async (error: unknown) => {
		await sandbox.stop();
		throw error;
	});
	try {
		const { url: baseUrl, apiKey } = sandbox;
		const data = { baseUrl, apiKey, requestsPerHour: 0 };
		const credential = await stage.api.createCredential('openChsApi', 'Bench', data);
		const [first] = await sandbox.admin.cases();
		const id = String(first?.id);
		const ours = await byNode(stage, ourNode(credential, id));
		const naive = await byNode(stage, httpRequest(credential, baseUrl, id));
		const raw = await byHand(sandbox, id);
		const ms = ({ seconds }: { seconds: number }) => `${(seconds * 1000).toFixed(1)} ms`;
		yield `one case, median of ${ROUNDS}: this node ${ms(ours)}, HTTP Request with the same credential ${ms(naive)}, axios with an open connection ${ms(raw)}`;
		yield ratioLine('this node against axios', ours, raw);
		yield ratioLine('this node against HTTP Request', ours, naive);
	} finally {
		await stage.close();
		await sandbox.stop();
	}
}

async function byNode({ api }: Stage, way: INode) {
	return await medianOf(async () => {
		const execution = await ended(api, await begin(api, [way]), RUN_SECONDS);
		return secondsOf(execution, way.name);
	});
}

async function byHand({ url, apiKey }: SandboxProcess, id: string) {
	const httpAgent = new Agent({ keepAlive: true });
	const headers = { 'X-API-Key': apiKey };
	const measured = await medianOf(async () => {
		const started = performance.now();
		await axios.get(`${url}/helpline/api/cases/${id}`, { headers, httpAgent, proxy: false });
		return (performance.now() - started) / 1000;
	});
	httpAgent.destroy();
	return measured;
}

/** The first one loads what is loaded once, and does not count. */
async function medianOf(secondsOfOne: () => Promise<number>) {
	await secondsOfOne();
	const seconds: number[] = [];
	for (let round = 0; round < ROUNDS; round++) seconds.push(await secondsOfOne());
	return { count: 1, seconds: median(seconds), serverShare: null };
}

function ourNode(credential: Credential, id: string): INode {
	const parameters = {
		authentication: 'apiKey',
		resource: 'case',
		operation: 'get',
		caseId: { __rl: true, mode: 'id', value: id },
	};
	const credentials = credentialsOf(credential);
	return node('Ours', 'n8n-nodes-openchs.openChs', 1, parameters, { credentials });
}

function httpRequest(credential: Credential, url: string, id: string): INode {
	const parameters = {
		url: `${url}/helpline/api/cases/${id}`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: credential.type,
	};
	const credentials = credentialsOf(credential);
	return node('Naive', 'n8n-nodes-base.httpRequest', 4.2, parameters, { credentials });
}
