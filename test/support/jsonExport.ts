import { createHash } from 'node:crypto';

import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { OpenChsRecipientApi } from '../../credentials/OpenChsRecipientApi.credentials';
import { OpenChsJsonExport } from '../../nodes/OpenChsJsonExport/OpenChsJsonExport.node';
import type { ImportSide } from './csvImport';
import type { CredentialInput, RunRequest, RunResult } from './engine';
import { readBinary, runNode } from './engine';
import { QUICK } from './operations';

/** One of the sandbox's two servers, with its login. */
export type ExportSide = Pick<ImportSide, 'name' | 'authentication' | 'credential'>;

/** Made up; one recipient of de-identified files. */
export const RECIPIENT = { secret: 'made-up secret of a ministry, long enough' };

export function recipient({ secret } = RECIPIENT): CredentialInput {
	return {
		credentialType: new OpenChsRecipientApi(),
		data: { secret, helplineCode: '' },
	};
}

/** Runs Export in n8n's own engine, without waits. Full profile, unless the parameters say otherwise. */
export async function runExport(
	side: ExportSide,
	parameters: INodeParameters = {},
	request: Partial<RunRequest> = {},
): Promise<RunResult> {
	const { options, ...own } = parameters;
	return await runNode({
		nodeType: OpenChsJsonExport,
		parameters: {
			operation: 'export',
			authentication: side.authentication,
			profile: 'full',
			...own,
			options: { ...QUICK, timeout: 30, ...(options as INodeParameters | undefined) },
		},
		credentials: [side.credential, ...(own.profile === 'deidentified' ? [recipient()] : [])],
		...request,
	});
}

/** Runs Verify over items as they would come back from a destination. */
export async function runVerify(
	items: INodeExecutionData[],
	parameters: INodeParameters = {},
): Promise<RunResult> {
	return await runNode({
		nodeType: OpenChsJsonExport,
		parameters: { operation: 'verify', ...parameters },
		items,
	});
}

export function itemsOf(result: RunResult): INodeExecutionData[] {
	if (result.error) throw result.error;
	return result.outputs[0] ?? [];
}

/** The manifest: the last item. */
export function manifestOf(result: RunResult): IDataObject {
	return itemsOf(result).at(-1)?.json ?? {};
}

export async function textOf(file: IBinaryData | undefined): Promise<string> {
	if (!file) throw new Error('There is no such file');
	return (await readBinary(file)).toString('utf8');
}

/** The texts of all files of one kind, in their order. */
export async function textsOf(result: RunResult, kind: string): Promise<string[]> {
	const files = itemsOf(result).filter(({ json }) => json.kind === kind);
	return await Promise.all(files.map(async ({ binary }) => await textOf(binary?.data)));
}

/** The rows of a JSON or JSON Lines export. */
export async function rowsOf(result: RunResult, kind = 'cases'): Promise<IDataObject[]> {
	const texts = await textsOf(result, kind);
	return texts.flatMap((text) =>
		text.startsWith('[')
			? (JSON.parse(text) as IDataObject[])
			: text
					.split('\n')
					.filter(Boolean)
					.map((line) => JSON.parse(line) as IDataObject),
	);
}

export function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

/** The last item of a verification, for the next export. */
export function verifiedItem(result: RunResult, more: INodeExecutionData['binary'] = {}) {
	const [item] = itemsOf(result);
	return { json: {}, binary: { ...item?.binary, ...more } };
}
