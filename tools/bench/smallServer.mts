import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import type { INode } from 'n8n-workflow';

import { startSandboxProcess, type SandboxProcess } from '../../test/support/sandbox.mts';
import { compare, delaysOf } from '../chaos/compare.mts';
import { importFile, judge } from '../chaos/import/expected.mts';
import { CODE, expectedOf } from '../chaos/trigger/names.mts';
import { startRecorder, type Recorder } from '../chaos/trigger/slow/recorder.mts';
import { waitFor } from '../common/wait.mts';
import { everySeconds } from '../examples/own.mts';
import { credentialsOf, outputOf, type Credential } from '../n8n/api.mts';
import { grouped, median, percent } from './figures.mts';
import { tieTo, watchUse, withChildren } from './oneCore.mts';
import { begin, ended, node, openStage, secondsOf, type Stage } from './stage.mts';
import { checksIn, liveDay, WEEK } from './week.mts';

const [N8N_CORE, OTHER_CORE] = ['0', '1'] as const;
/** 1 GiB in all: n8n and its task runner, where the code of workflows runs. */
const HEAPS = { n8n: 768, runner: 256 } as const;
const ARCHIVE = 3_000;
const LATENCY_MS = 50;
const DAY_SECONDS = 60;
const CHECK_SECONDS = 5;
/** Of the day; the import is on the third. */
const [NIGHT, NOON, IMPORT_DAY] = [45, 10, 2] as const;
const ROWS = 1_000;
const RUN_SECONDS = 300;
const REST_SECONDS = 120;

/**
 * A week of a helpline on one core: calls and cases come in, the trigger checks and a workflow acts on
 * each, every night all cases are exported, on the third day a file is imported. A day takes a minute.
 */
export async function* benchSmallServer(): AsyncGenerator<string> {
	const cores = availableParallelism();
	if (cores < 2) throw new Error('Two cores are needed, one of them for the server');
	await tieTo(OTHER_CORE, [process.pid]);
	const sandbox = await startSandboxProcess(['--seed-cases', String(ARCHIVE)]);
	const recorder = await startRecorder();
	try {
		await sandbox.admin.setOption('latencyMs', LATENCY_MS);
		const stage = await openStage('bench-small', {
			NODE_OPTIONS: `--max-old-space-size=${HEAPS.n8n}`,
			N8N_RUNNERS_MAX_OLD_SPACE_SIZE: String(HEAPS.runner),
		});
		try {
			yield* week({ stage, sandbox, recorder });
		} finally {
			await stage.close();
		}
	} finally {
		await recorder.stop();
		await sandbox.stop();
		await tieTo(`0-${cores - 1}`, [process.pid]);
	}
}

interface Rig {
	stage: Stage;
	sandbox: SandboxProcess;
	recorder: Recorder;
}

async function* week({ stage, sandbox, recorder }: Rig): AsyncGenerator<string> {
	const { admin } = sandbox;
	const file = importFile('deployed', { rows: ROWS, bad: 0 });
	const path = join(stage.files, 'old cases.csv');
	writeFileSync(path, file.text);
	const work = await credentialAt(stage, sandbox, 'localhost');
	const watched = await credentialAt(stage, sandbox, '127.0.0.1');
	const read = node('Read', 'n8n-nodes-base.readWriteFile', 1, { fileSelector: path });
	const load = ours('Import', 'openChsCsvImport', work, { mode: 'import', values: file.values });
	const out = ours('Export', 'openChsJsonExport', work, {
		operation: 'export',
		form: 'jsonl',
		profile: 'full',
	});
	const verify = node('Verify', 'n8n-nodes-openchs.openChsJsonExport', 1, { operation: 'verify' });

	const isCheck = ({ host }: { host: string | null }) => host?.startsWith('127.0.0.1') === true;
	const workflow = await publishTrigger(stage, watched, recorder);
	// The first check asks many times and takes what it meets as known: a later one has to have been there.
	await waitFor('the first checks', REST_SECONDS, async () => {
		const requests = (await admin.log()).filter(isCheck);
		const slots = requests.map(({ at }) => Math.floor(Date.parse(at) / (CHECK_SECONDS * 1_000)));
		return new Set(slots).size >= 3 ? true : undefined;
	});
	await tieTo(N8N_CORE, withChildren(stage.pid()));
	const use = watchUse(withChildren(stage.pid()));
	const started = Date.now();
	const running: Array<Promise<string>> = [];
	const nightly = async () => {
		const execution = await ended(stage.api, await begin(stage.api, [out, verify]), RUN_SECONDS);
		const { json } = outputOf(execution, 'Verify').at(-1) ?? {};
		if (json?.complete !== true) throw new Error('An export was not verified');
		return `${grouped(Number(json.rows))} cases exported and verified in ${secondsOf(execution, 'Export').toFixed(1)} s`;
	};
	const importing = async () => {
		const execution = await ended(stage.api, await begin(stage.api, [read, load]), RUN_SECONDS);
		const { json } = outputOf(execution, 'Import').at(-1) ?? {};
		return `${grouped(Number(json?.imported))} rows imported in ${secondsOf(execution, 'Import').toFixed(1)} s`;
	};

	for (let day = 0; day < WEEK.days; day += 1) {
		await admin.clearLog();
		const from = Date.now();
		const written = await liveDay(admin, day, DAY_SECONDS, (second) => {
			if (second === NIGHT) running.push(nightly());
			if (second === NOON && day === IMPORT_DAY) running.push(importing());
		});
		const done = await Promise.all(running.splice(0));
		const until = Date.now();
		const { cpu, megabytes } = use.take();
		const requests = (await admin.log()).filter(isCheck);
		const everyMs = CHECK_SECONDS * 1_000;
		const { due, made, latestSeconds } = checksIn(requests, { from, until, everyMs });
		const share = percent(cpu / ((until - from) / 1000));
		yield [
			`day ${day + 1}: ${grouped(written.calls)} calls, ${written.cases} cases; ${done.join('; ')}`,
			`${made} of ${due} checks, the latest ${latestSeconds.toFixed(1)} s after its second`,
			`n8n ${cpu.toFixed(1)} s of its core (${share}), at most ${megabytes.toFixed(0)} MB`,
		].join('; ');
	}

	const due = expectedOf(await admin.changes(), {
		dialect: 'deployed',
		onlyNew: true,
		withContacts: true,
		// What hangs on a case is due a minute later, and nothing was written in that minute.
		from: started - 60_000,
		startsNow: true,
	});
	await waitFor('what came last', REST_SECONDS, () =>
		compare(due, recorder.acted).lost.length === 0 ? true : undefined,
	).catch(() => undefined);
	use.stop();
	const delays = delaysOf(due, recorder.acted);
	const told = compare(due, recorder.acted);
	yield `the week: ${grouped(told.due)} changes, ${grouped(recorder.acted.length)} acted on, lost ${told.lost.length}, doubled ${told.doubled.length}; after ${(median(delays) / 1000).toFixed(1)} s in the middle, ${(told.longestDelayMs / 1000).toFixed(1)} s at most`;
	const runs = await stage.api.listExecutions(workflow);
	const broken = runs.filter(({ status }) => status !== 'success');
	const lostAt = due.filter(({ key }) => told.lost.includes(key)).map(({ visibleFrom }) => visibleFrom);
	const moments = lostAt.map((at) => ((at - started) / 1000).toFixed(0));
	yield `runs of the workflow that did not end well: ${broken.length}${told.lost.length === 0 ? '' : `; what was lost came at second ${[...new Set(moments)].join(', ')}`}`;
	const titles = (await admin.cases()).map(({ title }) => title);
	const imported = judge(file.titles, { titles, children: null });
	yield `the file: ${ROWS} rows, lost ${imported.lost.length}, doubled ${imported.doubled.length}`;
}

/** The server is one; by the name under which it is asked, a check is told from other requests. */
async function credentialAt(
	{ api }: Stage,
	{ deployedUrl, login }: SandboxProcess,
	host: string,
): Promise<Credential> {
	const address = new URL(deployedUrl);
	address.hostname = host;
	return await api.createCredential('openChsLoginApi', host, {
		baseUrl: address.href.replace(/\/$/, ''),
		...login,
		helplineCode: CODE,
		requestsPerHour: 0,
	});
}

function ours(
	name: string,
	type: string,
	credential: Credential,
	parameters: INode['parameters'],
): INode {
	return node(
		name,
		`n8n-nodes-openchs.${type}`,
		1,
		{ authentication: 'login', ...parameters },
		{ credentials: credentialsOf(credential) },
	);
}

/** Acts on each change by a call of its own, as a workflow does. */
async function publishTrigger(
	{ api }: Stage,
	credential: Credential,
	{ url }: Recorder,
): Promise<string> {
	const trigger = ours('Trigger', 'openChsTrigger', credential, {
		events: ['caseCreated', 'communicationReceived', 'recordingAvailable'],
		startFrom: 'now',
		...everySeconds(CHECK_SECONDS),
	});
	const act = node('Act', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ { keys: [$json.change_key] } }}',
		options: {},
	});
	const { id } = await api.createWorkflow({
		name: 'Watch',
		nodes: [trigger, act],
		connections: { Trigger: { main: [[{ node: 'Act', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	});
	await api.activate(id);
	return id;
}
