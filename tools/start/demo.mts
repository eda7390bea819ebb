import { readFileSync } from 'node:fs';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import {
	credentialsOf,
	errorOf,
	outputOf,
	type Credential,
	type Execution,
	type N8nApi,
	type WorkflowFile,
} from '../n8n/api.mts';

import type { Sandbox } from '../sandbox/start.mts';

const EXAMPLE = 'examples/intake-to-case/workflow.json';

/** Names of nodes in the example. */
const WRITE = 'Create or Update Case';
const RESULT = 'Result';
const REFUSED = 'To Fix';

const RUN_LIMIT_SECONDS = 60;

export interface DemoResult {
	readonly workflowId: string;
	/** What the login of the sandbox is called in n8n. */
	readonly credentialName: string;
	readonly created: number;
	/** What the workflow read back of each case. */
	readonly records: ReadonlyArray<INodeExecutionData['json']>;
	/** Fields of the rows that this server has no place for. */
	readonly notSent: readonly string[];
	/** Why a row was not accepted, in the words a person sees. */
	readonly refusals: readonly string[];
}

/** Which of the two servers the demo speaks to. */
export type DemoServer = 'published' | 'deployed';

type DemoSandbox = Pick<Sandbox, 'url' | 'apiKey' | 'deployedUrl' | 'login'>;

/** Imports the example as a person would, chooses login and credential in its nodes and runs it. */
export async function runDemo(
	api: N8nApi,
	sandbox: DemoSandbox,
	server: DemoServer = 'published',
): Promise<DemoResult> {
	const credential = await createLogin(api, sandbox, server);
	await expectGoodCredential(api, credential);

	const login = server === 'deployed' ? 'login' : 'apiKey';
	const workflow = await api.createWorkflow(readyToRun(readExample(), login, credential));
	const execution = await api.runWorkflow(workflow.id, { limitSeconds: RUN_LIMIT_SECONDS });
	expectSuccess(execution);

	const written = outputOf(execution, WRITE);
	const created = written.filter(({ json }) => json.outcome === 'created').length;
	const notSent = new Set(written.flatMap(({ json }) => (json.not_sent ?? []) as string[]));
	const records = outputOf(execution, RESULT).map(({ json }) => json);
	const refusals = outputOf(execution, REFUSED).map(reasonOf);
	if (created === 0) throw new Error(`The example created no case. ${refusals.join(' ')}`);

	return {
		workflowId: workflow.id,
		credentialName: credential.name,
		created,
		records,
		notSent: [...notSent],
		refusals,
	};
}

async function createLogin(
	api: N8nApi,
	sandbox: DemoSandbox,
	server: DemoServer,
): Promise<Credential> {
	if (server === 'deployed') {
		return await api.createCredential('openChsLoginApi', 'Sandbox (helpline server)', {
			baseUrl: sandbox.deployedUrl,
			...sandbox.login,
		});
	}
	return await api.createCredential('openChsApi', 'Sandbox', {
		baseUrl: sandbox.url,
		apiKey: sandbox.apiKey,
	});
}

async function expectGoodCredential(api: N8nApi, credential: Credential): Promise<void> {
	const { status, message } = await api.testCredential(credential);
	if (status !== 'OK') throw new Error(`The credential's own test says: ${message}`);
}

function readExample(): WorkflowFile {
	return JSON.parse(readFileSync(EXAMPLE, 'utf8')) as WorkflowFile;
}

/** The example stores no run data; here it is made-up and somebody wants to look at it. */
function readyToRun(
	example: WorkflowFile,
	authentication: string,
	credential: Credential,
): WorkflowFile {
	const isOurs = ({ type }: INode) => type.startsWith('n8n-nodes-openchs.');
	const withCredential = (node: INode) =>
		isOurs(node)
			? {
					...node,
					parameters: { ...node.parameters, authentication },
					credentials: credentialsOf(credential),
				}
			: node;

	return {
		...example,
		nodes: example.nodes.map(withCredential),
		settings: {
			...example.settings,
			saveManualExecutions: true,
			saveDataSuccessExecution: 'all',
			saveDataErrorExecution: 'all',
		},
	};
}

function expectSuccess(execution: Execution): void {
	if (execution.status === 'success') return;
	throw new Error(`The example ended with "${execution.status}": ${errorOf(execution) ?? ''}`);
}

function reasonOf({ json }: INodeExecutionData): string {
	const parts = [json.error, json.message, json.details];
	const words = parts.filter((part) => typeof part === 'string' && part !== '');

	return [...new Set(words)].join(' - ');
}
