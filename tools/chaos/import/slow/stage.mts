import type { IDataObject } from 'n8n-workflow';

import { startSandboxProcess, type SandboxProcess } from '../../../../test/support/sandbox.mts';
import { type Execution, n8nApi, type N8nApi, outputOf, type Owner } from '../../../n8n/api.mts';
import { type N8n, type N8nOptions, startN8n } from '../../../n8n/server.mts';
import type { Dialect } from '../../commandLine.mts';
import { makeCredential } from '../../realN8n/credential.mts';
import type { Held, ImportFile } from '../expected.mts';
import { IMPORT, workflowOf } from './workflow.mts';

export interface StageAsked {
	dialect: Dialect;
	n8n: N8nOptions;
	/** Who owns the n8n; nobody yet when absent. */
	owner?: Owner;
}

/** What a run of the import came to. */
export interface Ended {
	summary: IDataObject;
	/** Of each row to fix: `<row> <column> <code>`. */
	told: string[];
}

/** A real n8n and a sandbox, with one import between them. */
export interface Stage {
	readonly sandbox: SandboxProcess;
	readonly n8n: N8n;
	/** An empty server, and a workflow that imports this file. */
	begin(file: ImportFile): Promise<void>;
	/** Presses Execute; returns when n8n has begun. */
	start(): Promise<string>;
	/** Null when the run failed. */
	ended(execution: string): Promise<Ended | null>;
	held(): Promise<Held>;
	close(): Promise<void>;
}

/** A run through every fault waits a good deal. */
const MOST_RUN_SECONDS = 420;
/** A helpline's server takes its time, which spreads a run over seconds that can be hit. */
const LATENCY_MS = 30;

export async function openStage({ dialect, owner, ...asked }: StageAsked): Promise<Stage> {
	const sandbox = await startSandboxProcess();
	const n8n = await startN8n(asked.n8n);
	const close = async () => {
		await n8n.stop();
		await sandbox.stop();
	};
	try {
		const api: N8nApi = n8nApi(n8n.url);
		if (owner) await api.login(owner);
		else await api.setupOwner();
		const credential = await makeCredential(api, sandbox, dialect, 'chaos');
		let workflow = '';
		return {
			sandbox,
			n8n,
			begin: async (file) => {
				await sandbox.admin.reset('empty');
				await sandbox.admin.setOption('latencyMs', LATENCY_MS);
				workflow = (await api.createWorkflow(workflowOf(dialect, file, credential))).id;
			},
			start: async () => await api.startWorkflow(workflow),
			ended: async (execution) => endedOf(await api.waitForExecution(execution, MOST_RUN_SECONDS)),
			held: async () => await heldBy(dialect, sandbox),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

function endedOf(execution: Execution): Ended | null {
	if (execution.status !== 'success') return null;
	const told = outputOf(execution, IMPORT, 1).map(
		({ json }) => `${json.row} ${json.column} ${json.code}`,
	);
	return { summary: outputOf(execution, IMPORT).at(-1)?.json ?? {}, told };
}

async function heldBy(dialect: Dialect, { admin }: SandboxProcess): Promise<Held> {
	const cases = (await admin.cases()).filter((row) => row.deleted_at === null);
	const titleOf = new Map(cases.map(({ id, title }) => [String(id), title]));
	const titles = [...titleOf.values()];
	if (dialect === 'published') return { titles, children: null };
	const clients = await admin.deployed('clients');
	return { titles, children: clients.map((row) => titleOf.get(row.case_id_ ?? '') ?? '') };
}
