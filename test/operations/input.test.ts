import { FIELDS, keyCredential, runOpenChs } from '../support/helpline';
import { findMarker, MARKER } from '../support/markers';
import { mapped } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

const BAD: Record<number, object> = {
	2: { priority: 'urgent' },
	5: { child_age: 19 },
	8: { title: '' },
};

const items = Array.from({ length: 10 }, (_, n) => ({
	json: { ...FIELDS, title: `Case ${n}`, ...BAD[n], note: MARKER } as Record<
		string,
		string | number
	>,
}));

const fromItem = mapped(
	Object.fromEntries(Object.keys(FIELDS).map((name) => [name, `={{ $json.${name} }}`])),
);
const CREATE = { resource: 'case', operation: 'create', parameters: { fields: fromItem } };

describe('three bad items among ten', () => {
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
	});
	beforeEach(async () => {
		await sandbox.admin.reset('empty');
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	it('are refused naming field and item, and the seven others are created', async () => {
		const run = await runOpenChs(keyCredential(sandbox), CREATE, {
			items,
			onError: 'continueErrorOutput',
		});

		expect(run.outputs[0]).toHaveLength(7);
		expect(run.outputs[1]?.map(({ json }) => json.error)).toEqual([
			"'Priority' was not accepted [item 2]",
			"'Child Age' was not accepted [item 5]",
			"'Title' is needed to create a case [item 8]",
		]);
		expect(run.outputs[1]?.map(({ json }) => (json.details as { field: string }).field)).toEqual([
			'priority',
			'child_age',
			'title',
		]);
		expect(await sandbox.admin.cases()).toHaveLength(7);
	});

	it('keep their input row beside the reason on the error output', async () => {
		const run = await runOpenChs(keyCredential(sandbox), CREATE, {
			items,
			onError: 'continueErrorOutput',
		});

		expect(run.outputs[1]?.[0]?.json).toMatchObject({ title: 'Case 2', priority: 'urgent' });
	});

	it("hold the reason alone when 'Failed Items Hold' says so", async () => {
		const run = await runOpenChs(
			keyCredential(sandbox),
			CREATE,
			{ items, onError: 'continueErrorOutput' },
			{ failedItems: 'reason' },
		);

		expect(run.outputs[1]?.map(({ json }) => Object.keys(json))).toEqual([
			['error'],
			['error'],
			['error'],
		]);
		expect(findMarker(run.outputs[1])).toEqual([]);
	});

	it('stop the run at the first, with the same sentence, when it does not continue', async () => {
		const run = await runOpenChs(keyCredential(sandbox), CREATE, { items });

		expect(run.error?.message).toBe("'Priority' was not accepted [item 2]");
		expect(await sandbox.admin.cases()).toHaveLength(2);
	});
});
