import { outputOf, type Credential } from '../../tools/n8n/api.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { chain, openChs, rowsNodes, start } from './support.mts';

const ROWS = Array.from({ length: 5 }, (_, n) => ({ key: `form-${n}` }));

describe('two helplines with the same ids in one real n8n', () => {
	let n8n: SharedN8n;
	let sandboxes: SandboxProcess[];

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandboxes = await Promise.all([startSandboxProcess(), startSandboxProcess()]);
	});
	afterAll(async () => {
		await Promise.all(sandboxes.map(async (sandbox) => await sandbox.stop()));
	});

	const createWorkflow = async (credential: Credential, title: string) =>
		await n8n.api.createWorkflow(
			chain(title, [
				start,
				...rowsNodes(ROWS),
				openChs(credential, {
					resource: 'case',
					operation: 'create',
					parameters: {
						externalKey: '={{ $json.key }}',
						fields: {
							mappingMode: 'defineBelow',
							value: { title, category: 'school', priority: 'low' },
							matchingColumns: [],
							schema: [],
						},
					},
				}),
			]),
		);

	it('cross no record and no key, and their records tell them apart', async () => {
		const runs = sandboxes.map(async (sandbox, index) => {
			await sandbox.admin.reset('empty');
			const code = `helpline-${index}`;
			const credential = await n8n.api.createCredential('openChsApi', code, {
				baseUrl: sandbox.url,
				apiKey: sandbox.apiKey,
				helplineCode: code,
			});
			const { id } = await createWorkflow(credential, code);
			return outputOf(await n8n.api.runWorkflow(id), 'OpenCHS').map(({ json }) => json);
		});

		const [first = [], second = []] = await Promise.all(runs);

		expect(first.map(({ helpline }) => helpline)).toEqual(ROWS.map(() => 'helpline-0'));
		expect(second.map(({ helpline }) => helpline)).toEqual(ROWS.map(() => 'helpline-1'));
		expect(first.map(({ id }) => id)).toEqual(second.map(({ id }) => id));
		for (const [index, sandbox] of sandboxes.entries()) {
			const titles = (await sandbox.admin.cases()).map(({ title }) => title);
			expect(titles).toEqual(ROWS.map(() => `helpline-${index}`));
		}
	});
});
