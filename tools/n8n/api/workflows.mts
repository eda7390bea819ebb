import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';
import type { Http } from './session.mts';

/** A workflow as a file of `examples/` holds it. */
export interface WorkflowFile {
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	readonly settings?: IWorkflowSettings;
}

export interface StoredWorkflow extends WorkflowFile {
	readonly id: string;
	readonly versionId: string;
	readonly active: boolean;
}

export const workflowsApi = (http: Http) => ({
	async createWorkflow(workflow: WorkflowFile): Promise<StoredWorkflow> {
		const { name, nodes, connections, settings = {} } = workflow;
		const body = { name, nodes, connections, settings, active: false };

		return (await http.post<StoredWorkflow>('/rest/workflows', body)).data;
	},

	async getWorkflow(id: string): Promise<StoredWorkflow> {
		return (await http.get<StoredWorkflow>(`/rest/workflows/${id}`)).data;
	},

	async updateWorkflow(id: string, change: Partial<WorkflowFile>): Promise<StoredWorkflow> {
		const { versionId } = (await http.get<StoredWorkflow>(`/rest/workflows/${id}`)).data;

		return (await http.patch<StoredWorkflow>(`/rest/workflows/${id}`, { ...change, versionId }))
			.data;
	},

	/** Publishes the newest version: its triggers start to work. */
	async activate(id: string): Promise<void> {
		const { versionId } = (await http.get<StoredWorkflow>(`/rest/workflows/${id}`)).data;
		await http.post(`/rest/workflows/${id}/activate`, { versionId });
	},

	async deactivate(id: string): Promise<void> {
		await http.post(`/rest/workflows/${id}/deactivate`, {});
	},
});
