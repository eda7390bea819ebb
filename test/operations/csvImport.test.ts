import { BAD_WAYS, csvItem, madeUpFile } from '../support/csvFile.mts';
import type { ImportSide } from '../support/csvImport';
import { deployedSide, fileOf, publishedSide, runImport, summaryOf } from '../support/csvImport';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

/** A thousand rows over a real socket, on a machine that may be busy. */
const LONG_MS = 120_000;

jest.setTimeout(LONG_MS);

describe.each(['published', 'deployed'] as const)('a file for the %s server', (name) => {
	let sandbox: SandboxProcess;
	let side: ImportSide;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
		side = name === 'published' ? publishedSide(sandbox) : deployedSide(sandbox);
	}, LONG_MS);
	beforeEach(async () => {
		await sandbox.admin.reset('empty');
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	it(
		'of 1,000 rows, 37 of them bad in nine ways: checked, imported, and imported again to no effect',
		async () => {
			const file = madeUpFile(1_000, 37, { category: side.category });
			expect(new Set(file.bad.map(({ way }) => way)).size).toBe(9);

			const checked = await runImport(side, file.text, { mode: 'check' });

			expect(await side.cases()).toHaveLength(0);
			expect(summaryOf(checked)).toMatchObject({
				mode: 'check',
				complete: true,
				ready: true,
				rows: 1_000,
				would_create: 963,
				to_fix: 37,
				created: 0,
			});
			expect(checked.outputs[1]?.map(({ json }) => [json.row, json.column, json.code])).toEqual(
				file.bad.map(({ row, way }) => [row, way.column, way.code]),
			);

			const imported = await runImport(side, file.text);

			expect(summaryOf(imported)).toMatchObject({ imported: 963, created: 963, to_fix: 37 });
			expect(imported.outputs[0]).toHaveLength(964);
			expect(await side.cases()).toHaveLength(963);

			await sandbox.admin.clearLog();
			const again = await runImport(side, file.text);

			expect(summaryOf(again)).toMatchObject({
				imported: 0,
				created: 0,
				already_there: 963,
				to_fix: 37,
				complete: true,
			});
			expect(await side.cases()).toHaveLength(963);
			const writes = (await sandbox.admin.log()).filter(({ method }) => method !== 'GET');
			expect(writes).toEqual([]);
		},
		LONG_MS,
	);

	it('gives what was done, row by row, with the old case number beside the new one', async () => {
		const { text } = madeUpFile(3, 0, { category: side.category });

		const { outputs } = await runImport(side, text);
		expect(outputs[0]?.slice(0, -1).map(({ json }) => json)).toEqual(
			[1, 2, 3].map((n) => ({
				row: n + 1,
				external_key: `OLD-${n}`,
				source_case_number: `OLD-${n}`,
				source_created_at: null,
				helpline: 'sandbox',
				id: expect.anything(),
				case_number: expect.any(String),
				outcome: 'created',
			})),
		);
		expect(outputs[0]?.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(
			true,
		);
	});

	it('says what each row lacks, in the words of the guide and without the value', async () => {
		const { text } = madeUpFile(9, 9, { category: side.category });

		const summary = summaryOf(await runImport(side, text));

		expect(summary.imported).toBe(0);
		expect(summary.errors).toEqual([
			'Row OLD-1: Title is required',
			'Row OLD-2: Missing required field: category',
			'Row OLD-3: Invalid priority',
			'Row OLD-4: Invalid reporter_phone',
			'Row OLD-5: Invalid reporter_email',
			'Row OLD-6: Invalid child_age',
			'Row OLD-7: Invalid child_gender',
			'Row OLD-8: Invalid title',
			"Row 10: 'External Key' was not accepted",
		]);
	});

	it('takes the corrected items of To Fix straight back in', async () => {
		const file = madeUpFile(18, 9, { category: side.category });
		const first = await runImport(side, file.text, { options: { failedItems: 'reasonAndRow' } });
		expect(summaryOf(first)).toMatchObject({ created: 9, to_fix: 9 });
		const good = {
			title: 'Corrected',
			category: side.category,
			priority: 'low',
			reporter_phone: '+999 71 0000 000',
			reporter_email: '',
			child_age: '9',
			child_gender: 'female',
		};
		const corrected = (first.outputs[1] ?? []).map(({ json }) => ({
			json: {
				...json,
				input: { ...(json.input as object), ...good, case_number: `NEW-${json.row}` },
			},
		}));

		const second = await runImport(side, corrected, { input: 'items' });

		expect(summaryOf(second)).toMatchObject({ created: 9, to_fix: 0, rows: 9 });
		expect(await side.cases()).toHaveLength(18);
	});

	it('takes its own file to correct back in, with the keys that the rows had', async () => {
		const file = madeUpFile(4, 2, { category: side.category });
		const first = await runImport(side, file.text, { options: { reportHoldsRows: true } });
		const toCorrect = await fileOf(first, 'to_correct');
		expect(toCorrect).toContain('import_row,external_key,import_column');
		const corrected = toCorrect
			.replace('OLD-2,,', 'OLD-2,Corrected title,')
			.replace(/, ,/, `,${side.category},`);

		const second = await runImport(side, corrected);
		const whole = await runImport(side, file.text);

		expect(summaryOf(second)).toMatchObject({ created: 2, to_fix: 0 });
		expect(summaryOf(whole)).toMatchObject({ created: 0, already_there: 2, to_fix: 2 });
		expect(await side.cases()).toHaveLength(4);
	});

	it('with rows that have no key of their own is imported once all the same', async () => {
		const lines = [
			'title,category,priority,child name',
			...['a', 'b', 'b'].map((title) => `${title},${side.category},low,Zuri`),
		];

		const first = await runImport(side, lines.join('\n'));
		const second = await runImport(side, lines.join('\n'));

		expect(summaryOf(first)).toMatchObject({ created: 3 });
		expect(summaryOf(second)).toMatchObject({ created: 0, already_there: 3 });
		expect(await side.cases()).toHaveLength(3);
	});

	it('with two rows of one key names both and imports the first', async () => {
		const { text } = madeUpFile(4, 0, {
			category: side.category,
			number: (n) => (n === 4 ? 'OLD-1' : `OLD-${n}`),
		});

		const { outputs } = await runImport(side, text);

		expect(outputs[1]?.map(({ json }) => json)).toEqual([
			{
				row: 5,
				column: 'case_number',
				code: 'duplicate_key',
				reason: 'Row 5 has the same key as row 2',
				advice: expect.any(String),
				external_key: 'OLD-1',
			},
		]);
		expect(await side.cases()).toHaveLength(3);
	});

	it('goes on through lost answers, and loses and doubles nothing', async () => {
		const { text } = madeUpFile(40, 0, { category: side.category });
		const post = { method: 'POST', path: '/cases/?', server: name, times: 5 };
		await sandbox.admin.setFaults([
			{ ...post, fault: 'cut-after' },
			{ ...post, fault: 'status', status: 503, skip: 10 },
			{ ...post, fault: 'html-after', skip: 20 },
		]);

		const result = await runImport(side, text, { options: { attempts: 4 } });
		const struck = (await sandbox.admin.faults()).map(({ applied }) => applied);
		expect(struck).toEqual([5, 5, 5]);
		await sandbox.admin.clearFaults();
		const again = await runImport(side, text);

		expect(
			Number(summaryOf(result).created) + Number(summaryOf(again).created),
		).toBeLessThanOrEqual(40);
		expect(summaryOf(again)).toMatchObject({ to_fix: 0, complete: true });
		expect(await side.cases()).toHaveLength(40);
	});

	it('updates what differs, and nothing else', async () => {
		const before = madeUpFile(5, 0, { category: side.category }).text;
		await runImport(side, before);
		const after = before
			.replace('Made-up story, of row 3', 'Another story')
			.replace(',low,', ',high,');

		const updated = await runImport(side, after, { existing: 'update' });
		const again = await runImport(side, after, { existing: 'update' });

		expect(updated.outputs[0]?.slice(0, -1).map(({ json }) => json.outcome)).toEqual([
			'already_there',
			'already_there',
			'updated',
			'updated',
			'already_there',
		]);
		expect(summaryOf(again)).toMatchObject({ updated: 0, already_there: 5 });
	});

	it('refuses what is there already, where that is asked', async () => {
		const { text } = madeUpFile(2, 0, { category: side.category });
		await runImport(side, text);

		const { outputs } = await runImport(side, text, { existing: 'refuse' });

		expect(outputs[1]?.map(({ json }) => json.code)).toEqual(['key_not_unique', 'key_not_unique']);
	});

	it('is shared by workers without a double', async () => {
		const { text } = madeUpFile(60, 0, { category: side.category });
		const part = (k: number) => ({ options: { partOfFile: { share: { part: k, of: 3 } } } });

		const results = await Promise.all(
			[1, 2, 3].map(async (k) => await runImport(side, text, part(k))),
		);

		const created = results.map((result) => Number(summaryOf(result).created));
		expect(created.reduce((a, b) => a + b)).toBe(60);
		expect(Math.min(...created)).toBeGreaterThan(5);
		expect(await side.cases()).toHaveLength(60);
	});

	it('comes to one case per row when two runs import it at once', async () => {
		const { text } = madeUpFile(30, 0, { category: side.category });

		const both = await Promise.all([runImport(side, text), runImport(side, text)]);

		for (const result of both)
			expect(summaryOf(result)).toMatchObject({ to_fix: 0, complete: true });
		const created = both.map((result) => Number(summaryOf(result).created));
		expect(created.reduce((a, b) => a + b)).toBe(30);
	});

	it('shows no value of a row in items, reports, errors and log', async () => {
		const file = madeUpFile(9, 9, { category: side.category, mark: 'CANARY-7F3A' });
		const result = await runImport(side, [csvItem(file.text, 'CANARY-7F3A.csv')]);
		const parts = [
			result.outputs,
			result.log.filter(({ by }) => by === 'node'),
			result.hints,
			await fileOf(result, 'report'),
			await fileOf(result, 'summary'),
			await fileOf(result, 'to_correct'),
		];

		expect(JSON.stringify(parts)).not.toContain('CANARY');
		expect(BAD_WAYS).toHaveLength(9);
	});
});
