import { cleanupParameterData } from 'n8n-core/dist/execution-engine/node-execution-context/utils/cleanup-parameter-data';
import { constructExecutionMetaData } from 'n8n-core/dist/execution-engine/node-execution-context/utils/construct-execution-metadata';
import { ensureType } from 'n8n-core/dist/execution-engine/node-execution-context/utils/ensure-type';
import { extractValue } from 'n8n-core/dist/execution-engine/node-execution-context/utils/extract-value';
import { normalizeItems } from 'n8n-core/dist/execution-engine/node-execution-context/utils/normalize-items';
import { returnJsonArray } from 'n8n-core/dist/execution-engine/node-execution-context/utils/return-json-array';
import { validateValueAgainstSchema } from 'n8n-core/dist/execution-engine/node-execution-context/utils/validate-value-against-schema';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IGetNodeParameterOptions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
	INodeType,
	INodeTypes,
	NodeExecutionHint,
	NodeParameterValueType,
	OnError,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeOperationError, Workflow } from 'n8n-workflow';

export interface ContextRequest {
	nodeType: INodeType | (new () => INodeType);
	/** As n8n stores them: what is left out has its default. Expressions are worked out for each item. */
	parameters?: INodeParameters;
	items?: INodeExecutionData[];
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	onError?: OnError;
	mode?: WorkflowExecuteMode;
	executionId?: string;
	runIndex?: number;
	timezone?: string;
	isTool?: boolean;
	signal?: AbortSignal;
	/** Answers the authenticated helper, for tests of the door; without it a request is refused. */
	http?: (options: IHttpRequestOptions, credentialType: string) => unknown;
}

export interface BuiltContext {
	context: IExecuteFunctions;
	hints: NodeExecutionHint[];
	log: Array<{ level: string; message: string; metadata: unknown }>;
	/** Names of the parameters that were read. */
	read: Set<string>;
}

const WORKFLOW = { id: 'workflow-1', name: 'Workflow under test', active: false };

/**
 * A context for tests of one operation, without the engine. It reads parameters with n8n's own
 * functions and is stricter in one thing: a parameter that the person cannot see, or that is not
 * declared, is refused instead of read as undefined.
 */
export function buildContext(request: ContextRequest): BuiltContext {
	const { nodeType } = request;
	const type = typeof nodeType === 'function' ? new nodeType() : nodeType;
	const items = request.items ?? [{ json: {} }];
	const workflow = workflowOf(type, request);
	const node = workflow.getNode(NODE_NAME) as INode;
	const hints: NodeExecutionHint[] = [];
	const log: BuiltContext['log'] = [];
	const read = new Set<string>();
	const write = (level: string) => (message: string, metadata?: unknown) =>
		void log.push({ level, message, metadata });

	const members: Partial<IExecuteFunctions> = {
		getNodeParameter: parameterReader(type, workflow, node, items, request, read),
		getInputData: () => items,
		getNode: () => structuredClone(node),
		getWorkflow: () => WORKFLOW,
		getMode: () => request.mode ?? 'manual',
		getExecutionId: () => request.executionId ?? '1',
		getTimezone: () => workflow.timezone,
		getExecutionCancelSignal: () => request.signal,
		continueOnFail: () => (request.onError ?? 'stopWorkflow') !== 'stopWorkflow',
		isToolExecution: () => request.isTool === true,
		evaluateExpression: (expression, item) =>
			valueOf(workflow, items, request, `=${expression}`, item) as ReturnType<
				IExecuteFunctions['evaluateExpression']
			>,
		addExecutionHints: (...added) => void hints.push(...added),
		logger: {
			error: write('error'),
			warn: write('warn'),
			info: write('info'),
			debug: write('debug'),
		},
		getCredentials: async <T extends object>(name: string) => {
			const data = request.credentials?.[name];
			if (!data) throw new Error(`Node does not have any credentials set for "${name}"`);
			return data as T;
		},
		helpers: helpersFor(node, items, request),
	};
	return { context: strict(members, 'context') as IExecuteFunctions, hints, log, read };
}

const NODE_NAME = 'Node';

function workflowOf(type: INodeType, request: ContextRequest): Workflow {
	const { description } = type;
	const version = Array.isArray(description.version)
		? Math.max(...description.version)
		: description.version;
	const node: INode = {
		id: 'node-1',
		name: NODE_NAME,
		type: description.name,
		typeVersion: description.defaultVersion ?? version,
		position: [0, 0],
		parameters: request.parameters ?? {},
		...(request.onError === undefined ? {} : { onError: request.onError }),
	};
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const { timezone } = request;
	return new Workflow({
		...WORKFLOW,
		nodes: [node],
		connections: {},
		nodeTypes,
		settings: { executionOrder: 'v1', ...(timezone === undefined ? {} : { timezone }) },
	});
}

function valueOf(
	workflow: Workflow,
	items: INodeExecutionData[],
	request: ContextRequest,
	value: NodeParameterValueType,
	item: number,
): NodeParameterValueType | object {
	return workflow.expression.getParameterValue(
		value,
		null,
		request.runIndex ?? 0,
		item,
		NODE_NAME,
		items,
		request.mode ?? 'manual',
		{},
	);
}

function parameterReader(
	type: INodeType,
	workflow: Workflow,
	node: INode,
	items: INodeExecutionData[],
	request: ContextRequest,
	read: Set<string>,
): IExecuteFunctions['getNodeParameter'] {
	const reader = (
		name: string,
		item: number,
		fallback?: unknown,
		options?: IGetNodeParameterOptions,
	): unknown => {
		if (typeof item !== 'number')
			throw new Error(`'${name}' was read without the number of an item`);
		refuseUndeclared(type.description.properties, name);
		read.add(name);
		const found = storedUnder(node.parameters, name);
		const stored = found === undefined ? (fallback as NodeParameterValueType) : found;
		if (stored === undefined) throw new Error(`Could not get parameter "${name}"`);
		if (options?.rawExpressions) return stored;
		let value = valueOf(workflow, items, request, stored, item);
		cleanupParameterData(value as NodeParameterValueType);
		if (options?.extractValue) value = extractValue(value, name, node, type, item);
		if (options?.ensureType)
			value = ensureType(options.ensureType, value, name, { itemIndex: item });
		if (options?.skipValidation) return value;
		return validateValueAgainstSchema(
			node,
			type,
			value,
			name,
			request.runIndex ?? 0,
			item,
		) as unknown;
	};
	// The interface promises a type for each name and option, which no implementation can show.
	return reader as IExecuteFunctions['getNodeParameter'];
}

function storedUnder(
	parameters: INodeParameters,
	name: string,
): NodeParameterValueType | undefined {
	const steps = name.split(/[.[\]]+/).filter((step) => step !== '');
	return steps.reduce<unknown>(
		(value, step) =>
			typeof value === 'object' && value !== null
				? (Reflect.get(value, step) as unknown)
				: undefined,
		parameters,
	) as NodeParameterValueType | undefined;
}

/** A name that was mistyped reads as its fallback in n8n, for ever and unnoticed. */
function refuseUndeclared(properties: INodeProperties[], name: string): void {
	const [first = '', second] = name.split(/[.[]/);
	const declared = properties.filter((property) => property.name === first);
	if (declared.length === 0) throw new Error(`The node declares no parameter '${first}'`);
	if (second === undefined) return;
	const groups = declared.filter(({ type }) => ['collection', 'fixedCollection'].includes(type));
	if (groups.length === 0) return;
	const names = groups.flatMap(({ options }) => (options ?? []).map((option) => option.name));
	if (!names.includes(second)) throw new Error(`'${first}' declares no field '${second}'`);
}

function helpersFor(
	node: INode,
	items: INodeExecutionData[],
	request: ContextRequest,
): IExecuteFunctions['helpers'] {
	const fileOf = (item: number, property: string | IBinaryData): IBinaryData => {
		if (typeof property !== 'string') return property;
		const file = items[item]?.binary?.[property];
		if (file) return file;
		const message =
			items[item]?.binary === undefined
				? `This operation expects the node's input data to contain a binary file '${property}', but none was found [item ${item}]`
				: `The item has no binary field '${property}' [item ${item}]`;
		throw new NodeOperationError(node, message, { itemIndex: item });
	};
	const members: Partial<IExecuteFunctions['helpers']> = {
		returnJsonArray,
		constructExecutionMetaData,
		normalizeItems,
		assertBinaryData: fileOf,
		getBinaryDataBuffer: async (item, property) =>
			Buffer.from(fileOf(item, property).data, 'base64'),
		prepareBinaryData: async (content, fileName, mimeType) => ({
			data: (await bytesOf(content)).toString('base64'),
			mimeType: mimeType ?? 'application/octet-stream',
			...(fileName === undefined ? {} : { fileName }),
		}),
		httpRequestWithAuthentication: async (credentialType, options) => {
			if (!request.http) throw new Error(`A request to '${options.url}' was not expected`);
			return await request.http(options, credentialType);
		},
	};
	return strict(members, 'helpers') as IExecuteFunctions['helpers'];
}

async function bytesOf(content: Buffer | AsyncIterable<Uint8Array>): Promise<Buffer> {
	if (Buffer.isBuffer(content)) return content;
	const chunks: Uint8Array[] = [];
	for await (const chunk of content) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** Tells which member is missing, instead of letting the code under test call undefined. */
function strict(members: object, what: string): object {
	return new Proxy(members, {
		get(target, name, receiver) {
			if (typeof name === 'string' && !(name in target) && name !== 'then') {
				throw new Error(`The ${what} of an operation test has no '${name}'`);
			}
			return Reflect.get(target, name, receiver) as unknown;
		},
	});
}
