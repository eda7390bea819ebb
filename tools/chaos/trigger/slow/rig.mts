import { setTimeout as wait } from 'node:timers/promises';

import { startSandboxProcess, type SandboxProcess } from '../../../../test/support/sandbox.mts';
import { between, randomFrom } from '../../../common/random.mts';
import { waitFor } from '../../../common/wait.mts';
import { n8nApi, type N8nApi, type Owner } from '../../../n8n/api.mts';
import { packPackage } from '../../../n8n/pack.mts';
import { type N8nOptions, startN8n } from '../../../n8n/server.mts';
import type { ChaosCommandLine, Dialect } from '../../commandLine.mts';
import { compare, type Comparison } from '../../compare.mts';
import { type Outcome, sumOf } from '../../target.mts';
import { CODE, expectedOf } from '../names.mts';
import { AIMS, type Aim, nextMoment } from './kills.mts';
import { type Recorder, startRecorder } from './recorder.mts';
import { storedKeys } from './stored.mts';
import { workflowOf } from './workflow.mts';
import { startWriters } from './writers.mts';

/** The fault mix that the trigger has to live with; times are short, or nothing would happen for minutes. */
const FAULTS = [
	'rate-limit=2;share=0.1',
	'status=502;share=0.05',
	'cut-before;share=0.01',
	'cut-after;share=0.01',
	'slow;share=0.01',
];
/** So long nothing has come, and nothing is missing: that is the end. */
const QUIET_MS = 20_000;
/** So long at most is waited for what is missing. */
const MOST_QUIET_MS = 180_000;
/** A run of fewer kills is over before a backup would be old. */
const KILLS_WITH_RESTORE = 6;

export interface SlowRun extends Comparison {
	kills: ReadonlyMap<Aim, number>;
	/** Keys that Remove Duplicates had stored when n8n was killed before the node behind it: out of the trigger's hands. */
	swallowed: string[];
}

/** A real n8n, killed as a power cut does it, polled every five seconds. */
export async function slowRig(asked: ChaosCommandLine): Promise<Outcome> {
	const tarball = await packPackage();
	const outcomes: Outcome[] = [];
	for (const dialect of asked.dialects) {
		const run = await slowRun({ ...asked, dialect, n8n: { tarball } });
		console.log(inWords(dialect, run));
		outcomes.push({ lost: run.lost.length, doubled: run.doubled.length, problems: [] });
	}
	return sumOf(outcomes);
}

export interface SlowAsked {
	dialect: Dialect;
	/** Kills. */
	runs: number;
	seed: number;
	n8n: N8nOptions;
	/** Who owns the n8n; nobody yet when absent. */
	owner?: Owner;
}

export async function slowRun(asked: SlowAsked): Promise<SlowRun> {
	const random = randomFrom(asked.seed);
	const sandbox = await startSandboxProcess(['--seed-cases', '20']);
	const recorder = await startRecorder();
	const n8n = await startN8n(asked.n8n);
	try {
		const api = n8nApi(n8n.url);
		if (asked.owner) await api.login(asked.owner);
		else await api.setupOwner();
		await sandbox.admin.setOption('clockSkewSeconds', between(random, -60, 60));
		await sandbox.admin.setOption('pageCap', 20);
		await sandbox.admin.setOption('listCap', 40);
		await publish(api, sandbox, asked.dialect, recorder);
		const from = Date.now();
		const { dialect } = asked;
		await sandbox.admin.setOption('lateMs', 5_000);
		await sandbox.admin.setOption('lateShare', 0.1);
		await sandbox.admin.setFaults(FAULTS.map((fault) => ofServer(fault, dialect)));

		const writers = startWriters(sandbox, random);
		const kills = new Map<Aim, number>();
		for (let kill = 1; kill <= asked.runs; kill++) {
			if (asked.runs >= KILLS_WITH_RESTORE) await restoreInBetween(kill, asked.runs, sandbox);
			const aim = await nextMoment(sandbox, recorder, random);
			await n8n.kill();
			kills.set(aim, (kills.get(aim) ?? 0) + 1);
			await n8n.restart();
		}
		await writers.stop();
		await sandbox.admin.clearFaults();
		const comparison = await settle(sandbox, recorder, dialect, from);
		const stored = storedKeys(n8n.userFolder, comparison.lost);
		return {
			...comparison,
			lost: comparison.lost.filter((key) => !stored.has(key)),
			swallowed: [...stored],
			kills,
		};
	} finally {
		await n8n.stop();
		await recorder.stop();
		await sandbox.stop();
	}
}

function ofServer(fault: string, dialect: Dialect): string {
	return `${fault};server=${dialect}`;
}

/** Returns when the first poll is over: from then on everything counts. */
async function publish(
	api: N8nApi,
	sandbox: SandboxProcess,
	dialect: Dialect,
	recorder: Recorder,
): Promise<void> {
	const common = { helplineCode: CODE, requestsPerHour: 1_000_000 };
	const credential =
		dialect === 'published'
			? await api.createCredential('openChsApi', 'Chaos', {
					...common,
					baseUrl: sandbox.url,
					apiKey: sandbox.apiKey,
				})
			: await api.createCredential('openChsLoginApi', 'Chaos', {
					...common,
					baseUrl: sandbox.deployedUrl,
					...sandbox.login,
				});
	const workflow = workflowOf({
		dialect,
		credential,
		recorderUrl: recorder.url,
		isEveryMinute: false,
	});
	const { id } = await api.createWorkflow(workflow);
	await sandbox.admin.clearLog();
	await api.activate(id);
	// Three polls of five seconds: the baseline of the first one is stored.
	await waitFor('the first polls', 90, async () =>
		(await sandbox.admin.log()).length >= 3 ? true : undefined,
	);
	await wait(2_000);
}

/** A backup at a third of the way, and back to it a little later. */
async function restoreInBetween(kill: number, all: number, sandbox: SandboxProcess): Promise<void> {
	if (kill === Math.ceil(all / 3)) await sandbox.admin.takeBackup();
	if (kill === Math.ceil(all / 3) + 2) await sandbox.admin.restoreBackup();
}

/** Waits until nothing is missing and nothing comes any more, or until it is clear that something is lost. */
async function settle(
	sandbox: SandboxProcess,
	recorder: Recorder,
	dialect: Dialect,
	from: number,
): Promise<Comparison> {
	const wanted = { dialect, onlyNew: false, withContacts: false, startsNow: true, from };
	const end = Date.now() + MOST_QUIET_MS;
	for (;;) {
		const changes = await sandbox.admin.changes();
		const comparison = compare(expectedOf(changes, wanted), recorder.acted);
		const quietMs = Date.now() - (recorder.acted.at(-1)?.at ?? 0);
		const isOver = comparison.lost.length === 0 && quietMs > QUIET_MS;
		if (isOver || Date.now() > end) return comparison;
		await wait(2_000);
	}
}

function inWords(dialect: Dialect, run: SlowRun): string {
	const { due, lost, doubled, swallowed, longestDelayMs, kills } = run;
	const some = (keys: readonly string[]) => keys.slice(0, 5).join(', ');
	return [
		`${dialect}: ${due} changes due, lost ${lost.length}, doubled ${doubled.length}`,
		...AIMS.map((aim) => `  killed ${kills.get(aim) ?? 0} times: ${aim}`),
		`  longest from visible to acted on: ${Math.round(longestDelayMs / 1000)} s`,
		`  killed between Remove Duplicates and the node behind it, and not acted on for that: ${swallowed.length}`,
		...(lost.length > 0 ? [`  lost: ${some(lost)}`] : []),
		...(doubled.length > 0 ? [`  doubled: ${some(doubled)}`] : []),
	].join('\n');
}
