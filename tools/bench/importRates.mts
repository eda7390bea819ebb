import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

import { madeUpFile } from '../../test/support/csvFile.mts';
import { startSandboxProcess, type SandboxProcess } from '../../test/support/sandbox.mts';
import { type Credential, credentialsOf } from '../n8n/api.mts';
import { cpuWhile } from './cpu.mts';
import { type Goal, inWords, type Measured, ratioLine } from './figures.mts';
import { casesInOrder, casesOneByOne } from './plainClients.mts';
import { begin, ended, node, openStage, secondsOf, type Stage } from './stage.mts';

/** The guide's loop goes one by one, which at 5 ms takes a minute for all rows. */
const GUIDE_ROWS = 1_000;
const WARM_UP_ROWS = 1_000;
const RUN_SECONDS = 900;

interface Setting {
	latencyMs: number;
	inFlight: number;
	/** Against the raw limit at the same parallelism. */
	ofLimit: Goal | null;
	/** Against n8n's own node and the guide's loop; null where these are not measured. */
	ofPeers: { httpRequest: Goal; guide: Goal } | null;
}

const SETTINGS: readonly Setting[] = [
	{ latencyMs: 50, inFlight: 8, ofLimit: { least: 0.9 }, ofPeers: null },
	{
		latencyMs: 5,
		inFlight: 16,
		ofLimit: null,
		ofPeers: { httpRequest: { least: 5 }, guide: { least: 4 } },
	},
];

/**
 * Rows a second into the documented API, with a real n8n: our node, n8n's HTTP Request node with the
 * same credential, the guide's loop, and the raw limit: axios with open connections, as many at a time.
 */
export async function* importRates(rows: number): AsyncGenerator<string> {
	const sandbox = await startSandboxProcess();
	const stage = await openStage('bench-import').catch(async (error: unknown) => {
		await sandbox.stop();
		throw error;
	});
	try {
		const rig = await openRig(stage, sandbox, rows);
		for (const setting of SETTINGS) yield* measure(rig, setting);
	} finally {
		await stage.close();
		await sandbox.stop();
	}
}

interface Rig {
	stage: Stage;
	sandbox: SandboxProcess;
	rows: number;
	credential: Credential;
	/** Reads a file of its own for each run: a process looks for a key that it has tried before. */
	nextFile(rows: number): INode;
}

async function openRig(stage: Stage, sandbox: SandboxProcess, rows: number): Promise<Rig> {
	let files = 0;
	const nextFile = (count: number) => {
		files += 1;
		const file = join(stage.files, `cases-${files}.csv`);
		writeFileSync(file, madeUpFile(count, 0, { number: (n) => `RUN-${files}-${n}` }).text);
		return node('Read', 'n8n-nodes-base.readWriteFile', 1, { fileSelector: file });
	};
	const { url: baseUrl, apiKey } = sandbox;
	const data = { baseUrl, apiKey, requestsPerHour: 0 };
	const credential = await stage.api.createCredential('openChsApi', 'Bench', data);
	return { stage, sandbox, rows, credential, nextFile };
}

async function* measure(rig: Rig, setting: Setting): AsyncGenerator<string> {
	const { latencyMs, inFlight, ofLimit, ofPeers } = setting;
	const { sandbox, rows } = rig;
	const { admin } = sandbox;
	const each = async (count: number, way: () => Promise<number>): Promise<Measured> => {
		await admin.reset('empty');
		await admin.setOption('latencyMs', latencyMs);
		const { result: seconds, used } = await cpuWhile(sandbox.pid, way);
		const made = (await admin.cases()).length;
		if (made !== count) throw new Error(`${made} cases were made of ${count} rows`);
		return { count, seconds, serverShare: used / seconds };
	};

	const inN8n = async (nodes: INode[], name: string, count = rows) => {
		const way = async () => await byNode(rig, nodes, name, count);
		const { result, used } = await cpuWhile(rig.stage.pid(), async () => await each(count, way));
		return { ...result, clientMs: (used * 1000) / count };
	};

	// Everything that is loaded once is loaded now.
	await inN8n(ourNode(rig, inFlight), 'Ours', WARM_UP_ROWS);
	const ours = await inN8n(ourNode(rig, inFlight), 'Ours');
	const requests = (await admin.log()).length;
	yield `at ${latencyMs} ms, ${inFlight} at a time: this node ${inWords(ours, 'rows')}, ${(requests / rows).toFixed(3)} requests and ${ours.clientMs.toFixed(2)} ms of n8n's core a row`;
	const plainly = async (keepsOpen: boolean) => {
		const plan = { rows, inFlight, keepsOpen };
		return await each(rows, async () => await casesInOrder(sandbox, plan));
	};
	const limit = await plainly(true);
	yield `raw limit, axios with open connections: ${inWords(limit, 'rows')}`;
	const opening = await plainly(false);
	yield `the same with a connection for each call, as n8n opens them: ${inWords(opening, 'rows')}`;
	yield ratioLine('this node against a connection for each call', ours, opening);
	yield ratioLine('this node against the raw limit', ours, limit, ofLimit);
	if (ofPeers === null) return;

	const naive = await inN8n(httpRequest(rig), 'Naive');
	yield `HTTP Request with the same credential: ${inWords(naive, 'rows')}, ${naive.clientMs.toFixed(2)} ms of n8n's core a row`;
	const guideRows = Math.min(rows, GUIDE_ROWS);
	const guide = await each(guideRows, async () => await casesOneByOne(sandbox, guideRows));
	yield `the guide's loop, one by one: ${inWords(guide, 'rows')}`;
	yield ratioLine('this node against HTTP Request', ours, naive, ofPeers.httpRequest);
	yield ratioLine("this node against the guide's loop", ours, guide, ofPeers.guide);
}

/** Seconds that the node named took over the whole file. */
async function byNode(
	{ stage, nextFile }: Rig,
	nodes: readonly INode[],
	name: string,
	rows: number,
) {
	const id = await begin(stage.api, [nextFile(rows), ...nodes]);
	return secondsOf(await ended(stage.api, id, RUN_SECONDS), name);
}

function ourNode({ credential }: Rig, inFlight: number): INode[] {
	const parameters = { authentication: 'apiKey', mode: 'import', options: { inFlight } };
	return [
		node('Ours', 'n8n-nodes-openchs.openChsCsvImport', 1, parameters, {
			credentials: credentialsOf(credential),
		}),
	];
}

/** How people do it today: all items go out at once, which is what the node does unless it is told otherwise. */
function httpRequest({ credential, sandbox }: Rig): INode[] {
	const fields = ['title', 'description', 'category', 'priority', 'reporter_phone'];
	const members = fields.map((field) => `${field}: $json.${field}`).join(', ');
	return [
		node('Rows', 'n8n-nodes-base.extractFromFile', 1, { operation: 'csv' }),
		node(
			'Naive',
			'n8n-nodes-base.httpRequest',
			4.2,
			{
				method: 'POST',
				url: `${sandbox.url}/helpline/api/cases`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: credential.type,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: `={{ JSON.stringify({ ${members} }) }}`,
			},
			{ credentials: credentialsOf(credential) },
		),
	];
}
