import {
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	LoadOptionsContext,
	WorkflowExecute,
} from 'n8n-core';
import type {
	IConnections,
	IDataObject,
	ILoadOptionsFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	ITaskData,
	IVersionedNodeType,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	NodeExecutionHint,
	OnError,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { isNodeClassInstance, NodeConnectionTypes, NodeHelpers, Workflow } from 'n8n-workflow';

import type { LoggedLine } from './host.mts';
import { service, watchLog } from './host.mts';
import type { CredentialInput, Renewal } from './storedCredentials';
import { StoredCredentials } from './storedCredentials';

export type { LoggedLine } from './host.mts';
export { readBinary, strayLog, useFilesystemBinary, useMemoryBinary } from './host.mts';
export type { CredentialInput, Renewal } from './storedCredentials';

type AnyNodeType = INodeType | IVersionedNodeType;

/** One node of the workflow, with what a person sets on it. */
export interface NodeUnderTest {
	/** Its name on the canvas; `Node` when it is alone, `Node 2` for the second, and so on. */
	name?: string;
	nodeType: AnyNodeType | (new () => AnyNodeType);
	/** The stored type name; an agent of the newer engine runs a node by its `…Tool` name. */
	typeName?: string;
	typeVersion?: number;
	parameters?: INodeParameters;
	credentials?: CredentialInput[];
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	/** Milliseconds; n8n's own default is a second, here it is one millisecond. */
	waitBetweenTries?: number;
	executeOnce?: boolean;
	/** Where its items come from; the first output of the node before it in the list when absent. */
	after?: { node: string; output?: number };
}

export interface RunSettings {
	/** What the trigger hands on; one empty item when absent. */
	items?: INodeExecutionData[];
	mode?: WorkflowExecuteMode;
	/** A new one for each run when absent. */
	executionId?: string;
	workflowId?: string;
	workflowName?: string;
	timezone?: string;
	settings?: IWorkflowSettings;
	/** Static data of the workflow, by node (`node:<name>`) or `global`; it is changed in place. */
	staticData?: IDataObject;
	/** Runs the nodes once for each batch, as behind Loop Over Items. */
	loop?: { batchSize: number };
	/** Stops the run as the button in the editor does. */
	signal?: AbortSignal;
	/** Stops the run as soon as this promise settles. */
	stopWhen?: Promise<unknown>;
}

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

const TRIGGER = 'Start';
const LOOP = 'Loop Over Items';
const TRIGGER_TYPE = 'n8n-nodes-base.manualTrigger';
const LOOP_TYPE = 'n8n-nodes-base.splitInBatches';
const PACKAGE = 'n8n-nodes-openchs';
const ADDRESS = 'http://localhost:5678/';

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

interface Calls {
	tries: number;
	thrown: unknown[];
}

/** The node types of one workflow, watched so that live errors and tries can be told. */
class NodeRegistry implements INodeTypes {
	readonly calls = new Map<string, Calls>();

	private readonly types = new Map<string, AnyNodeType>([
		[TRIGGER_TYPE, stubTrigger],
		[LOOP_TYPE, stubLoop],
	]);

	add(request: NodeUnderTest, index: number, credentials: StoredCredentials): INode {
		const { nodeType } = request;
		const type = typeof nodeType === 'function' ? new nodeType() : nodeType;
		const typeName = request.typeName ?? `${PACKAGE}.${type.description.name}`;
		const known = this.types.get(typeName);
		if (known && known.constructor !== type.constructor) {
			throw new Error(`Two different node types are called '${typeName}'`);
		}
		this.types.set(typeName, known ?? type);
		const typeVersion = request.typeVersion ?? newestVersion(type);
		const description = NodeHelpers.getVersionedNodeType(type, typeVersion).description;
		const name = request.name ?? nameAt(index);
		this.calls.set(name, { tries: 0, thrown: [] });
		const { onError, retryOnFail, maxTries, executeOnce } = request;
		const chosen = (request.credentials ?? []).map((one) => credentials.add(one));
		const node: INode = {
			id: `node-${index + 1}`,
			name,
			type: typeName,
			typeVersion,
			position: [(index + 2) * 200, 0],
			parameters: request.parameters ?? {},
			...(chosen.length > 0 ? { credentials: Object.fromEntries(chosen) } : {}),
			...(onError === undefined ? {} : { onError }),
			...(retryOnFail ? { retryOnFail, waitBetweenTries: request.waitBetweenTries ?? 1 } : {}),
			...(maxTries === undefined ? {} : { maxTries }),
			...(executeOnce ? { executeOnce } : {}),
		};
		// n8n stores no defaults; they are worked out when the workflow is read.
		node.parameters =
			NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				true,
				false,
				node,
				description,
			) ?? {};
		return node;
	}

	callsOf(name: string): Calls {
		const calls = this.calls.get(name);
		if (!calls) throw new Error(`There is no node '${name}' in this workflow`);
		return calls;
	}

	getByName(typeName: string): AnyNodeType {
		const type = this.types.get(typeName);
		if (!type) throw new Error(`There is no node type '${typeName}'`);
		return type;
	}

	getByNameAndVersion(typeName: string, version?: number): INodeType {
		const type = NodeHelpers.getVersionedNodeType(this.getByName(typeName), version);
		return typeName.startsWith(PACKAGE) ? this.watched(type) : type;
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	private watched(type: INodeType): INodeType {
		const { execute } = type;
		if (!execute) return type;
		const callsOf = (name: string) => this.callsOf(name);
		const watching: INodeType['execute'] = async function (...parameters) {
			// A node of n8n's newer class form gets its context as a parameter instead of as `this`.
			const [first] = parameters as unknown[];
			const context = isNodeClassInstance(type) ? (first as typeof this) : this;
			const calls = callsOf(context.getNode().name);
			calls.tries++;
			const attempt = execute.apply(isNodeClassInstance(type) ? (type as never) : this, parameters);
			attempt.catch((error: unknown) => calls.thrown.push(error));
			return await attempt;
		};
		return Object.create(type, { execute: { value: watching } }) as INodeType;
	}
}

function nameAt(index: number): string {
	return index === 0 ? 'Node' : `Node ${index + 1}`;
}

function newestVersion(type: AnyNodeType): number {
	if ('nodeVersions' in type) return type.currentVersion;
	const { version, defaultVersion } = type.description;
	return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
}

const stubTrigger: INodeType = {
	description: {
		displayName: TRIGGER,
		name: 'manualTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Hands on the items of a test',
		defaults: { name: TRIGGER },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	/** A node with this method passes on what the run starts with, in every mode. */
	async webhook() {
		return {};
	},
};

const stubLoop: INodeType = {
	description: {
		displayName: LOOP,
		name: 'splitInBatches',
		group: ['organization'],
		version: 1,
		description: 'Hands on one batch after the other',
		defaults: { name: LOOP },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		properties: [{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 1 }],
	},
	async execute() {
		const memory = this.getContext('node') as { waiting?: INodeExecutionData[] };
		const source = this.getInputSourceData();
		memory.waiting ??= this.getInputData().map((item, index) => ({
			...item,
			pairedItem: { item: index, sourceOverwrite: source },
		}));
		const batch = memory.waiting.splice(0, this.getNodeParameter('batchSize', 0) as number);
		return batch.length > 0 ? [[], batch] : [[{ json: {}, pairedItem: { item: 0 } }], []];
	},
};

function frameNodes(request: RunSettings): INode[] {
	const trigger: INode = {
		id: 'trigger',
		name: TRIGGER,
		type: TRIGGER_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	if (!request.loop) return [trigger];
	const parameters = { batchSize: request.loop.batchSize };
	return [
		trigger,
		{ ...trigger, id: 'loop', name: LOOP, type: LOOP_TYPE, position: [200, 0], parameters },
	];
}

function connect(
	request: RunSettings & { nodes: NodeUnderTest[] },
	nodes: INode[],
	registry: NodeRegistry,
): IConnections {
	const connections: IConnections = {};
	const link = (from: string, output: number, to: string) => {
		const outputs = ((connections[from] ??= {}).main ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: NodeConnectionTypes.Main, index: 0 });
	};
	if (request.loop) link(TRIGGER, 0, LOOP);
	nodes.forEach((node, index) => {
		const before = nodes[index - 1];
		const after = request.nodes[index]?.after;
		if (after) link(after.node, after.output ?? 0, node.name);
		else if (before) link(before.name, 0, node.name);
		else if (request.loop) link(LOOP, 1, node.name);
		else link(TRIGGER, 0, node.name);
	});
	const last = nodes.at(-1);
	if (request.loop && last) {
		const { outputs } = registry.getByNameAndVersion(last.type, last.typeVersion).description;
		const count =
			(Array.isArray(outputs) ? outputs.length : 1) +
			(last.onError === 'continueErrorOutput' ? 1 : 0);
		for (let output = 0; output < count; output++) link(last.name, output, LOOP);
	}
	return connections;
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
		request.signal?.addEventListener('abort', stop);
		void request.stopWhen?.then(stop, stop);
		return { run: await running };
	} catch (error) {
		// A workflow with open issues is refused before it starts.
		return { failure: error instanceof Error ? error : new Error(String(error)) };
	}
}

function additionalDataFor(
	workflow: Workflow,
	mode: WorkflowExecuteMode,
	executionId: string | undefined,
	credentialsHelper: StoredCredentials,
	uiMessages: unknown[],
): IWorkflowExecuteAdditionalData {
	const now = new Date();
	const { id, active, connectionsBySourceNode: connections, settings } = workflow;
	const name = workflow.name ?? '';
	const base = { id, name, active, connections, settings, nodes: Object.values(workflow.nodes) };
	const hooks = new ExecutionLifecycleHooks(mode, executionId ?? '', {
		...base,
		isArchived: false,
		createdAt: now,
		updatedAt: now,
		activeVersionId: null,
	});
	return {
		credentialsHelper,
		hooks,
		externalSecretsProxy: service(ExternalSecretsProxy),
		...(executionId === undefined ? {} : { executionId }),
		workflowId: workflow.id,
		userId: 'user-1',
		variables: {},
		currentNodeExecutionIndex: 0,
		setExecutionStatus: () => undefined,
		sendDataToUI: (_kind, data) => void uiMessages.push(data),
		logAiEvent: () => undefined,
		executeWorkflow: notHere,
		getRunExecutionData: notHere,
		getRuntimeCredential: notHere,
		startRunnerTask: notHere,
		restApiUrl: ADDRESS,
		instanceBaseUrl: ADDRESS,
		formBaseUrl: ADDRESS,
		formWaitingBaseUrl: ADDRESS,
		formTestBaseUrl: ADDRESS,
		webhookBaseUrl: ADDRESS,
		webhookWaitingBaseUrl: ADDRESS,
		webhookTestBaseUrl: ADDRESS,
		mcpBaseUrl: ADDRESS,
		mcpTestBaseUrl: ADDRESS,
	};
}

async function notHere(): Promise<never> {
	throw new Error('The in-process engine runs neither other workflows nor task runners');
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
