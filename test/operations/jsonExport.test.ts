import Papa from 'papaparse';

import exportPreview from '../../nodes/OpenChsJsonExport/__schema__/v1.0.0/export.json';
import verifyPreview from '../../nodes/OpenChsJsonExport/__schema__/v1.0.0/verify.json';
import { deployedSide, publishedSide } from '../support/csvImport';
import { FULL_COLUMNS } from '../../nodes/shared/export/columns';
import { useFilesystemBinary } from '../support/engine';
import type { ExportSide } from '../support/jsonExport';
import {
	itemsOf,
	manifestOf,
	rowsOf,
	runExport,
	runVerify,
	sha256,
	textsOf,
	verifiedItem,
} from '../support/jsonExport';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

jest.setTimeout(120_000);

let sandbox: SandboxProcess;

beforeAll(async () => {
	await useFilesystemBinary();
	sandbox = await startSandboxProcess();
});

afterAll(async () => await sandbox.stop());

beforeEach(async () => await sandbox.admin.reset('seeded'));

describe.each(['published', 'deployed'] as const)('an export of the %s server', (name) => {
	const side = (): ExportSide =>
		name === 'published' ? publishedSide(sandbox) : deployedSide(sandbox);

	it('holds every case once, and says how many there are', async () => {
		const result = await runExport(side());
		const rows = await rowsOf(result);
		const cases = (await sandbox.admin.cases()).filter(({ deleted_at }) => deleted_at === null);

		expect(rows.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
			cases.map(({ id }) => id).sort((a, b) => a - b),
		);
		expect(manifestOf(result)).toMatchObject({
			complete: true,
			rows: cases.length,
			summary: { read: cases.length, server_total: cases.length, left_inside: [] },
		});
	});

	it('has a manifest whose hashes are those of its files', async () => {
		const result = await runExport(side(), { form: 'jsonl', options: { rowsPerFile: 5 } });
		const texts = await textsOf(result, 'cases');
		const { files } = manifestOf(result) as unknown as { files: Array<{ sha256: string }> };

		expect(texts.length).toBeGreaterThan(1);
		expect(files.map((file) => file.sha256)).toEqual(texts.map(sha256));
	});

	it('goes on from what was verified, and from nothing else', async () => {
		const first = await runExport(side());
		const items = itemsOf(first);
		const unverified = await runExport(
			side(),
			{ continueFrom: 'manifestFile' },
			{ items: items.slice(-1) },
		);
		expect(unverified.error?.message).toContain('The manifest is not verified');

		const verified = await runVerify(items);
		expect(manifestOf(verified)).toMatchObject({ verified: true, rows: manifestOf(first).rows });
		const second = await runExport(
			side(),
			{ continueFrom: 'manifestFile' },
			{ items: [verifiedItem(verified)] },
		);
		expect(manifestOf(second)).toMatchObject({ complete: true });
	});

	it('shows before a run what comes out', async () => {
		const items = itemsOf(await runExport(side()));
		const [verified] = itemsOf(await runVerify(items));

		expect(Object.keys(items[0]?.json ?? {})).toEqual(Object.keys(exportPreview.properties));
		expect(Object.keys(verified?.json ?? {}).sort()).toEqual(
			Object.keys(verifyPreview.properties).sort(),
		);
	});

	it('is the same in every form', async () => {
		const rows = await rowsOf(await runExport(side()));
		const [csv = ''] = await textsOf(await runExport(side(), { form: 'csv' }), 'cases');
		const table = Papa.parse<Record<string, string>>(csv.replace('\uFEFF', ''), { header: true });
		const items = itemsOf(await runExport(side(), { form: 'items' }));

		expect(await rowsOf(await runExport(side(), { form: 'jsonl' }))).toEqual(rows);
		expect(items.map(({ json }) => json)).toEqual(rows);
		expect(table.meta.fields).toEqual([...FULL_COLUMNS]);
		expect(table.data.filter(({ id }) => id).map(({ id }) => id)).toEqual(
			rows.map(({ id }) => String(id)),
		);
	});

	it('has the children, also where the server keeps them apart', async () => {
		const child = { child_name: 'Zuri Testchild', child_age: 9, child_gender: 'female' };
		const { id } = await sandbox.admin.insertCase({
			title: 'A',
			category: 'school',
			priority: 'low',
			...child,
		});
		const rows = await rowsOf(await runExport(side()));

		expect(rows.find((row) => String(row.id) === String(id))).toMatchObject(child);
	});

	it('leaves out what the filters do not choose', async () => {
		const all = await rowsOf(await runExport(side()));
		const some = await runExport(side(), {
			filters: { priority: ['high'], status: ['closed', 'resolved'] },
		});
		const wanted = all.filter(
			({ priority, status }) =>
				priority === 'high' && ['closed', 'resolved'].includes(String(status)),
		);

		expect(wanted.length).toBeGreaterThan(0);
		expect((await rowsOf(some)).map(({ id }) => id).sort()).toEqual(
			wanted.map(({ id }) => id).sort(),
		);
		expect(manifestOf(some)).toMatchObject({ complete: true });
		expect(manifestOf(some).filters).not.toBe('none');
	});

	it.each(['csv', 'json', 'jsonl'])(
		'has files that can be verified when no case is new (%s)',
		async (form) => {
			const first = itemsOf(await runExport(side(), { form, options: { tellVanished: true } }));
			const [checkpoint] = itemsOf(await runVerify(first));
			const references = first.find(({ json }) => json.kind === 'references')?.binary?.data;
			if (!checkpoint?.binary?.data || !references) throw new Error('Something is missing');
			const second = await runExport(
				side(),
				{ form, continueFrom: 'manifestFile', options: { tellVanished: true, overlapMinutes: 0 } },
				{ items: [{ json: {}, binary: { data: checkpoint.binary.data, references } }] },
			);

			expect(itemsOf(second).map(({ json }) => [json.kind, json.rows])).toEqual([
				['cases', 0],
				['tombstones', 0],
				['references', first.at(-1)?.json.rows],
				[undefined, 0],
			]);
			expect(manifestOf(await runVerify(itemsOf(second)))).toMatchObject({
				verified: true,
				rows: 0,
			});
		},
	);
});
