import { operations } from '../../nodes/OpenChs/actions/operations';
import { FIELDS, fileItem, keyCredential, prepare, runOpenChs } from '../support/helpline';
import { everyOperation } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { previewOf } from '../support/previews.mts';

const USES = everyOperation({ caseId: 0, spareCaseId: 0, attachmentId: 0 }, FIELDS);
const OFFERED = USES.filter(({ login }) => login !== 'login');
const NOT_OFFERED = USES.filter(({ login }) => login === 'login');

describe('every operation, in the engine of n8n against the sandbox', () => {
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	it('is in the table of this test', () => {
		const registered = Object.entries(operations).flatMap(([resource, of]) =>
			Object.keys(of).map((operation) => `${resource}.${operation}`),
		);

		expect(USES.map(({ resource, operation }) => `${resource}.${operation}`).sort()).toEqual(
			registered.sort(),
		);
	});

	it.each(OFFERED.map(({ resource, operation }) => [resource, operation] as const))(
		'%s %s runs and gives what its preview shows',
		async (resource, operation) => {
			const ids = await prepare(sandbox);
			const use = everyOperation(ids, FIELDS).find(
				(each) => each.resource === resource && each.operation === operation,
			);
			if (!use) throw new Error('not in the table');

			const run = await runOpenChs(keyCredential(sandbox), use, { items: [fileItem({ row: 1 })] });

			expect(run.error).toBeUndefined();
			const [item] = run.outputs[0] ?? [];
			expect(Object.keys(item?.json ?? {}).sort()).toEqual(previewOf(resource, operation));
			expect(item?.pairedItem).toEqual({ item: 0 });
			expect(item?.json.helpline).toBe('sandbox');
		},
	);

	it.each(NOT_OFFERED.map((use) => [use.resource, use.operation, use] as const))(
		'%s %s says that the server of a key does not have it, and asks it nothing',
		async (_resource, _operation, use) => {
			await prepare(sandbox);

			const run = await runOpenChs(keyCredential(sandbox), use);

			expect(run.error?.message).toBe('People of a case: not offered by this OpenCHS [item 0]');
			expect(await sandbox.admin.log()).toEqual([]);
		},
	);
});
