import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';

import { temporaryFolder } from '../common/files.mts';
import { waitFor } from '../common/wait.mts';
import { demoOwner, errorOf, n8nApi, type Execution, type N8nApi } from '../n8n/api.mts';
import { packPackage } from '../n8n/pack.mts';
import { startN8n } from '../n8n/server.mts';
import { processIn } from './memory.mts';

/** A real n8n with this package in it, which keeps its files on disk. */
export interface Stage {
	readonly api: N8nApi;
	/** The folder that n8n reads files from. */
	readonly files: string;
	/** Of n8n's main process. */
	pid(): number;
	/** A fresh process with the same data. */
	restart(): Promise<void>;
	close(): Promise<void>;
}

export async function openStage(purpose: string, env: NodeJS.ProcessEnv = {}): Promise<Stage> {
	const userFolder = realpathSync(temporaryFolder(purpose));
	const files = join(userFolder, '.n8n-files');
	mkdirSync(files, { recursive: true });
	const n8n = await startN8n({
		userFolder,
		tarball: await packPackage(),
		env: { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem', ...env },
	});
	const close = async () => {
		await n8n.stop();
		rmSync(userFolder, { recursive: true, force: true });
	};
	const api = n8nApi(n8n.url);
	try {
		await api.setupOwner();
	} catch (error) {
		await close();
		throw error;
	}
	return {
		api,
		files,
		pid: () => processIn(userFolder),
		restart: async () => {
			await n8n.restart();
			await api.login(demoOwner);
		},
		close,
	};
}

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters, ...more };
}

/** Starts these nodes one behind the other; the ID of the execution. */
export async function begin(api: N8nApi, nodes: readonly INode[]): Promise<string> {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger', 1, {}), ...nodes];
	const connections = Object.fromEntries(
		nodes.map(({ name }, index) => [
			all[index]?.name ?? '',
			{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
		]),
	);
	const settings = { executionOrder: 'v1' as const, saveManualExecutions: true };
	const { id } = await api.createWorkflow({ name: 'Bench', nodes: all, connections, settings });
	return await api.startWorkflow(id);
}

/** Waits for an execution that must go through. */
export async function ended(api: N8nApi, id: string, limitSeconds: number): Promise<Execution> {
	const execution = await waitFor(`execution ${id}`, limitSeconds, async () => {
		const now = await api.getExecution(id).catch(unlessBusy);
		return now && ['success', 'error', 'crashed'].includes(now.status) ? now : undefined;
	});
	if (execution.status !== 'success') throw new Error(errorOf(execution) ?? execution.status);
	return execution;
}

/** An n8n whose only core is taken for seconds says that its database is not ready; later it is. */
function unlessBusy(error: unknown): undefined {
	if (!String(error).includes(' 503 ')) throw error;
}

/** What a node itself took, by n8n's own clock: reading before it and storing behind it are left out. */
export function secondsOf({ data }: Execution, name: string): number {
	const [run] = data.resultData.runData[name] ?? [];
	if (!run) throw new Error(`The node '${name}' did not run`);
	return run.executionTime / 1000;
}
