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

const EXAMPLE = 'examples/intake-to-case/workflow.json';

/** Names of nodes in the example. */
const WRITE = 'Create or Update Case';
const RESULT = 'Result';
const REFUSED = 'To Fix';

const RUN_LIMIT_SECONDS = 60;

export interface DemoResult {
	readonly workflowId: string;
	readonly created: number;
	/** What the workflow read back of each case. */
	readonly records: ReadonlyArray<INodeExecutionData['json']>;
	/** Why a row was not accepted, in the words a person sees. */
	readonly refusals: readonly string[];
}

/** Imports the example as a person would, chooses the credential in its nodes and runs it. */
export async function runDemo(
	api: N8nApi,
	sandbox: { readonly url: string; readonly apiKey: string },
): Promise<DemoResult> {
	const credential = await api.createCredential('openChsApi', 'Sandbox', {
		baseUrl: sandbox.url,
		apiKey: sandbox.apiKey,
	});
	await expectGoodCredential(api, credential);

	const workflow = await api.createWorkflow(readyToRun(readExample(), credential));
	const execution = await api.runWorkflow(workflow.id, { limitSeconds: RUN_LIMIT_SECONDS });
	expectSuccess(execution);

	const created = outputOf(execution, WRITE).filter(
		({ json }) => json.outcome === 'created',
	).length;
	const records = outputOf(execution, RESULT).map(({ json }) => json);
	const refusals = outputOf(execution, REFUSED).map(reasonOf);
	if (created === 0) throw new Error(`The example created no case. ${refusals.join(' ')}`);

	return { workflowId: workflow.id, created, records, refusals };
}

async function expectGoodCredential(api: N8nApi, credential: Credential): Promise<void> {
	const { status, message } = await api.testCredential(credential);
	if (status !== 'OK') throw new Error(`The credential's own test says: ${message}`);
}

function readExample(): WorkflowFile {
	return JSON.parse(readFileSync(EXAMPLE, 'utf8')) as WorkflowFile;
}

/** The example stores no run data; here it is made-up and somebody wants to look at it. */
function readyToRun(example: WorkflowFile, credential: Credential): WorkflowFile {
	const isOurs = ({ type }: INode) => type.startsWith('n8n-nodes-openchs.');
	const withCredential = (node: INode) =>
		isOurs(node) ? { ...node, credentials: credentialsOf(credential) } : node;

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
