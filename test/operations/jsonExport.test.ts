import { deployedSide, publishedSide } from '../support/csvImport';
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
});
