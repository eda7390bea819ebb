import { ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IVersionedNodeType,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	NodeConnectionType,
	OnError,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { isNodeClassInstance, NodeConnectionTypes, NodeHelpers } from 'n8n-workflow';

import { service } from './host.mts';
import type { CredentialInput, StoredCredentials } from './storedCredentials';

export type AnyNodeType = INodeType | IVersionedNodeType;

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
	/** Gives the node to this agent as a tool; it then stands in no row. */
	toolOf?: string;
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

export const TRIGGER = 'Start';
const LOOP = 'Loop Over Items';
const TRIGGER_TYPE = 'n8n-nodes-base.manualTrigger';
const LOOP_TYPE = 'n8n-nodes-base.splitInBatches';
const PACKAGE = 'n8n-nodes-openchs';
const MAIN: NodeConnectionType = NodeConnectionTypes.Main;
const ADDRESS = 'http://localhost:5678/';

export interface Calls {
	tries: number;
	thrown: unknown[];
}

/** The node types of one workflow, watched so that live errors and tries can be told. */
export class NodeRegistry implements INodeTypes {
	readonly calls = new Map<string, Calls>();

	private readonly tools = new Set<string>();

	private readonly types = new Map<string, AnyNodeType>([
		[TRIGGER_TYPE, stubTrigger],
		[LOOP_TYPE, stubLoop],
	]);

	add(request: NodeUnderTest, index: number, credentials: StoredCredentials): INode {
		const { nodeType } = request;
		const type = typeof nodeType === 'function' ? new nodeType() : nodeType;
		const suffix = request.toolOf === undefined ? '' : 'Tool';
		const typeName = request.typeName ?? `${PACKAGE}.${type.description.name}${suffix}`;
		if (request.toolOf !== undefined) this.tools.add(typeName);
		const known = this.types.get(typeName);
		if (known && known.constructor !== type.constructor) {
			throw new Error(`Two different node types are called '${typeName}'`);
		}
		this.types.set(typeName, known ?? type);
		const typeVersion = request.typeVersion ?? newestVersion(type);
		const { description } = this.getByNameAndVersion(typeName, typeVersion);
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
		if (!typeName.startsWith(PACKAGE)) return type;
		return this.watched(type, this.tools.has(typeName));
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	private watched(type: INodeType, isTool: boolean): INodeType {
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
		return Object.create(type, {
			execute: { value: watching },
			description: { value: isTool ? asTool(type.description) : type.description },
		}) as INodeType;
	}
}

/** n8n lists a node that is usable as a tool a second time, with this description. */
function asTool(description: INodeTypeDescription): INodeTypeDescription {
	return {
		...description,
		name: `${description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		properties: [
			{
				displayName: 'Description',
				name: 'toolDescription',
				type: 'string',
				default: description.description,
			},
			...description.properties,
		],
	};
}

export function nameAt(index: number): string {
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

export function frameNodes(request: RunSettings): INode[] {
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

export function connect(
	request: RunSettings & { nodes: NodeUnderTest[] },
	nodes: INode[],
	registry: NodeRegistry,
): IConnections {
	const connections: IConnections = {};
	const link = (from: string, output: number, to: string, type = MAIN) => {
		const outputs = ((connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type, index: 0 });
	};
	const row = nodes.filter((_, index) => request.nodes[index]?.toolOf === undefined);
	if (request.loop) link(TRIGGER, 0, LOOP);
	nodes.forEach((node, index) => {
		const before = row[row.indexOf(node) - 1];
		const { after, toolOf } = request.nodes[index] ?? {};
		if (toolOf !== undefined) link(node.name, 0, toolOf, NodeConnectionTypes.AiTool);
		else if (after) link(after.node, after.output ?? 0, node.name);
		else if (before) link(before.name, 0, node.name);
		else if (request.loop) link(LOOP, 1, node.name);
		else link(TRIGGER, 0, node.name);
	});
	const last = row.at(-1);
	if (request.loop && last) {
		const { outputs } = registry.getByNameAndVersion(last.type, last.typeVersion).description;
		const count =
			(Array.isArray(outputs) ? outputs.length : 1) +
			(last.onError === 'continueErrorOutput' ? 1 : 0);
		for (let output = 0; output < count; output++) link(last.name, output, LOOP);
	}
	return connections;
}

export function additionalDataFor(
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
		webhookBaseUrl: `${ADDRESS}webhook`,
		webhookWaitingBaseUrl: ADDRESS,
		webhookTestBaseUrl: `${ADDRESS}webhook-test`,
		mcpBaseUrl: ADDRESS,
		mcpTestBaseUrl: ADDRESS,
	};
}

async function notHere(): Promise<never> {
	throw new Error('The in-process engine runs neither other workflows nor task runners');
}
