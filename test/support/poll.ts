import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy, Workflow } from 'n8n-workflow';

import type { LoggedLine, NodeUnderTest, Renewal } from './engine';
import { watchLog } from './host.mts';
import { StoredCredentials } from './storedCredentials';
import { additionalDataFor, NodeRegistry } from './workflowParts';

export interface PollRequest
	extends Pick<NodeUnderTest, 'nodeType' | 'parameters' | 'credentials' | 'typeVersion' | 'name'> {
	/** The node's static data; give the same object to the next poll. */
	memory: IDataObject;
	mode?: Extract<WorkflowExecuteMode, 'trigger' | 'manual'>;
	activation?: WorkflowActivateMode;
	workflowId?: string;
	timezone?: string;
	/** What `getPollBudgetMs` tells; five minutes when absent, as in n8n's default engine. */
	budgetMilliseconds?: number;
	/** n8n's durable engine takes the memory of a poll that throws back; the default one keeps it. */
	isDurable?: boolean;
}

export interface PollResult {
	/** Null when the poll had nothing to deliver, or threw. */
	outputs: INodeExecutionData[][] | null;
	error?: unknown;
	log: LoggedLine[];
	renewals: Renewal[];
}

const FIVE_MINUTES = 5 * 60 * 1000;

/** Polls once, as n8n does for a published workflow. */
export async function pollNode(request: PollRequest): Promise<PollResult> {
	const { memory, timezone, mode = 'trigger' } = request;
	const registry = new NodeRegistry();
	const credentials = new StoredCredentials(registry);
	const node = registry.add({ ...request, name: request.name ?? 'Trigger' }, 0, credentials);
	const workflow = new Workflow({
		id: request.workflowId ?? 'workflow-1',
		name: 'Workflow under test',
		active: mode === 'trigger',
		nodes: [node],
		connections: {},
		nodeTypes: registry,
		settings: { executionOrder: 'v1', ...(timezone === undefined ? {} : { timezone }) },
	});
	const additionalData = additionalDataFor(workflow, mode, undefined, credentials, []);
	const working = request.isDurable ? deepCopy(memory) : memory;
	const context = new PollContext(
		workflow,
		node,
		additionalData,
		mode,
		request.activation ?? 'activate',
		undefined,
		undefined,
		undefined,
		undefined,
		() => working,
		() => request.budgetMilliseconds ?? FIVE_MINUTES,
	);
	const { poll } = registry.getByNameAndVersion(node.type, node.typeVersion);
	if (!poll) throw new Error('The node does not poll');

	const log: LoggedLine[] = [];
	const { renewals } = credentials;
	try {
		const outputs = await watchLog(log, async () => await poll.call(context));
		if (request.isDurable) replace(memory, working);
		return { outputs, log, renewals };
	} catch (error) {
		return { outputs: null, error, log, renewals };
	}
}

function replace(memory: IDataObject, next: IDataObject): void {
	for (const key of Object.keys(memory)) delete memory[key];
	Object.assign(memory, next);
}
