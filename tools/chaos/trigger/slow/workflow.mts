import type { INode, INodeParameters } from 'n8n-workflow';

import { type Credential, credentialsOf, type WorkflowFile } from '../../../n8n/api.mts';
import type { Dialect } from '../../commandLine.mts';

/** One poll time below a minute is refused; several with a fixed second each are accepted. */
function pollTimes(seconds: number) {
	return Array.from({ length: Math.floor(60 / seconds) }, (_, i) => ({
		mode: 'custom',
		cronExpression: `${i * seconds} * * * * *`,
	}));
}

export interface WorkflowAsked {
	dialect: Dialect;
	credential: Credential;
	recorderUrl: string;
	secondsBetweenPolls: number;
}

/** Trigger, Remove Duplicates by change key, and one request with everything that came through. */
export function workflowOf(asked: WorkflowAsked): WorkflowFile {
	const nodes: INode[] = [
		node('Trigger', 'n8n-nodes-openchs.openChsTrigger', 1, {
			authentication: asked.dialect === 'published' ? 'apiKey' : 'login',
			events: ['caseCreated', 'caseUpdated'],
			startFrom: 'now',
			pollTimes: { item: pollTimes(asked.secondsBetweenPolls) },
		}),
		node('Once Each', 'n8n-nodes-base.removeDuplicates', 2, {
			operation: 'removeItemsSeenInPreviousExecutions',
			logic: 'removeItemsWithAlreadySeenKeyValues',
			dedupeValue: '={{ $json.change_key }}',
			options: { scope: 'node', historySize: 100_000 },
		}),
		node('Act', 'n8n-nodes-base.httpRequest', 4.2, {
			method: 'POST',
			url: asked.recorderUrl,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ { keys: $input.all().map((item) => item.json.change_key) } }}',
			options: {},
		}),
	].map((one, place) =>
		place === 0 ? { ...one, credentials: credentialsOf(asked.credential) } : one,
	);
	const [, , act] = nodes;
	if (act) act.executeOnce = true;
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	return {
		name: `Chaos ${asked.dialect}`,
		nodes,
		connections: { Trigger: to('Once Each'), 'Once Each': to('Act') },
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}

function node(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}
