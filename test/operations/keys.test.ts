import { FIELDS, keyCredential, runOpenChs } from '../support/helpline';
import { mapped } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

const CREATE = { resource: 'case', operation: 'create', parameters: { fields: mapped(FIELDS) } };
const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ json: { row: n } }));

/** Faults after which nobody can know from the answer whether the case was saved. */
const UNCLEAR = [
	'cut-before',
	'cut-after',
	'cut-middle',
	'html-before',
	'html-after',
	'empty-before',
	'empty-after',
	'half-json',
	'missing-id',
	'wrong-shape=text',
	'status=500',
	'status-after=500',
	'status-after=503',
	'status-after=408',
	'hang-before',
	'hang-after',
	'proxy-page',
] as const;

describe('external keys: no case doubled, none lost', () => {
	let sandbox: SandboxProcess;
	const made = async () => (await sandbox.admin.cases()).length;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
	});
	beforeEach(async () => {
		await sandbox.admin.reset('empty');
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	it('makes 30 cases of 30 items in a loop of 3 times 10', async () => {
		const equal = Array.from({ length: 30 }, () => ({ json: { same: true } }));

		await runOpenChs(keyCredential(sandbox), CREATE, { items: equal, loop: { batchSize: 10 } });

		expect(await made()).toBe(30);
	});

	it('makes two cases of two identical items in one run', async () => {
		await runOpenChs(keyCredential(sandbox), CREATE, {
			items: [{ json: { same: true } }, { json: { same: true } }],
		});

		expect(await made()).toBe(2);
	});

	it('makes two cases of the same content in two separate runs', async () => {
		await runOpenChs(keyCredential(sandbox), CREATE, { items: rows(1) });
		await runOpenChs(keyCredential(sandbox), CREATE, { items: rows(1) });

		expect(await made()).toBe(2);
	});

	it('doubles nothing when Retry On Fail runs the node again after item 5', async () => {
		await sandbox.admin.setFaults(['status=422:POST:/cases:1:5']);

		const run = await runOpenChs(keyCredential(sandbox), CREATE, {
			items: rows(10),
			retryOnFail: true,
			maxTries: 3,
		});

		expect(run.tries).toBe(2);
		expect(run.error).toBeUndefined();
		expect(await made()).toBe(10);
	});

	it('finds the cases of a stored execution that is run again', async () => {
		await runOpenChs(keyCredential(sandbox), CREATE, { items: rows(5) });

		const retried = await runOpenChs(keyCredential(sandbox), CREATE, {
			items: rows(10),
			mode: 'retry',
		});

		expect(await made()).toBe(10);
		expect(retried.outputs[0]?.map(({ json }) => json.matched ?? null)).toEqual([
			...Array.from({ length: 5 }, () => 'earlier run'),
			...Array.from({ length: 5 }, () => null),
		]);
	});

	it.each(UNCLEAR)(
		'makes exactly one case per item when the answer is lost by %s',
		async (fault) => {
			await sandbox.admin.setFaults([`${fault}:POST:/cases:1`]);

			const run = await runOpenChs(
				keyCredential(sandbox),
				CREATE,
				{ items: rows(3) },
				{ timeout: 0.5, attempts: 3 },
			);

			expect(run.error).toBeUndefined();
			expect(run.outputs[0]).toHaveLength(3);
			expect(await made()).toBe(3);
		},
	);

	it.each(UNCLEAR)('adds one note, whatever is lost by %s', async (fault) => {
		const { id } = await sandbox.admin.insertCase({
			title: 'A case',
			category: 'school',
			priority: 'low',
		});
		await sandbox.admin.setFaults([`${fault}:POST:/cases/.*:1`]);

		const run = await runOpenChs(
			keyCredential(sandbox),
			{
				resource: 'activity',
				operation: 'create',
				parameters: {
					caseId: { __rl: true, mode: 'id', value: String(id) },
					activityType: 'note',
					description: 'Called back',
				},
			},
			{},
			{ timeout: 0.5, attempts: 3 },
		);

		expect(run.error).toBeUndefined();
		expect(await sandbox.admin.activities(id)).toHaveLength(1);
	});

	it('finds by a mapped key in every later run, and says so', async () => {
		const keyed = { ...CREATE, parameters: { ...CREATE.parameters, externalKey: 'form:7' } };

		await runOpenChs(keyCredential(sandbox), keyed);
		const again = await runOpenChs(keyCredential(sandbox), keyed);

		expect(await made()).toBe(1);
		expect(again.outputs[0]?.[0]?.json).toMatchObject({
			outcome: 'already_there',
			matched: 'external key',
			external_key: 'form:7',
		});
	});

	it('refuses a key that two cases carry, naming how many', async () => {
		for (const title of ['One', 'Two']) {
			await sandbox.admin.insertCase({
				title,
				category: 'school',
				priority: 'low',
				description: 'Text\n\nExternal-Ref: form:8',
			});
		}

		const run = await runOpenChs(keyCredential(sandbox), {
			...CREATE,
			operation: 'upsert',
			parameters: { ...CREATE.parameters, externalKey: 'form:8' },
		});

		expect(run.error?.message).toBe(
			'2 cases carry this external key, so none was changed [item 0]',
		);
		expect(await made()).toBe(2);
	});

	it('still looks up where the server has no search', async () => {
		await sandbox.admin.setOption('searchOffered', false);
		await sandbox.admin.setFaults(['cut-after:POST:/cases:1']);

		const run = await runOpenChs(keyCredential(sandbox), CREATE, { items: rows(1) });

		expect(run.error).toBeUndefined();
		expect(await made()).toBe(1);
	});

	it('keeps the reference line when the description is updated', async () => {
		const keyed = { ...CREATE, parameters: { ...CREATE.parameters, externalKey: 'form:9' } };
		await runOpenChs(keyCredential(sandbox), keyed);

		const updated = await runOpenChs(keyCredential(sandbox), {
			...keyed,
			operation: 'upsert',
			parameters: {
				externalKey: 'form:9',
				fields: mapped({ ...FIELDS, description: 'Other words.' }),
			},
		});

		expect(updated.outputs[0]?.[0]?.json.outcome).toBe('updated');
		const [stored] = await sandbox.admin.cases();
		expect(stored?.description).toBe('Other words.\n\nExternal-Ref: form:9');
	});
});
