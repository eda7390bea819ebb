import type { Credential } from '../../tools/n8n/api.mts';
import { credentialsOf, errorOf, outputOf } from '../../tools/n8n/api.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { nodeOf, start } from './support.mts';

const TYPE = 'n8n-nodes-openchs.openChsJsonExport';

describe('the JSON export in a real n8n', () => {
	let n8n: SharedN8n;
	let sandbox: SandboxProcess;
	let login: Credential;
	let recipient: Credential;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandboxProcess();
		await sandbox.admin.reset('empty');
		await sandbox.admin.burst({ creates: 350 });
		login = await n8n.api.createCredential('openChsApi', 'Export', {
			baseUrl: sandbox.url,
			apiKey: sandbox.apiKey,
			helplineCode: 'real',
		});
		recipient = await n8n.api.createCredential('openChsRecipientApi', 'Ministry', {
			secret: 'a made-up secret of a ministry, long enough',
		});
	});
	afterAll(async () => await sandbox.stop());

	it('writes files that are verified and gone on from', async () => {
		const credentials = { ...credentialsOf(login), ...credentialsOf(recipient) };
		const exporting = { operation: 'export', authentication: 'apiKey', form: 'jsonl' };
		const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
		const { id } = await n8n.api.createWorkflow({
			name: 'Nightly export',
			nodes: [
				start,
				nodeOf('Export', TYPE, 1, { ...exporting, options: { rowsPerFile: 150 } }, { credentials }),
				nodeOf('Verify', TYPE, 1, { operation: 'verify' }),
				nodeOf(
					'Next Night',
					TYPE,
					1,
					{ ...exporting, continueFrom: 'manifestFile' },
					{ credentials },
				),
			],
			connections: { Start: to('Export'), Export: to('Verify'), Verify: to('Next Night') },
			settings: {},
		});

		const execution = await n8n.api.runWorkflow(id);

		expect(errorOf(execution)).toBeUndefined();
		const files = outputOf(execution, 'Export');
		expect(files.map(({ json }) => json.rows)).toEqual([150, 150, 50, 350]);
		expect(files.map(({ binary }) => binary?.data?.fileName)).toEqual(
			files.map(({ json }) => json.file),
		);
		expect(outputOf(execution, 'Verify')[0]?.json).toMatchObject({ verified: true, rows: 350 });
		expect(outputOf(execution, 'Next Night').at(-1)?.json).toMatchObject({ complete: true });
	});
});
