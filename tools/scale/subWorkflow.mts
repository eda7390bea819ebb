import type { INode } from 'n8n-workflow';

import { none, type Measured } from '../examples/check.mts';
import type { WorkflowFile } from '../n8n/api.mts';
import type { QueueMode } from './queueMode.mts';

const RUNS = 3;

/**
 * Why the example sends its parts over HTTP: what Execute Sub-workflow calls is no run of the queue, so
 * no other worker can take it.
 */
export async function subWorkflowsStay({ api, workers }: QueueMode): Promise<Measured[]> {
	const child = await api.createWorkflow(
		inOrder('Child', [
			node('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
			node('Nothing', 'n8n-nodes-base.noOp', 1, {}),
		]),
	);
	const parent = await api.createWorkflow(
		inOrder('Parent', [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
				workflowId: { __rl: true, mode: 'id', value: child.id },
				options: {},
			}),
		]),
	);
	for (let run = 0; run < RUNS; run += 1) {
		const { status } = await api.runWorkflow(parent.id);
		if (status !== 'success') throw new Error(`The calling workflow ended with ${status}`);
	}
	const begun = (id: string) => workers.some((worker) => worker.begun().has(id));
	const called = await api.listExecutions(child.id);
	const calling = await api.listExecutions(parent.id);
	return [
		{
			promise: `runs of a workflow and of the sub-workflow that it calls`,
			measured: `${calling.length} given to a worker, ${called.length} called`,
			isMet: called.length === RUNS && calling.every(({ id }) => begun(id)),
		},
		none('runs of the sub-workflow that went through the queue', called.filter(({ id }) => begun(id)).length),
	];
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INode['parameters'],
): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

function inOrder(name: string, nodes: readonly [INode, INode]): WorkflowFile {
	const [first, second] = nodes;
	return {
		name,
		nodes,
		connections: { [first.name]: { main: [[{ node: second.name, type: 'main', index: 0 }]] } },
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'all',
			saveManualExecutions: true,
		},
	};
}
