import type {
	ExecutionStatus,
	INodeExecutionData,
	IRunExecutionData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { waitFor } from '../../common/wait.mts';
import { parseFlatted } from './flatted.mts';
import type { Http } from './session.mts';
import type { StoredWorkflow } from './workflows.mts';

export interface Execution {
	readonly id: string;
	readonly status: ExecutionStatus;
	readonly mode: WorkflowExecuteMode;
	readonly retryOf?: string;
	readonly data: IRunExecutionData;
}

export interface ExecutionSummary {
	readonly id: string;
	readonly status: ExecutionStatus;
	readonly mode: WorkflowExecuteMode;
}

interface ExecutionPage {
	readonly results: readonly ExecutionSummary[];
	readonly nextCursor?: string | null;
}

const AT_REST: readonly ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed', 'waiting'];

const RUN_LIMIT_SECONDS = 60;

/** The items that a node gave out in its last run, of one of its outputs. */
export function outputOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	return execution.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}

/** The message of the error that ended a node, or the execution. */
export function errorOf(execution: Execution, node?: string): string | undefined {
	const { runData, error } = execution.data.resultData;

	return node ? runData[node]?.at(-1)?.error?.message : error?.message;
}

export const executionsApi = (http: Http) => {
	const getExecution = async (id: string): Promise<Execution> => {
		const { data } = await http.get<Execution & { data?: unknown }>(`/rest/executions/${id}`);
		const stored: unknown = data.data;

		return typeof stored === 'string'
			? { ...data, data: parseFlatted(stored) as IRunExecutionData }
			: data;
	};

	const waitForExecution = async (id: string, limitSeconds = RUN_LIMIT_SECONDS) =>
		await waitFor(`Execution ${id}`, limitSeconds, async () => {
			const execution = await getExecution(id);
			return AT_REST.includes(execution.status) ? execution : undefined;
		});

	/** Presses "Execute workflow"; `trigger` names the node to start from when there are several. */
	const startWorkflow = async (id: string, trigger?: string): Promise<string> => {
		const { data: workflow } = await http.get<StoredWorkflow>(`/rest/workflows/${id}`);
		const name = trigger ?? workflow.nodes.find(({ type }) => /trigger$/i.test(type))?.name;
		if (!name) throw new Error(`Workflow ${id} has no trigger to start from`);

		const body = { workflowData: workflow, triggerToStartFrom: { name } };
		const { data } = await http.post<{ executionId: string }>(`/rest/workflows/${id}/run`, body);
		return data.executionId;
	};

	return {
		getExecution,
		waitForExecution,
		startWorkflow,

		/** Presses "Execute workflow" and waits until the execution is at rest. */
		async runWorkflow(id: string, options: { trigger?: string; limitSeconds?: number } = {}) {
			const execution = await startWorkflow(id, options.trigger);

			return await waitForExecution(execution, options.limitSeconds);
		},

		/** Presses Retry on a failed or crashed execution; gives the id of the new one. */
		async retryExecution(id: string): Promise<string> {
			const { data } = await http.post<{ id: string }>(`/rest/executions/${id}/retry`, {
				loadWorkflow: false,
			});

			return data.id;
		},

		async stopExecution(id: string): Promise<void> {
			await http.post(`/rest/executions/${id}/stop`);
		},

		/** All of them, newest first; n8n gives a page at a time. */
		async listExecutions(workflowId: string): Promise<ExecutionSummary[]> {
			const listed: ExecutionSummary[] = [];
			let cursor: string | null | undefined;
			do {
				const { data } = await http.get<ExecutionPage>('/rest/executions', {
					params: {
						filter: JSON.stringify({ workflowId }),
						limit: 100,
						...(cursor ? { cursor } : {}),
					},
				});
				listed.push(...data.results);
				cursor = data.nextCursor;
			} while (cursor);
			return listed;
		},
	};
};
