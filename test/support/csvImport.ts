import type {
	IBinaryKeyData,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import { OpenChsCsvImport } from '../../nodes/OpenChsCsvImport/OpenChsCsvImport.node';
import { csvItem } from './csvFile.mts';
import type { CredentialInput, RunRequest, RunResult } from './engine';
import { readBinary, runNode } from './engine';
import { keyCredential } from './helpline';
import { QUICK } from './operations';
import type { SandboxProcess } from './sandbox.mts';

/** One of the sandbox's two servers, with its login and what a file for it needs. */
export interface ImportSide {
	name: 'published' | 'deployed';
	authentication: 'apiKey' | 'login';
	credential: CredentialInput;
	/** A category that the server knows. */
	category: string;
	/** What every row needs there beyond the columns of a made-up file. */
	values: Record<string, string>;
	/** Cases that are on the server. */
	cases(): Promise<Array<Record<string, unknown>>>;
}

/** Sides of another `account` share no request budget with those of other tests. */
export function publishedSide(sandbox: SandboxProcess, account = ''): ImportSide {
	return {
		name: 'published',
		authentication: 'apiKey',
		credential: keyCredential(sandbox, 'sandbox', account),
		category: 'school',
		values: {},
		cases: async () => (await sandbox.admin.cases()) as unknown as Array<Record<string, unknown>>,
	};
}

export function deployedSide(sandbox: SandboxProcess): ImportSide {
	return {
		name: 'deployed',
		authentication: 'login',
		credential: {
			credentialType: new OpenChsLoginApi(),
			data: { baseUrl: sandbox.deployedUrl, ...sandbox.login, helplineCode: 'sandbox' },
		},
		category: 'Physical Abuse',
		values: {
			plan: 'Call back on Monday.',
			gbv_related: 'no',
			reporter_name: 'Ada Example',
			reporter_age_group: '25-34',
			reporter_sex: 'Female',
		},
		cases: async () => await sandbox.admin.deployed('cases'),
	};
}

/** Runs the node over a file in n8n's own engine, without waits. */
export async function runImport(
	side: ImportSide,
	file: string | INodeExecutionData[],
	parameters: INodeParameters = {},
	request: Partial<RunRequest> = {},
): Promise<RunResult> {
	const { options, ...own } = parameters;
	return await runNode({
		nodeType: OpenChsCsvImport,
		parameters: {
			authentication: side.authentication,
			mode: 'import',
			values: everyRow(side.values),
			...own,
			options: { ...QUICK, timeout: 30, ...(options as INodeParameters | undefined) },
		},
		credentials: [side.credential],
		items: typeof file === 'string' ? [csvItem(file)] : file,
		...request,
	});
}

/** As the panel stores 'Values for Every Row'. */
export function everyRow(values: Record<string, string>): INodeParameters {
	return { value: Object.entries(values).map(([field, value]) => ({ field, value })) };
}

/** The summary: the last item of *Done*. */
export function summaryOf(result: RunResult): IDataObject {
	if (result.error) throw result.error;
	return result.outputs[0]?.at(-1)?.json ?? {};
}

/** The text of one of the summary's files. */
export async function fileOf(result: RunResult, name: string): Promise<string> {
	const binary: IBinaryKeyData = result.outputs[0]?.at(-1)?.binary ?? {};
	const file = binary[name];
	if (!file) throw new Error(`The summary has no file '${name}'`);
	return (await readBinary(file)).toString('utf8');
}
