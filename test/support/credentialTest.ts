import { ExecuteContext, RoutingNode } from 'n8n-core';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { createEmptyRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';

import type { CredentialInput, LoggedLine, Renewal } from './engine';
import { watchLog } from './host.mts';
import { StoredCredentials } from './storedCredentials';
import { additionalDataFor, NodeRegistry } from './workflowParts';

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	/** The sentence that the dialog shows. */
	message: string;
	/** What the test request ended with, for a search of what it carries. */
	error?: unknown;
	log: LoggedLine[];
	renewals: Renewal[];
}

type Verdict = Pick<CredentialTestResult, 'status' | 'message'>;
type Rules = NonNullable<ICredentialType['test']>['rules'];

/** Presses Test on a stored credential; the outcome is told by the rules of n8n's own tester. */
export async function testCredential(input: CredentialInput): Promise<CredentialTestResult> {
	const type =
		typeof input.credentialType === 'function' ? new input.credentialType() : input.credentialType;
	if (!type.test) throw new Error(`The credential type '${type.name}' has no test`);
	const registry = new NodeRegistry();
	const credentials = new StoredCredentials(registry);
	const nodeType = requester(type.name, type.test);
	const node = registry.add({ nodeType, name: 'Temp-Node', credentials: [input] }, 0, credentials);
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: registry,
	});
	const additionalData = additionalDataFor(workflow, 'internal', undefined, credentials, []);
	const details = node.credentials?.[type.name];
	const data = await credentials.getDecrypted(
		additionalData,
		{ id: details?.id ?? null, name: details?.name ?? '' },
		type.name,
		'internal',
	);
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { id: details?.id ?? '', name: details?.name ?? '', type: type.name, data };

	const log: LoggedLine[] = [];
	const { renewals } = credentials;
	const { rules } = type.test;
	try {
		const answer = await watchLog(
			log,
			async () => await new RoutingNode(context, nodeType, decrypted).runNode(),
		);
		return { ...verdictOfBody(answer?.[0]?.[0]?.json, rules), log, renewals };
	} catch (error) {
		return { ...verdictOfError(error, rules), error, log, renewals };
	}
}

function requester(credential: string, test: NonNullable<ICredentialType['test']>): INodeType {
	return {
		description: {
			displayName: 'Temp-Node',
			name: 'noOp',
			group: ['transform'],
			version: 1,
			description: 'Sends the test request of a credential',
			defaults: { name: 'Temp-Node' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: credential, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
}

function verdictOfBody(body: unknown, rules: Rules): Verdict {
	for (const rule of rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		const found = String(key)
			.split('.')
			.reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], body);
		if (found === value) return { status: 'Error', message };
	}
	return { status: 'OK', message: 'Connection successful!' };
}

/** The parts of an HTTP client's error that decide. */
interface HttpCause {
	code?: string;
	response?: { status: number; statusText: string };
}

function verdictOfError(error: unknown, rules: Rules): Verdict {
	const message = error instanceof Error ? error.message : String(error);
	const { cause } = error as { cause?: HttpCause };
	if (cause?.response) {
		const { status, statusText } = cause.response;
		const rule = rules?.find(
			({ type, properties }) => type === 'responseCode' && properties.value === status,
		);
		const words = statusText || `Received HTTP status code: ${status}`;
		return { status: 'Error', message: rule?.properties.message ?? words };
	}
	return { status: 'Error', message: cause?.code ?? message };
}
