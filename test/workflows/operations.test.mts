import type { Credential } from '../../tools/n8n/api.mts';
import { errorOf, outputOf } from '../../tools/n8n/api.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { everyOperation } from '../support/operations.ts';
import { previewOf } from '../support/previews.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { chain, fileNodes, openChs, prepareOverApi, rowsNodes, start } from './support.mts';

const FIELDS = { title: 'A made-up case', category: 'school', priority: 'high' };
const ALL = everyOperation({ caseId: 0, spareCaseId: 0, attachmentId: 0 }, FIELDS);
const USES = ALL.filter(({ login }) => login !== 'login');
const NOT_OFFERED = ALL.filter(({ login }) => login === 'login');

describe('every operation in a real n8n', () => {
	let n8n: SharedN8n;
	let sandbox: SandboxProcess;
	let credential: Credential;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandboxProcess();
		credential = await n8n.api.createCredential('openChsApi', 'Sandbox', {
			baseUrl: sandbox.url,
			apiKey: sandbox.apiKey,
			helplineCode: 'real',
		});
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	it.each(USES.map(({ resource, operation }) => [resource, operation] as const))(
		'%s %s gives what its preview shows',
		async (resource, operation) => {
			const ids = await prepareOverApi(sandbox);
			const use = everyOperation(ids, FIELDS).find(
				(each) => each.resource === resource && each.operation === operation,
			);
			if (!use) throw new Error('not in the table');
			const { id } = await n8n.api.createWorkflow(
				chain(`${resource} ${operation}`, [start, ...fileNodes, openChs(credential, use)]),
			);

			const execution = await n8n.api.runWorkflow(id);

			expect(errorOf(execution)).toBeUndefined();
			const [item] = outputOf(execution, 'OpenCHS');
			expect(Object.keys(item?.json ?? {}).sort()).toEqual(previewOf(resource, operation));
			expect(item?.json.helpline).toBe('real');
		},
	);

	it.each(NOT_OFFERED.map((use) => [use.resource, use.operation, use] as const))(
		'%s %s says that the server of a key does not have it',
		async (resource, operation, use) => {
			const { id } = await n8n.api.createWorkflow(
				chain(`${resource} ${operation}`, [start, openChs(credential, use)]),
			);

			const execution = await n8n.api.runWorkflow(id);

			expect(errorOf(execution)).toContain('not offered by this OpenCHS');
		},
	);
});

describe('ten items, three of them bad, in a real n8n', () => {
	it('seven are done, three are refused by field and item', async () => {
		const n8n = await sharedN8n();
		const sandbox = await startSandboxProcess();
		try {
			await sandbox.admin.reset('empty');
			const credential = await n8n.api.createCredential('openChsApi', 'Bad input', {
				baseUrl: sandbox.url,
				apiKey: sandbox.apiKey,
			});
			const rows = Array.from({ length: 10 }, (_, n) => ({
				title: n === 8 ? '' : `Case ${n}`,
				priority: n === 2 ? 'urgent' : 'high',
				age: n === 5 ? 19 : 9,
			}));
			const create = openChs(
				credential,
				{
					resource: 'case',
					operation: 'create',
					parameters: {
						fields: {
							mappingMode: 'defineBelow',
							value: {
								title: '={{ $json.title }}',
								category: 'school',
								priority: '={{ $json.priority }}',
								child_age: '={{ $json.age }}',
							},
							matchingColumns: [],
							schema: [],
						},
					},
				},
				{ onError: 'continueErrorOutput' },
			);
			const { id } = await n8n.api.createWorkflow(
				chain('Bad input', [start, ...rowsNodes(rows), create]),
			);

			const execution = await n8n.api.runWorkflow(id);

			expect(outputOf(execution, 'OpenCHS')).toHaveLength(7);
			expect(outputOf(execution, 'OpenCHS', 1).map(({ json }) => json.error)).toEqual([
				"'Priority' was not accepted [item 2]",
				"'Child Age' was not accepted [item 5]",
				"'Title' is needed to create a case [item 8]",
			]);
		} finally {
			await sandbox.stop();
		}
	});
});
