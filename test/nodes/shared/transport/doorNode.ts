import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import type { Connection } from '../../../../nodes/shared/transport/connection';
import { connect } from '../../../../nodes/shared/transport/connection';
import { LoginProblem } from '../../../../nodes/shared/session/credential';
import type { Sentence } from '../../../../nodes/shared/session/sentences';
import type { Answered, Call, Lost } from '../../../../nodes/shared/transport/request';
import { request } from '../../../../nodes/shared/transport/request';
import type { RetryPolicy } from '../../../../nodes/shared/transport/retry';
import type { RunRequest, RunResult } from '../../../support/engine';
import { runNode } from '../../../support/engine';

/** Waits of milliseconds, so that a test of three attempts takes no time. */
export const QUICK: RetryPolicy = { attempts: 3, firstWaitMs: 2, patienceMs: 300_000 };

export const SECRET = 'key-9f2c7a41';

/** What the login meets before the calls that follow, one each. */
export const metBeforehand: Sentence[] = [];

/** A login of the door's tests: a key in a header, as the published API takes it. */
export class DoorApi implements ICredentialType {
	name = 'doorApi';

	displayName = 'Door API';

	documentationUrl = 'https://docs.example.org/door';

	properties: INodeProperties[] = [
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
		},
		{
			displayName: 'Requests per Hour',
			name: 'requestsPerHour',
			type: 'number',
			default: 0,
		},
	];

	authenticate: ICredentialType['authenticate'] = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	) => {
		const met = metBeforehand.shift();
		if (met) throw new LoginProblem(met, false);
		options.headers = { ...options.headers, 'X-API-Key': String(credentials.apiKey) };
		return options;
	};
}

export type DoorWork = (
	connection: Connection,
	context: IExecuteFunctions,
	item: number,
) => Promise<IDataObject | INodeExecutionData>;

export interface DoorSettings {
	retry?: RetryPolicy;
	timeoutMs?: number;
	/** The credential's data beside address and key. */
	data?: ICredentialDataDecryptedObject;
}

/** A node that opens the door once in a run and does the work for each item. */
function doorNode(name: string, work: DoorWork, settings: DoorSettings): INodeType {
	return {
		description: {
			displayName: 'Door',
			name,
			group: ['transform'],
			version: 1,
			description: 'Sends calls for the tests of the door',
			defaults: { name: 'Door' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'doorApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const connection = await connect(this, 'doorApi', {
				retry: settings.retry ?? QUICK,
				timeoutMs: settings.timeoutMs ?? 5_000,
			});
			const output: INodeExecutionData[] = [];
			for (let item = 0; item < this.getInputData().length; item++) {
				const done = await work(connection, this, item);
				const isItem = 'binary' in done || 'pairedItem' in done;
				output.push(isItem ? (done as INodeExecutionData) : { json: done as IDataObject });
			}
			return [output];
		},
	};
}

let lastKey = 0;

/** Runs the work in n8n's own engine; each run has a key of its own, unless `data` names one. */
export async function throughDoor(
	baseUrl: string,
	work: DoorWork,
	settings: DoorSettings & Partial<RunRequest> = {},
): Promise<RunResult> {
	const { retry, timeoutMs, data, ...run } = settings;
	return await runNode({
		nodeType: doorNode('door', work, { retry, timeoutMs }),
		credentials: [
			{ credentialType: DoorApi, data: { baseUrl, apiKey: `${SECRET}-${++lastKey}`, ...data } },
		],
		...run,
	});
}

export const READ: Call = { verb: 'getCase', method: 'GET', path: '/helpline/api/x', kind: 'read' };
export const WRITE: Call = {
	verb: 'createCase',
	method: 'POST',
	path: '/helpline/api/x',
	kind: 'write',
	body: { title: 'x' },
};

/** One call for each item; what came back is the item's JSON. */
export function call(one: Call): DoorWork {
	return async (connection, _context, item) => plain(await request(connection, one, item));
}

export function plain(result: Answered | Lost): IDataObject {
	if (result.kind === 'lost') return { how: result.how, sent: result.sent };
	return { status: result.status, body: String(result.body) };
}
