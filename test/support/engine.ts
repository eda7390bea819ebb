import { LoadOptionsContext, WorkflowExecute } from 'n8n-core';
import type {
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	ITaskData,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import type { LoggedLine } from './host.mts';
import { watchLog } from './host.mts';
import type { CredentialInput, Renewal } from './storedCredentials';
import { StoredCredentials } from './storedCredentials';
import type { Calls, NodeUnderTest, RunSettings } from './workflowParts';
import {
	additionalDataFor,
	connect,
	frameNodes,
	nameAt,
	NodeRegistry,
	TRIGGER,
} from './workflowParts';

export type { LoggedLine } from './host.mts';
export { readBinary, strayLog, useFilesystemBinary, useMemoryBinary } from './host.mts';
export type { CredentialInput, Renewal } from './storedCredentials';
export type { NodeUnderTest, RunSettings } from './workflowParts';

export type RunRequest = NodeUnderTest & RunSettings;

export interface NodeResult {
	/** Items for each output; those of all runs of the node one after the other. */
	outputs: INodeExecutionData[][];
	/** The same, run by run: more than one in a loop. */
	runs: INodeExecutionData[][][];
	hints: NodeExecutionHint[];
	/** What `execute` threw, try by try, as the live objects. */
	thrown: unknown[];
	/** How often `execute` was called. */
	tries: number;
	/** What n8n stores for each run of the node. */
	runData: ITaskData[];
}

export interface WorkflowResult {
	node(name: string): NodeResult;
	status: IRun['status'];
	/** The live error that ended the run, where one did; `storedError` is n8n's copy of it. */
	error?: Error;
	storedError?: unknown;
	executionId: string;
	/** The whole run as n8n stores it. */
	run?: IRun;
	log: LoggedLine[];
	renewals: Renewal[];
	/** What was sent to the browser of the person who runs the workflow by hand. */
	uiMessages: unknown[];
}

export type RunResult = WorkflowResult & NodeResult;

let lastExecutionId = 0;

/** Runs one node behind a trigger, in n8n's own engine. */
export async function runNode(request: RunRequest): Promise<RunResult> {
	const result = await runWorkflow({ ...request, nodes: [request] });
	return { ...result, ...result.node(request.name ?? nameAt(0)) };
}

/** Runs several nodes behind a trigger, one after the other unless `after` says otherwise. */
export async function runWorkflow(
	request: RunSettings & { nodes: NodeUnderTest[] },
): Promise<WorkflowResult> {
	const registry = new NodeRegistry();
	const credentials = new StoredCredentials(registry);
	const nodes = request.nodes.map((node, index) => registry.add(node, index, credentials));
	const workflow = new Workflow({
		id: request.workflowId ?? 'workflow-1',
		name: request.workflowName ?? 'Workflow under test',
		active: request.mode === 'trigger' || request.mode === 'webhook',
		nodes: [...frameNodes(request), ...nodes],
		connections: connect(request, nodes, registry),
		nodeTypes: registry,
		staticData: request.staticData,
		settings: {
			executionOrder: 'v1',
			...(request.timezone === undefined ? {} : { timezone: request.timezone }),
			...request.settings,
		},
	});
	const executionId = request.executionId ?? String(++lastExecutionId);
	const mode = request.mode ?? 'manual';
	const uiMessages: unknown[] = [];
	const additionalData = additionalDataFor(workflow, mode, executionId, credentials, uiMessages);
	const log: LoggedLine[] = [];
	const { run, failure } = await watchLog(
		log,
		async () => await execute(workflow, mode, additionalData, request),
	);

	const storedError = run?.data.resultData.error;
	const error = failure ?? liveError(storedError, registry.calls);
	return {
		node: (name) => nodeResult(run?.data.resultData.runData[name] ?? [], registry.callsOf(name)),
		status: run?.status ?? 'error',
		...(error ? { error } : {}),
		...(storedError ? { storedError } : {}),
		executionId,
		...(run ? { run } : {}),
		log,
		renewals: credentials.renewals,
		uiMessages,
	};
}

/** What a method of the node for the editor's lists and mappers is called with. */
export interface MethodRequest {
	parameters?: INodeParameters;
	credentials?: CredentialInput[];
	typeVersion?: number;
	/** What the person typed into the list's search. */
	filter?: string;
	paginationToken?: string;
	/** Path of the parameter that asks, for methods that look at it. */
	path?: string;
}

type Methods = NonNullable<INodeType['methods']>;
type MethodGroup = 'listSearch' | 'loadOptions' | 'resourceMapping';
type MethodResult<G extends MethodGroup> = Awaited<ReturnType<NonNullable<Methods[G]>[string]>>;

type EditorMethod<R> = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<R>;

/** Calls a list, options or mapper method as the editor does; rejects with what the method throws. */
export async function callMethod<G extends MethodGroup>(
	nodeType: NodeUnderTest['nodeType'],
	group: G,
	name: string,
	request: MethodRequest = {},
): Promise<{ result: MethodResult<G>; log: LoggedLine[]; renewals: Renewal[] }> {
	const registry = new NodeRegistry();
	const credentials = new StoredCredentials(registry);
	const node = registry.add({ ...request, nodeType, name: 'Temp-Node' }, 0, credentials);
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: registry,
	});
	const additionalData = additionalDataFor(workflow, 'internal', undefined, credentials, []);
	additionalData.currentNodeParameters = node.parameters;
	const context = new LoadOptionsContext(workflow, node, additionalData, request.path ?? '');
	const { methods } = registry.getByNameAndVersion(node.type, node.typeVersion);
	// The three groups differ in their result only, which the name of the group decides.
	const method = methods?.[group]?.[name] as EditorMethod<MethodResult<G>> | undefined;
	if (!method) throw new Error(`The node has no ${group} method '${name}'`);

	const log: LoggedLine[] = [];
	const result = await watchLog(log, async () => {
		await workflow.expression.acquireIsolate();
		return await method
			.call(context, request.filter, request.paginationToken)
			.finally(async () => await workflow.expression.releaseIsolate());
	});
	return { result, log, renewals: credentials.renewals };
}

async function execute(
	workflow: Workflow,
	mode: WorkflowExecuteMode,
	additionalData: IWorkflowExecuteAdditionalData,
	request: RunSettings,
): Promise<{ run?: IRun; failure?: Error }> {
	const startNode = workflow.getNode(TRIGGER) ?? undefined;
	const items = request.items ?? [{ json: {} }];
	const start: ITaskData = {
		startTime: 0,
		executionTime: 0,
		executionIndex: 0,
		source: [],
		data: { main: [items] },
	};
	try {
		const running = new WorkflowExecute(additionalData, mode).run({
			workflow,
			startNode,
			triggerToStartFrom: { name: TRIGGER, data: start },
		});
		const stop = () => running.cancel();
		if (request.signal?.aborted) stop();
		request.signal?.addEventListener('abort', stop, { once: true });
		void request.stopWhen?.then(stop, stop);
		return { run: await running };
	} catch (error) {
		// A workflow with open issues is refused before it starts.
		return { failure: error instanceof Error ? error : new Error(String(error)) };
	}
}

function nodeResult(runData: ITaskData[], calls: Calls): NodeResult {
	const runs = runData.map(({ data }) => (data?.main ?? []).map((items) => items ?? []));
	const width = Math.max(0, ...runs.map((run) => run.length));
	return {
		outputs: Array.from({ length: width }, (_, output) => runs.flatMap((run) => run[output] ?? [])),
		runs,
		hints: runData.flatMap(({ hints }) => hints ?? []),
		thrown: calls.thrown,
		tries: calls.tries,
		runData,
	};
}

/** n8n stores a plain copy; the test wants the object that was thrown, with its class and its cause. */
function liveError(stored: unknown, calls: Map<string, Calls>): Error | undefined {
	if (!isErrorLike(stored)) return undefined;
	const thrown = [...calls.values()].map((call) => call.thrown.at(-1)).filter(isErrorLike);
	const live = thrown.find(({ message }) => message === stored.message);
	return live instanceof Error ? live : Object.assign(new Error(stored.message), stored);
}

function isErrorLike(value: unknown): value is { message: string } {
	return typeof value === 'object' && value !== null && 'message' in value;
}
