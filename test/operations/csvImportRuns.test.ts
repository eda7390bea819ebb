import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { skipWaits } from '../support/clock.mts';
import { csvItem, madeUpFile } from '../support/csvFile.mts';
import type { ImportSide } from '../support/csvImport';
import { deployedSide, fileOf, publishedSide, runImport, summaryOf } from '../support/csvImport';
import type { RunResult } from '../support/engine';
import { useFilesystemBinary, useMemoryBinary } from '../support/engine';
import { findMarker, MARKER, planted } from '../support/markers';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

const LONG_MS = 180_000;
jest.setTimeout(LONG_MS);

/** Numbers that no test before has used: this process remembers the keys that it has tried. */
let file = 0;
const fresh = () => {
	file += 1;
	const name = `F${file}`;
	return { number: (n: number) => `${name}-${n}` };
};

let accounts = 0;

const partOf = (minutes: number, rows: number): INodeParameters => ({
	pauseBetweenParts: { part: { minutes, rows } },
});

describe('an import', () => {
	let sandbox: SandboxProcess;
	let side: ImportSide;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
	}, LONG_MS);
	beforeEach(async () => {
		await sandbox.admin.reset('empty');
		side = publishedSide(sandbox, `account ${(accounts += 1)}`);
	});
	afterAll(async () => {
		useMemoryBinary();
		await sandbox.stop();
	});

	describe('in parts', () => {
		it('goes on where it ended, with its file and without a row in the looped item', async () => {
			const { text } = madeUpFile(50, 5, { ...fresh(), mark: MARKER });
			let items: INodeExecutionData[] = [csvItem(text)];
			const passes: RunResult[] = [];
			while (items.length > 0) {
				const pass = await runImport(side, items, { options: partOf(0, 20) });
				passes.push(pass);
				items = pass.outputs[2] ?? [];
				expect(findMarker(items.map(({ json }) => json))).toEqual([]);
			}

			expect(passes).toHaveLength(3);
			expect(passes.map((pass) => summaryOf(pass).complete)).toEqual([false, false, true]);
			expect(passes.map((pass) => summaryOf(pass).part)).toEqual([1, 2, 3]);
			expect(summaryOf(passes[2] as RunResult).totals).toMatchObject({ created: 45, to_fix: 5 });
			expect(passes[0]?.outputs[2]?.[0]?.json).toMatchObject({ rows: 50, done: 20, part: 1 });
			expect(await side.cases()).toHaveLength(45);
		});

		it('waits at least 70 seconds, because a shorter wait does not survive a restart', async () => {
			const { text } = madeUpFile(3, 0, fresh());
			const before = Date.now();

			const { outputs } = await runImport(side, text, { options: partOf(0, 1) });

			const wait = Date.parse(String(outputs[2]?.[0]?.json.resume_at)) - before;
			expect(wait).toBeGreaterThanOrEqual(70_000);
			expect(wait).toBeLessThan(100_000);
		});

		it('has a text go on as a file, with the same keys', async () => {
			const text = 'title,category,priority\na,school,low\nb,school,low\n';
			const parameters = { input: 'text', text, options: partOf(0, 1) };
			const first = await runImport(side, [{ json: {} }], parameters);
			const second = await runImport(side, first.outputs[2] ?? [], parameters);
			const whole = await runImport(side, [{ json: {} }], { input: 'text', text });

			expect(summaryOf(second)).toMatchObject({ created: 1, complete: true });
			expect(summaryOf(whole)).toMatchObject({ created: 0, already_there: 2 });
		});

		it('has the files behind it wait too', async () => {
			const items = [madeUpFile(2, 0, fresh()), madeUpFile(2, 0, fresh())].map(({ text }) =>
				csvItem(text),
			);

			const first = await runImport(side, items, { options: partOf(0, 1) });
			const [one, two] = first.outputs[2] ?? [];

			expect(two?.json.resume_at).toBe(one?.json.resume_at);
			expect(two?.json.import_state).toBeUndefined();
			expect(two?.binary).toEqual(items[1]?.binary);
		});

		it('refuses another file than the one that was begun', async () => {
			const { text } = madeUpFile(3, 0, fresh());
			const first = await runImport(side, text, { options: partOf(0, 1) });
			const [item] = first.outputs[2] ?? [];
			const other = { ...item, json: item?.json ?? {}, binary: csvItem(text, 'other.csv').binary };

			const { error } = await runImport(side, [other], { options: partOf(0, 1) });

			expect(error?.message).toBe('Another file came back than the one that was begun [item 0]');
		});

		it('has no third output without the option, nor when it only checks', async () => {
			const { text } = madeUpFile(2, 0, fresh());

			expect((await runImport(side, text)).outputs).toHaveLength(2);
			const check = await runImport(side, text, { mode: 'check', options: partOf(0, 1) });
			expect(check.outputs).toHaveLength(2);
		});
	});

	describe('at 50 creates an hour', () => {
		beforeEach(async () => {
			await sandbox.admin.setOption('limits', 'published');
			await sandbox.admin.setOption('hourSeconds', 8);
		});

		it('takes the time that Check Only stated, within 20 %, and is refused by the limit at most once', async () => {
			const { text } = madeUpFile(200, 0, fresh());
			const checked = await runImport(side, text, { mode: 'check' });
			const stated = Number(summaryOf(checked).estimated_seconds);
			await sandbox.admin.clearLog();
			const started = Date.now();

			const imported = await runImport(side, text, { options: { patienceMinutes: 5 } });

			const took = (Date.now() - started) / 1000;
			expect(summaryOf(imported)).toMatchObject({ created: 200, complete: true });
			expect(took).toBeGreaterThan(stated * 0.8);
			expect(took).toBeLessThan(stated * 1.2);
			const creates = (await sandbox.admin.log()).filter(({ method }) => method === 'POST');
			expect(creates.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
		});

		it('ends with the time when nobody may wait, and the rest counts as not sent yet', async () => {
			await sandbox.admin.setOption('hourSeconds', 3_600);
			const { text } = madeUpFile(120, 0, fresh());

			const { outputs, hints, ...result } = await runImport(side, text);

			const summary = summaryOf({ outputs, hints, ...result } as RunResult);
			expect(summary).toMatchObject({ complete: false, created: 50, to_fix: 0, not_sent_yet: 70 });
			expect(summary.ended_because).toMatch(
				/^OpenCHS asks to wait longer than this node does\. Run the same file again after \d{4}-\d\d-\d\d \d\d:\d\d: /,
			);
			expect(hints.map(({ message }) => message)).toEqual([summary.ended_because]);
			expect(outputs[1]).toEqual([]);
		});

		it('goes on in parts, when the server says', async () => {
			await sandbox.admin.setOption('hourSeconds', 3_600);
			const { text } = madeUpFile(120, 0, fresh());

			const { outputs } = await runImport(side, text, { options: partOf(0, 0) });

			const [next] = outputs[2] ?? [];
			expect(next?.json).toMatchObject({ done: 50, created: 50, rows: 120 });
			const wait = Date.parse(String(next?.json.resume_at)) - Date.now();
			expect(wait).toBeGreaterThan(3_000_000);
			expect(wait).toBeLessThan(3_660_000);
		});
	});

	it('goes on in parts when the server puts the look-up of the keys off', async () => {
		const { text } = madeUpFile(3, 0, fresh());
		const options = partOf(0, 0);
		await sandbox.admin.setFaults(['rate-limit=900:GET:/cases']);

		const putOff = await runImport(side, text, { options });
		await sandbox.admin.clearFaults();
		const [next] = putOff.outputs[2] ?? [];

		expect(summaryOf(putOff)).toMatchObject({ complete: false, created: 0, not_sent_yet: 3 });
		expect(next?.json).toMatchObject({ part: 1, done: 0, rows: 3 });
		const waitMs = Date.parse(String(next?.json.resume_at)) - Date.now();
		expect(waitMs).toBeGreaterThan(850_000);
		expect(waitMs).toBeLessThan(905_000);
		expect(await side.cases()).toEqual([]);
	});

	it('feels Stop within a second, and says that it was canceled', async () => {
		await sandbox.admin.setOption('latencyMs', 100);
		const { text } = madeUpFile(500, 0, fresh());
		let stoppedAt = 0;
		const underWay = async () => {
			while ((await sandbox.admin.cases()).length < 10);
			stoppedAt = Date.now();
		};

		const { error, thrown } = await runImport(side, text, {}, { stopWhen: underWay() });

		expect(Date.now() - stoppedAt).toBeLessThan(1_000);
		expect(String((thrown[0] as Error | undefined)?.message ?? error?.message)).toContain(
			'canceled',
		);
		await sandbox.admin.setOption('latencyMs', 0);
		const whole = await runImport(side, text);
		expect(summaryOf(whole)).toMatchObject({ to_fix: 0, complete: true });
		expect(await side.cases()).toHaveLength(500);
	});

	it('stops after so many rows in a row that were to fix, and leaves the rest', async () => {
		const { text } = madeUpFile(100, 100, fresh());

		const result = await runImport(side, text, { options: { stopInARow: 10, inFlight: 1 } });

		expect(summaryOf(result)).toMatchObject({ complete: false, to_fix: 10, not_sent_yet: 90 });
		expect(result.hints[0]?.message).toContain('10 rows in a row were to fix');
	});

	it('throws the sentence of a login that is not accepted, and writes nothing', async () => {
		const { text } = madeUpFile(5, 0, fresh());
		const wrong = {
			...side,
			credential: { ...side.credential, data: { ...side.credential.data, apiKey: 'no' } },
		};

		const { error } = await runImport(wrong, text);

		expect(error?.message).toMatch(/key|login/i);
		expect(await side.cases()).toEqual([]);
	});

	it('lists what is missing and unknown once, before anything is written', async () => {
		const text = 'title,Shoe size\nx,36\ny,37\n';

		const { error } = await runImport(side, text);
		const check = await runImport(side, text, { mode: 'check' });

		expect(error?.message).toBe(
			'The file cannot be imported yet, and nothing was written [item 0]',
		);
		expect((error as { description?: string }).description).toBe(
			"Missing: 'Category', 'Priority'. Give them to all rows in 'Values for Every Row', or map columns to them in 'Columns'. Nobody knows: 'Shoe size' (column 2). Map them in 'Columns', or set 'Unknown Columns' in 'Options' to something else.",
		);
		expect(summaryOf(check)).toMatchObject({
			ready: false,
			missing_fields: ['category', 'priority'],
			would_create: 2,
			to_fix: 0,
		});
		expect(await side.cases()).toEqual([]);
	});

	it.each([
		['', 'The file is empty'],
		['title,category,priority\n', 'The file has a header and no rows'],
		['title,title\nx,y\n', 'Columns 1 and 2 have the same header'],
		['title,category,priority\nx,"school,low\n', 'Row 2 opens a quote that is never closed'],
		[
			`title,category,priority\n${'x'.repeat(2_000_000)},school,low\n`,
			'Row 2 is larger than 1 million characters',
		],
		['title,category\nx\u0000\u0000\u0000y,z\n', 'The file is not text'],
	])(
		'has a sentence for a file that cannot be read, and writes nothing (%#)',
		async (text, message) => {
			const { error } = await runImport(side, text);

			expect(error?.message).toBe(`${message} [item 0]`);
			expect(await side.cases()).toEqual([]);
		},
	);

	it('finds likely duplicates in the file and on the server, by row', async () => {
		await sandbox.admin.insertCase({
			title: 'Afraid',
			category: 'school',
			priority: 'low',
			reporter_phone: '+999700000001',
		});
		const text = [
			'case_number,title,category,priority,reporter_phone',
			'L-1,Afraid,school,low,+999 700 000 001',
			'L-2,Hungry,school,low,+999 700 000 002',
			'L-3,hungry,school,low,0700000002',
		].join('\n');

		const summary = summaryOf(await runImport(side, text, { mode: 'check' }));

		expect(summary.likely_duplicates).toEqual({
			in_file: 1,
			pairs_of_rows: [[3, 4]],
			on_server: 1,
			rows: [2],
		});
	});

	it('searches each key where the list of cases is longer than the file', async () => {
		for (let n = 0; n < 120; n++) await sandbox.admin.insertCase({ title: `Old ${n}` });
		const { text } = madeUpFile(1, 0, fresh());

		const first = await runImport(side, text);
		const second = await runImport(side, text);

		expect(summaryOf(first)).toMatchObject({ created: 1 });
		expect(summaryOf(second)).toMatchObject({ created: 0, already_there: 1 });
		const searches = (await sandbox.admin.log()).filter(({ path }) => path.includes('search'));
		expect(searches.length).toBeGreaterThan(0);
	});

	it('asks the server little more than once per row', async () => {
		const { text } = madeUpFile(300, 0, fresh());
		await sandbox.admin.clearLog();

		await runImport(side, text);

		const log = await sandbox.admin.log();
		expect(log.filter(({ method }) => method === 'POST')).toHaveLength(300);
		expect(log.length).toBeLessThan(315);
	});

	it('gives the summary alone above 1,000 rows, with files that n8n stores', async () => {
		await useFilesystemBinary();
		try {
			const { text } = madeUpFile(1_001, 5, { ...fresh(), mark: MARKER });
			const bytes = Buffer.from(text);

			const result = await runImport(side, [csvItem(bytes)], { mode: 'check' });

			expect(result.outputs[0]).toHaveLength(1);
			expect(summaryOf(result)).toMatchObject({ rows: 1_001, to_fix: 5 });
			expect(await fileOf(result, 'report')).toContain('Check: the import can begin');
			expect((await fileOf(result, 'to_correct')).trim().split('\r\n')).toHaveLength(6);
		} finally {
			useMemoryBinary();
		}
	});

	it('reads several encodings to the same cases', async () => {
		const text = 'titre;catégorie;priorité;téléphone\nÉlève effrayé;école;low;+999 700 000 001\n';
		const result = await runImport(side, [csvItem(Buffer.from(text, 'latin1'), 'a.csv')]);

		expect(summaryOf(result)).toMatchObject({ created: 1, to_fix: 0 });
		const [made] = await side.cases();
		expect(made).toMatchObject({ title: 'Élève effrayé', category: 'école' });
	});

	it('logs how far it is at least once a minute, in numbers', async () => {
		await sandbox.admin.setOption('limits', 'published');
		await sandbox.admin.setOption('hourSeconds', 300);
		const { text } = madeUpFile(60, 0, { ...fresh(), mark: MARKER });

		const { result, waitedMilliseconds } = await skipWaits(
			async () => await runImport(side, text, { options: { patienceMinutes: 10 } }),
		);

		const lines = result.log.filter(({ message }) => message.startsWith('OpenCHS import'));
		expect(waitedMilliseconds).toBeGreaterThan(200_000);
		expect(lines.length).toBeGreaterThanOrEqual(Math.floor(waitedMilliseconds / 60_000));
		expect(lines[0]?.message).toMatch(
			/^OpenCHS import "Node": 50 of 60 rows done, 0 to fix, .* left$/,
		);
		expect(findMarker(lines)).toEqual([]);
	});

	it('tells an agent what it checked, and lets none import', async () => {
		const { text } = madeUpFile(3, 3, { ...fresh(), mark: planted('cell') });
		const options = { failedItems: 'reasonAndRow', reportHoldsRows: true };
		const tool = { typeName: 'n8n-nodes-openchs.openChsCsvImportTool' };

		const checked = await runImport(side, text, { mode: 'check', options }, tool);
		const refused = await runImport(side, text, { options }, tool);

		expect(findMarker(checked.outputs.map((items) => items.map(({ json }) => json)))).toEqual([]);
		expect(refused.error?.message).toBe("'Import' is not open to AI tools [item 0]");
	});
});

describe("an import into the helpline's own server", () => {
	let sandbox: SandboxProcess;
	let side: ImportSide;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
		side = deployedSide(sandbox);
	}, LONG_MS);
	beforeEach(async () => {
		await sandbox.admin.reset('empty');
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	it('gives a case its child when a run before was cut off between the two', async () => {
		const { text } = madeUpFile(3, 0, { category: side.category, ...fresh() });
		await sandbox.admin.setFaults([
			{
				fault: 'status',
				status: 500,
				method: 'POST',
				path: '/cases/.*clients.*',
				server: 'deployed',
			},
		]);
		const cut = await runImport(side, text);
		await sandbox.admin.clearFaults();
		expect(summaryOf(cut)).toMatchObject({ to_fix: 3 });
		expect(await side.cases()).toHaveLength(3);

		const again = await runImport(side, text);

		expect(summaryOf(again)).toMatchObject({ already_there: 3, to_fix: 0 });
		expect(await side.cases()).toHaveLength(3);
		expect(await sandbox.admin.deployed('clients')).toHaveLength(3);
	});

	it('lists the five fields that it needs beyond the guide, once', async () => {
		const text = madeUpFile(2, 0, { category: side.category, ...fresh() }).text;

		const { error } = await runImport({ ...side, values: {} }, text);

		expect((error as { description?: string }).description).toMatch(
			/^Missing: 'Reporter Name', 'Reporter Age Group', 'Reporter Sex', 'Plan', 'Gender-Based Violence'\. /,
		);
	});

	it('names a category that it does not know, by row and column', async () => {
		const text = madeUpFile(2, 0, { category: 'No such thing', ...fresh() }).text;

		const { outputs } = await runImport(side, text, { mode: 'check' });

		expect(outputs[1]?.map(({ json }) => [json.row, json.column, json.code])).toEqual([
			[2, 'category', 'refused_value'],
			[3, 'category', 'refused_value'],
		]);
	});

	it('looks a hundred keys up with one question', async () => {
		const { text } = madeUpFile(200, 0, { category: side.category, ...fresh() });
		await runImport(side, text);
		await sandbox.admin.clearLog();

		await runImport(side, text);

		const log = await sandbox.admin.log();
		expect(log.filter(({ path }) => path.includes('/cases'))).toHaveLength(2);
	});
});
