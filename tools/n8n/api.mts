import { credentialsApi } from './api/credentials.mts';
import { executionsApi } from './api/executions.mts';
import { nodeTypesApi } from './api/nodeTypes.mts';
import { openSession, sessionApi } from './api/session.mts';
import { workflowsApi } from './api/workflows.mts';

export { credentialsOf, type Credential, type CredentialTest } from './api/credentials.mts';
export { errorOf, outputOf, type Execution } from './api/executions.mts';
export type { OpenNode } from './api/nodeTypes.mts';
export { demoOwner, type Owner } from './api/session.mts';
export type { StoredWorkflow, WorkflowFile } from './api/workflows.mts';

export type N8nApi = ReturnType<typeof n8nApi>;

/** What the editor does, over the same calls that it makes. */
export function n8nApi(url: string) {
	const http = openSession(url);

	return {
		...sessionApi(http),
		...credentialsApi(http),
		...workflowsApi(http),
		...executionsApi(http),
		...nodeTypesApi(http),
	};
}
