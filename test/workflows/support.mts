import axios from 'axios';
import { waitFor } from '../../tools/common/wait.mts';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { Credential } from '../../tools/n8n/api.mts';
import type { WorkflowFile } from '../../tools/n8n/api/workflows.mts';
import { credentialsOf } from '../../tools/n8n/api.mts';
import type { Ids } from '../support/operations.ts';
import type { SandboxProcess } from '../support/sandbox.mts';

/** A chain of nodes, each behind the one before it. */
export function chain(name: string, nodes: readonly INode[], settings = {}): WorkflowFile {
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [
				nodes[index]?.name ?? '',
				{ main: [[{ node: node.name, type: 'main' as const, index: 0 }]] },
			]),
	);
	return { name, nodes, connections, settings: { executionOrder: 'v1', ...settings } };
}

export function nodeOf(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters, ...more };
}

export const start = nodeOf('Start', 'n8n-nodes-base.manualTrigger', 1);

/** Starts a published workflow from outside, as soon as n8n has registered its address. */
export async function callWebhook(url: string, path: string): Promise<void> {
	await waitFor(`the webhook ${path}`, 60, async () => {
		const { status } = await axios.get(`${url}/webhook/${path}`, {
			proxy: false,
			validateStatus: () => true,
		});
		return status === 200 ? true : undefined;
	});
}

export function webhook(path: string): INode {
	return nodeOf('Hook', 'n8n-nodes-base.webhook', 2, { path, options: {} }, { webhookId: path });
}

/** Rows as a node before ours hands them on. */
export function rowsNodes(rows: IDataObject[]): INode[] {
	return [
		nodeOf('Rows', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ rows }),
			options: {},
		}),
		nodeOf('Split', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'rows', options: {} }),
	];
}

/** One item with a small file in `data`. */
export const fileNodes: INode[] = [
	nodeOf('Text', 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: JSON.stringify({ text: 'a made-up drawing' }),
		options: {},
	}),
	nodeOf('File', 'n8n-nodes-base.convertToFile', 1.1, {
		operation: 'toText',
		sourceProperty: 'text',
		options: { fileName: 'drawing.txt' },
	}),
];

export function openChs(
	credential: Credential,
	use: { resource: string; operation: string; parameters: INodeParameters },
	more: Partial<INode> = {},
): INode {
	const { options, ...parameters } = use.parameters;
	return nodeOf(
		'OpenCHS',
		'n8n-nodes-openchs.openChs',
		1,
		{
			authentication: credential.type === 'openChsOtpApi' ? 'otp' : 'apiKey',
			resource: use.resource,
			operation: use.operation,
			...parameters,
			options: { firstWaitSeconds: 0, ...(options as INodeParameters | undefined) },
		},
		{ credentials: credentialsOf(credential), ...more },
	);
}

/** Puts what every operation needs into the sandbox, over its own API. */
export async function prepareOverApi(sandbox: SandboxProcess): Promise<Ids> {
	await sandbox.admin.reset('seeded');
	const kept = await sandbox.admin.insertCase({
		title: 'Kept',
		category: 'school',
		priority: 'low',
	});
	const spare = await sandbox.admin.insertCase({
		title: 'Spare',
		category: 'school',
		priority: 'low',
	});
	await sandbox.admin.insertCase({
		title: 'Keyed',
		category: 'school',
		priority: 'low',
		description: 'Made-up.\n\nExternal-Ref: form-1',
	});
	const api = axios.create({
		baseURL: `${sandbox.url}/helpline/api`,
		headers: { 'x-api-key': sandbox.apiKey },
		proxy: false,
	});
	await api.post(`/cases/${kept.id}/activities`, { activity_type: 'note', description: 'First' });
	await api.post('/communications', {
		case_id: kept.id,
		contact_type: 'call',
		direction: 'inbound',
		contact_address: '+999000000001',
	});
	const upload = async (fileType: string) => {
		const form = new FormData();
		form.append('file', new Blob(['made-up']), 'drawing.png');
		form.append('file_type', fileType);
		form.append('description', 'A file');
		return (await api.post<{ data: { id: number } }>(`/cases/${kept.id}/attachments`, form)).data
			.data;
	};
	const { id } = await upload('image');
	await upload('audio');
	return { caseId: kept.id, spareCaseId: spare.id, attachmentId: id };
}
