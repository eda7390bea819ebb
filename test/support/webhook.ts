import { HookContext, WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IWebhookData,
	IWebhookResponseData,
	WebhookSetupMethodNames,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import type { LoggedLine, NodeUnderTest } from './engine';
import { watchLog } from './host.mts';
import { StoredCredentials } from './storedCredentials';
import { additionalDataFor, NodeRegistry } from './workflowParts';

type Trigger = Pick<
	NodeUnderTest,
	'nodeType' | 'parameters' | 'credentials' | 'typeVersion' | 'name'
> & {
	workflowId?: string;
	/** Somebody pressed 'Listen for test event'; it has an address of its own. */
	isTest?: boolean;
};

export type DeliveryRequest = Trigger & {
	body: Uint8Array;
	headers?: Record<string, string>;
	/** Left out as by a host that did not keep the bytes. */
	hasNoRawBody?: boolean;
};

/** What the sender of a delivery sees, and what it starts. */
export interface DeliveryResult {
	/** As n8n answers: by itself, or what the node wrote; 500 for a node that threw. */
	status: number;
	answer: unknown;
	/** The items that the workflow starts with; null when it does not start. */
	started: INodeExecutionData[] | null;
	error?: unknown;
	log: LoggedLine[];
}

/** Hands one call to the webhook of a trigger, as n8n does. */
export async function deliverTo(request: DeliveryRequest): Promise<DeliveryResult> {
	const { workflow, node, credentials, webhook } = partsOf(request);
	const mode = request.isTest ? 'manual' : 'webhook';
	const written: { status: number; answer: unknown } = { status: 200, answer: undefined };
	const response = {
		status: (status: number) => Object.assign(response, void (written.status = status)),
		json: (answer: unknown) => void (written.answer = answer),
	};
	const additionalData = additionalDataFor(workflow, mode, undefined, credentials, []);
	Object.assign(additionalData, {
		httpRequest: {
			headers: lowerCased(request.headers ?? {}),
			body: {},
			params: {},
			query: {},
			...(request.hasNoRawBody ? {} : { rawBody: Buffer.from(request.body) }),
		},
		httpResponse: response,
	});
	const context = new WebhookContext(workflow, node, additionalData, mode, webhook, [], null);
	const { webhook: receive } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (!receive) throw new Error('The node has no webhook');

	const log: LoggedLine[] = [];
	try {
		const result = await watchLog(log, async () => await receive.call(context));
		return { ...told(result as IWebhookResponseData, written), log };
	} catch (error) {
		return { status: 500, answer: undefined, started: null, error, log };
	}
}

/** Names of headers come in any letter case, and Node hands them on in lower case. */
function lowerCased(headers: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
}

function told(
	{ noWebhookResponse, webhookResponse, workflowData }: IWebhookResponseData,
	written: { status: number; answer: unknown },
): Pick<DeliveryResult, 'status' | 'answer' | 'started'> {
	const started = workflowData?.[0] ?? null;
	if (noWebhookResponse) return { ...written, started };
	return { status: 200, answer: webhookResponse as unknown, started };
}

/** Calls one step of the life of a webhook; `memory` is the node's static data, the same object each time. */
export async function hookOf(
	name: WebhookSetupMethodNames,
	request: Trigger & { memory: IDataObject },
): Promise<{ result?: boolean; error?: unknown; log: LoggedLine[] }> {
	const { workflow, node, credentials, webhook } = partsOf(request);
	workflow.staticData = { [`node:${node.name}`]: request.memory };
	const additionalData = additionalDataFor(workflow, 'trigger', undefined, credentials, []);
	const context = new HookContext(workflow, node, additionalData, 'trigger', 'activate', webhook);
	const { webhookMethods } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const hook = webhookMethods?.default?.[name];
	if (!hook) throw new Error(`The node has no ${name}`);

	const log: LoggedLine[] = [];
	try {
		return { result: await watchLog(log, async () => await hook.call(context)), log };
	} catch (error) {
		return { error, log };
	}
}

function partsOf(request: Trigger) {
	const registry = new NodeRegistry();
	const credentials = new StoredCredentials(registry);
	const node: INode = registry.add({ ...request, name: request.name ?? 'Trigger' }, 0, credentials);
	node.webhookId = 'made-up-webhook';
	const workflow = new Workflow({
		id: request.workflowId ?? 'workflow-1',
		name: 'Workflow under test',
		active: true,
		nodes: [node],
		connections: {},
		nodeTypes: registry,
		settings: { executionOrder: 'v1' },
	});
	const type = registry.getByNameAndVersion(node.type, node.typeVersion);
	const [webhookDescription] = type.description.webhooks ?? [];
	if (!webhookDescription) throw new Error('The node describes no webhook');
	const webhook = {
		httpMethod: 'POST',
		node: node.name,
		path: 'made-up',
		webhookDescription,
		workflowId: workflow.id,
		isTest: request.isTest === true,
	} as IWebhookData;
	return { workflow, node, credentials, webhook };
}
