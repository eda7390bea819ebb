import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { OpenChsApi } from '../../credentials/OpenChsApi.credentials';
import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import type { RunRequest, RunResult } from './engine';
import { runNode } from './engine';
import type { Ids } from './operations';
import { QUICK } from './operations';
import type { SandboxProcess } from './sandbox.mts';

/** The fields of a made-up case that every server takes. */
export const FIELDS: INodeParameters = {
	title: 'Afraid to go to school',
	category: 'school',
	priority: 'high',
	description: 'Made-up words of a made-up child.',
	reporter_name: 'Ada Example',
	reporter_phone: '+999 000 000 001',
	child_name: 'Zuri Testchild',
	child_age: 11,
	child_gender: 'female',
};

const accounts: string[] = [''];

/** n8n hands on declared fields only; among them, the allowance tells budgets apart. */
function allowanceOf(account: string): number {
	if (!accounts.includes(account)) accounts.push(account);
	const place = accounts.indexOf(account);
	return place === 0 ? 0 : 1_000_000 + place;
}

/**
 * One key credential of a sandbox, as n8n stores it; give the same object to several runs. Credentials
 * with another `account` share no request budget.
 */
export function keyCredential(
	sandbox: Pick<SandboxProcess, 'url' | 'apiKey'>,
	code = 'sandbox',
	account = '',
) {
	return {
		credentialType: OpenChsApi,
		data: {
			baseUrl: sandbox.url,
			apiKey: sandbox.apiKey,
			helplineCode: code,
			externalKeyPlace: 'description',
			requestsPerHour: allowanceOf(account),
			connectionCheck: '',
		},
	};
}

/** A small file as a node before this one hands it on. */
export function fileItem(json: INodeExecutionData['json'] = {}): INodeExecutionData {
	return {
		json,
		binary: {
			data: {
				data: Buffer.from('a made-up drawing').toString('base64'),
				mimeType: 'image/png',
				fileName: 'drawing.png',
				fileSize: '17 B',
			},
		},
	};
}

/** Runs one operation of the OpenCHS node in n8n's own engine, without waits. */
export async function runOpenChs(
	credential: ReturnType<typeof keyCredential>,
	operation: { resource: string; operation: string; parameters: INodeParameters },
	request: Partial<RunRequest> = {},
	options: INodeParameters = {},
): Promise<RunResult> {
	const { options: own, ...parameters } = operation.parameters;
	return await runNode({
		nodeType: OpenChs,
		parameters: {
			authentication: 'apiKey',
			resource: operation.resource,
			operation: operation.operation,
			...parameters,
			options: { ...QUICK, ...(own as INodeParameters | undefined), ...options },
		},
		credentials: [credential],
		...request,
	});
}

/** Puts into the sandbox what every operation needs: a case with a file and a recording, one that carries a key, one that may go. */
export async function prepare(sandbox: SandboxProcess): Promise<Ids> {
	await sandbox.admin.reset('seeded');
	const credential = keyCredential(sandbox);
	const kept = await sandbox.admin.insertCase({
		title: 'Kept case',
		category: 'school',
		priority: 'medium',
	});
	const spare = await sandbox.admin.insertCase({
		title: 'Spare case',
		category: 'school',
		priority: 'low',
	});
	await sandbox.admin.insertCase({
		title: 'Keyed case',
		category: 'school',
		priority: 'low',
		description: 'Made-up.\n\nExternal-Ref: form-1',
	});
	const upload = async (fileType: string) =>
		await runOpenChs(
			credential,
			{
				resource: 'attachment',
				operation: 'upload',
				parameters: { caseId: { __rl: true, mode: 'id', value: String(kept.id) }, fileType },
			},
			{ items: [fileItem()] },
		);
	const on = { caseId: { __rl: true, mode: 'id', value: String(kept.id) } };
	await runOpenChs(credential, {
		resource: 'activity',
		operation: 'create',
		parameters: { ...on, activityType: 'note', description: 'First note' },
	});
	await runOpenChs(credential, {
		resource: 'communication',
		operation: 'create',
		parameters: {
			...on,
			contactType: 'call',
			direction: 'inbound',
			contactAddress: '+999 000 000 001',
		},
	});
	const uploaded = await upload('image');
	await upload('audio');
	const attachmentId = Number(uploaded.outputs[0]?.[0]?.json.id);
	await sandbox.admin.clearLog();
	return { caseId: kept.id, spareCaseId: spare.id, attachmentId };
}
