import { setTimeout as wait } from 'node:timers/promises';

import { startSandboxProcess, type SandboxProcess } from '../../../../test/support/sandbox.mts';
import { waitFor } from '../../../common/wait.mts';
import { n8nApi, type N8nApi, type Owner } from '../../../n8n/api.mts';
import { type N8n, type N8nOptions, startN8n } from '../../../n8n/server.mts';
import type { Dialect } from '../../commandLine.mts';
import { compare, type Comparison, type Expected } from '../../compare.mts';
import { makeCredential } from '../../realN8n/credential.mts';
import { CODE, expectedOf } from '../names.mts';
import { type Recorder, startRecorder } from './recorder.mts';
import { workflowOf } from './workflow.mts';

/** So long nothing has come, and nothing is missing: that is the end. */
const QUIET_MS = 20_000;

/** Ends a run that goes on and on. */
const MOST_SETTLING_MS = 30 * 60_000;

export interface StageAsked {
	dialect: Dialect;
	n8n: N8nOptions;
	/** Who owns the n8n; nobody yet when absent. */
	owner?: Owner;
	/** 5, 10, 15, 20, 30 or 60. */
	secondsBetweenPolls: number;
}

/** A real n8n, a sandbox and a recorder, with the workflow between them. */
export interface Stage {
	readonly dialect: Dialect;
	readonly sandbox: SandboxProcess;
	readonly recorder: Recorder;
	readonly n8n: N8n;
	/** Publishes the workflow and returns when its beginning is stored: from then on everything counts. */
	publish(): Promise<number>;
	close(): Promise<void>;
}

export async function openStage(asked: StageAsked): Promise<Stage> {
	const sandbox = await startSandboxProcess(['--seed-cases', '20']);
	const recorder = await startRecorder();
	const n8n = await startN8n(asked.n8n);
	const close = async () => {
		await n8n.stop();
		await recorder.stop();
		await sandbox.stop();
	};
	try {
		const api = n8nApi(n8n.url);
		if (asked.owner) await api.login(asked.owner);
		else await api.setupOwner();
		const { dialect, secondsBetweenPolls } = asked;
		return {
			dialect,
			sandbox,
			recorder,
			n8n,
			publish: async () => {
				await publish(api, sandbox, dialect, recorder, secondsBetweenPolls);
				return Date.now();
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

async function publish(
	api: N8nApi,
	sandbox: SandboxProcess,
	dialect: Dialect,
	recorder: Recorder,
	secondsBetweenPolls: number,
): Promise<void> {
	const credential = await makeCredential(api, sandbox, dialect, CODE);
	const recorderUrl = recorder.url;
	const { id } = await api.createWorkflow(
		workflowOf({ dialect, credential, recorderUrl, secondsBetweenPolls }),
	);
	await sandbox.admin.clearLog();
	await api.activate(id);
	// The first poll follows at once and stores the beginning.
	await waitFor('the first poll', 90, async () =>
		(await sandbox.admin.log()).length >= 3 ? true : undefined,
	);
	await wait(3_000);
}

export interface Settled extends Comparison {
	expected: Expected[];
}

/**
 * Waits until nothing is missing and nothing comes any more, or until nothing has come for so long that
 * what is missing is lost.
 */
export async function settle(stage: Stage, from: number, mostQuietMs: number): Promise<Settled> {
	const { dialect, sandbox, recorder } = stage;
	const wanted = { dialect, onlyNew: false, withContacts: false, startsNow: true, from };
	const begun = Date.now();
	const end = begun + MOST_SETTLING_MS;
	for (;;) {
		const expected = expectedOf(await sandbox.admin.changes(), wanted);
		const comparison = compare(expected, recorder.acted);
		const quietMs = Date.now() - Math.max(begun, recorder.acted.at(-1)?.at ?? 0);
		const isOver = comparison.lost.length === 0 && quietMs > QUIET_MS;
		if (isOver || quietMs > mostQuietMs || Date.now() > end) return { ...comparison, expected };
		await wait(2_000);
	}
}
