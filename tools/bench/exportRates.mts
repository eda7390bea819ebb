import type { INode, INodeParameters } from 'n8n-workflow';

import { startSandboxProcess, type SandboxProcess } from '../../test/support/sandbox.mts';
import { type Credential, credentialsOf, outputOf } from '../n8n/api.mts';
import type { LogEntry } from '../sandbox/journal.mts';
import { cpuWhile } from './cpu.mts';
import { inWords, type Measured, ratioLine } from './figures.mts';
import { pagesByHttpRequest } from './httpRequestPages.mts';
import { walkDeployed, walkPublished, type Walked } from './plainWalks.mts';
import { replay } from './replay.mts';
import { begin, ended, node, openStage, secondsOf, type Stage } from './stage.mts';

/** What a server on the internet takes; the made-up one then has a core to spare. */
const LATENCY_MS = 50;
const GOAL = { least: 0.8 };
const RUN_SECONDS = 900;

/** A list without children: the server of a helpline tells these apart from its cases. */
const PLAIN_FIELDS = ['case_number', 'title', 'status', 'priority', 'category', 'created_at'];

interface Way {
	what: string;
	login: 'apiKey' | 'login';
	parameters: INodeParameters;
	walk: (sandbox: SandboxProcess) => Promise<Walked>;
	walkedAs: string;
}

const WAYS: readonly Way[] = [
	{
		what: 'documented API, every field',
		login: 'apiKey',
		parameters: { profile: 'full' },
		walk: walkPublished,
		walkedAs: 'its list',
	},
	{
		what: "helpline's own server, own list of fields",
		login: 'login',
		parameters: { profile: 'own', fields: PLAIN_FIELDS },
		walk: async (sandbox) => await walkDeployed(sandbox, false),
		walkedAs: 'its list',
	},
	{
		what: "helpline's own server, every field",
		login: 'login',
		parameters: { profile: 'full' },
		walk: async (sandbox) => await walkDeployed(sandbox, true),
		walkedAs: 'its list and the clients of each page',
	},
];

/**
 * Cases a second out of both servers, with a real n8n, against a plain walk over the same list with
 * pages of the same size, and on the documented API against n8n's own nodes.
 */
export async function* exportRates(cases: number): AsyncGenerator<string> {
	const seeds = ['--seed-cases', String(cases), '--latency', String(LATENCY_MS)];
	const sandbox = await startSandboxProcess(seeds);
	const stage = await openStage('bench-export').catch(async (error: unknown) => {
		await sandbox.stop();
		throw error;
	});
	try {
		const credentials = await credentialsFor(stage, sandbox);
		yield `${LATENCY_MS} ms latency, pages of 100 (documented API) and 250 (helpline's own server):`;
		for (const way of WAYS) {
			const ours = ourNode(way, credentials[way.login]);
			// Everything that is loaded once is loaded now.
			await byNodes({ stage, sandbox, cases }, [ours]);
			const measured = await byNodes({ stage, sandbox, cases }, [ours]);
			yield `${way.what}: this node ${inWords(measured, 'cases')}, ${measured.log.length} requests`;
			const { log } = measured;
			const alone = { count: cases, seconds: await replay(sandbox, log), serverShare: null };
			yield ratioLine('this node against its own requests without n8n', measured, alone);
			const raw = await byHand(sandbox, cases, way.walk);
			yield `a plain walk over ${way.walkedAs}: ${inWords(raw, 'cases')}, ${raw.log.length} requests`;
			yield ratioLine('this node against the plain walk', measured, raw, GOAL);
		}
		const ours = await byNodes({ stage, sandbox, cases }, [ourNode(WAYS[0]!, credentials.apiKey)]);
		const naiveNodes = pagesByHttpRequest(sandbox.url, credentials.apiKey);
		const naive = await byNodes({ stage, sandbox, cases }, naiveNodes);
		yield `HTTP Request with pages, Split Out, Convert to File: ${inWords(naive, 'cases')}`;
		yield ratioLine('documented API, this node against these three', ours, naive);
	} finally {
		await stage.close();
		await sandbox.stop();
	}
}

async function credentialsFor({ api }: Stage, { url, deployedUrl, apiKey, login }: SandboxProcess) {
	const common = { requestsPerHour: 0 };
	return {
		apiKey: await api.createCredential('openChsApi', 'Key', { ...common, baseUrl: url, apiKey }),
		login: await api.createCredential('openChsLoginApi', 'Login', {
			...common,
			baseUrl: deployedUrl,
			...login,
		}),
	};
}

export function ourNode({ login, parameters }: Pick<Way, 'login' | 'parameters'>, of: Credential) {
	return node(
		'Export',
		'n8n-nodes-openchs.openChsJsonExport',
		1,
		{ operation: 'export', authentication: login, ...parameters },
		{ credentials: credentialsOf(of) },
	);
}

type Counted = Measured & { log: readonly LogEntry[] };

async function byNodes(
	{ stage, sandbox, cases }: { stage: Stage; sandbox: SandboxProcess; cases: number },
	nodes: readonly INode[],
): Promise<Counted> {
	await sandbox.admin.clearLog();
	const { result: execution, used } = await cpuWhile(
		sandbox.pid,
		async () => await ended(stage.api, await begin(stage.api, nodes), RUN_SECONDS),
	);
	const seconds = nodes.reduce((sum, { name }) => sum + secondsOf(execution, name), 0);
	const [{ name = '' } = {}] = nodes;
	const manifest = outputOf(execution, name).at(-1)?.json ?? {};
	if (name === 'Export' && (manifest.complete !== true || manifest.rows !== cases)) {
		throw new Error(`The export brought ${String(manifest.rows)} cases of ${cases}`);
	}
	const log = await sandbox.admin.log();
	return { count: cases, seconds, serverShare: used / seconds, log };
}

async function byHand(sandbox: SandboxProcess, cases: number, walk: Way['walk']): Promise<Counted> {
	await sandbox.admin.clearLog();
	const { result, used } = await cpuWhile(sandbox.pid, async () => await walk(sandbox));
	if (result.cases !== cases) throw new Error(`The walk met ${result.cases} cases of ${cases}`);
	const { seconds } = result;
	const log = await sandbox.admin.log();
	return { count: cases, seconds, serverShare: used / seconds, log };
}
