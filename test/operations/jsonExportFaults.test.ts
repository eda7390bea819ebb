import type { INodeExecutionData } from 'n8n-workflow';

import { deployedSide, publishedSide } from '../support/csvImport';
import { useFilesystemBinary } from '../support/engine';
import type { ExportSide } from '../support/jsonExport';
import { itemsOf, manifestOf, rowsOf, runExport, runVerify } from '../support/jsonExport';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

jest.setTimeout(120_000);

/** More than one page on each server. */
const CASES = 600;

let sandbox: SandboxProcess;

beforeAll(async () => {
	await useFilesystemBinary();
	sandbox = await startSandboxProcess();
	await sandbox.admin.reset('empty');
	await sandbox.admin.burst({ creates: CASES });
});

afterAll(async () => await sandbox.stop());

afterEach(async () => {
	await sandbox.admin.clearFaults();
	await sandbox.admin.setOption('latencyMs', 0);
});

const SIDES = ['published', 'deployed'] as const;

/** Sides of their own account, so that one test's limit is not another's. */
let account = 0;
function sideOf(name: (typeof SIDES)[number]): ExportSide {
	account += 1;
	if (name === 'published') return publishedSide(sandbox, `export ${account}`);
	const side = deployedSide(sandbox);
	// The server does not look at the case of letters in a user name.
	const user = [...sandbox.login.user]
		.map((letter, at) => (account & (1 << at) ? letter.toUpperCase() : letter.toLowerCase()))
		.join('');
	return { ...side, credential: { ...side.credential, data: { ...side.credential.data, user } } };
}

/** Faults that strike the list of cases after so many requests of it. */
async function strike(
	name: (typeof SIDES)[number],
	fault: string,
	skip: number,
	times?: number,
): Promise<void> {
	const [kind = '', seconds] = fault.split('=');
	await sandbox.admin.setFaults([
		{
			fault: kind as never,
			method: 'GET',
			path: '/cases',
			server: name,
			skip,
			...(times === undefined ? {} : { times }),
			...(kind === 'rate-limit' ? { seconds: Number(seconds), retryAfter: 'seconds' } : {}),
			...(kind === 'status' ? { status: Number(seconds) } : {}),
		},
	]);
}

describe.each(SIDES)('on the %s server', (name) => {
	it.each([
		['rate-limit=900', /too many requests.*Run the rest again after \d{4}-/s],
		['status=500', /could not handle the call/],
		['cut-before', /broke off/],
		['cut-middle', /broke off/],
		['html-before', /not an answer of OpenCHS/],
		['half-json', /not an answer of OpenCHS/],
		['empty-before', /not an answer of OpenCHS/],
		['proxy-page', /could not handle the call/],
		['hang-before', /did not answer in time/],
	])(
		'%s half-way ends the export in a sentence, and what was written is not complete',
		async (fault, words) => {
			await strike(name, fault, 3);
			const result = await runExport(sideOf(name), { options: { timeout: 1 } });

			const manifest = manifestOf(result);
			expect(manifest).toMatchObject({ complete: false, verified: false });
			expect(manifest.ended).toMatch(words);
			expect(result.hints.map(({ message }) => message)).toContain(manifest.ended);
			const rows = await rowsOf(result);
			expect(rows).toHaveLength(Number(manifest.rows));
			expect(rows.length).toBeGreaterThan(0);
			expect(rows.length).toBeLessThan(CASES);
			const verified = await runVerify(itemsOf(result));
			expect(verified.error?.message).toContain('did not reach its end');
		},
	);

	it.each(['rate-limit=900', 'status=500', 'cut-before', 'html-before'])(
		'%s before the first case is told as the reason',
		async (fault) => {
			await strike(name, fault, 1);
			const result = await runExport(sideOf(name));

			expect(result.error?.message).toMatch(/OpenCHS/);
			expect(result.outputs).toEqual([]);
		},
	);

	it('gives no items at all where not all of them can be had', async () => {
		await strike(name, 'status=500', 3);
		const result = await runExport(sideOf(name), { form: 'items' });

		expect(result.error?.message).toContain('could not handle the call');
	});

	it('a wait within the patience is waited for', async () => {
		await strike(name, 'rate-limit=1', 3, 1);
		const result = await runExport(sideOf(name), { options: { patienceMinutes: 1 } });

		expect(manifestOf(result)).toMatchObject({ complete: true, rows: CASES });
	});

	it('feels Stop within a second, and says that it was canceled', async () => {
		await sandbox.admin.setOption('latencyMs', 100);
		await sandbox.admin.clearLog();
		let stoppedAt = 0;
		const underWay = async () => {
			while ((await sandbox.admin.log()).length < 3);
			stoppedAt = Date.now();
		};
		const { error, thrown } = await runExport(sideOf(name), {}, { stopWhen: underWay() });

		expect(Date.now() - stoppedAt).toBeLessThan(1_000);
		expect(String((thrown[0] as Error | undefined)?.message ?? error?.message)).toContain(
			'canceled',
		);
	});

	it('items come paired, each case once', async () => {
		const result = await runExport(sideOf(name), { form: 'items' });
		const items = itemsOf(result);

		expect(new Set(items.map(({ json }) => json.id)).size).toBe(CASES);
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
	});
});

it('a server that counts more cases than it gives is not believed', async () => {
	await sandbox.admin.setFaults([
		{ fault: 'total-wrong', by: 50, method: 'GET', path: '/cases', server: 'published' },
	]);
	const result = await runExport(sideOf('published'));

	expect(manifestOf(result)).toMatchObject({ complete: false, rows: CASES });
	expect(manifestOf(result).ended).toContain('OpenCHS counts more cases than it gave');
	expect(result.hints.map(({ message }) => message).join(' ')).toContain(
		`OpenCHS counts ${CASES + 50} cases for this export, ${CASES} came`,
	);
});

describe('a verification', () => {
	let items: INodeExecutionData[];

	beforeAll(async () => {
		items = itemsOf(
			await runExport(sideOf('published'), { form: 'csv', options: { rowsPerFile: 250 } }),
		);
	});

	/** A file as it came back from a destination. */
	function back(name: string, text: string): INodeExecutionData {
		const data = Buffer.from(text).toString('base64');
		return {
			json: {},
			binary: { data: { data, mimeType: 'text/csv', fileName: `/upload/${name}` } },
		};
	}

	const nameAt = (index: number) => String(items[index]?.json.file);

	it('returns the manifest, verified, paired with all that it looked at', async () => {
		const [verified] = itemsOf(await runVerify([...items].reverse()));

		expect(verified?.json).toMatchObject({ verified: true, complete: true, rows: CASES });
		expect(verified?.binary?.data?.fileName).toBe(nameAt(3));
		expect(verified?.pairedItem).toEqual(items.map((_, item) => ({ item })));
	});

	it('finds the manifest in a field as well', async () => {
		const manifest = JSON.stringify(items.at(-1)?.json);
		const verified = await runVerify(items.slice(0, -1), {
			manifestIn: 'json',
			manifestJson: manifest,
		});

		expect(manifestOf(verified)).toMatchObject({ verified: true });
		expect(manifestOf(verified).summary).toBeUndefined();
	});

	it.each<[string, (all: INodeExecutionData[]) => INodeExecutionData[], RegExp]>([
		['a file that is missing', (all) => all.slice(1), /part0001.csv' is missing/],
		['a file that came twice', (all) => [...all, ...all.slice(0, 1)], /came more than once/],
		['a file that was cut', (all) => [back(nameAt(0), 'id,'), ...all.slice(1)], /another length/],
		['no manifest', (all) => all.slice(0, -1), /no manifest among the files/],
		['two manifests', (all) => [...all, ...all.slice(-1)], /2 manifests among the files/],
		[
			'another file called manifest',
			(all) => [...all.slice(0, -1), back('manifest.json', '[]')],
			/not the manifest/,
		],
	])('refuses %s in a sentence', async (_what, change, words) => {
		const result = await runVerify(change(items));

		expect(result.error?.message).toMatch(words);
		expect((result.error as { description?: string } | undefined)?.description).toMatch(/\.$/);
	});

	it('refuses a file of which one letter was changed', async () => {
		const [file] = await filesOf(items);
		const changed = `${file?.slice(0, -3)}y\r\n`;
		const result = await runVerify([back(nameAt(0), changed), ...items.slice(1)]);

		expect(result.error?.message).toContain('holds something else than was written');
	});
});

async function filesOf(items: INodeExecutionData[]): Promise<string[]> {
	const { textOf } = await import('../support/jsonExport');
	return await Promise.all(
		items.slice(0, -1).map(async ({ binary }) => await textOf(binary?.data)),
	);
}

describe('where to go on from', () => {
	it('nothing there is refused, and allowed on the first night', async () => {
		const refused = await runExport(sideOf('published'), { continueFrom: 'manifestFile' });
		const first = await runExport(sideOf('published'), {
			continueFrom: 'manifestFile',
			options: { withoutManifest: 'beginning' },
		});

		expect(refused.error?.message).toContain("no manifest where 'Continue From' looks");
		expect(manifestOf(first)).toMatchObject({
			complete: true,
			rows: CASES,
			window: { from: null },
		});
	});

	it('a list of references that is missing or another one is refused', async () => {
		const options = { tellVanished: true };
		const first = itemsOf(await runExport(sideOf('published'), { options }));
		const [manifest] = itemsOf(await runVerify(first));
		const from = { continueFrom: 'manifestFile', options };
		const checkpoint = { data: manifest?.binary?.data ?? { data: '', mimeType: '' } };
		const without = await runExport(sideOf('published'), from, {
			items: [{ json: {}, binary: checkpoint }],
		});
		const references = { data: Buffer.from('1\n').toString('base64'), mimeType: 'text/plain' };
		const other = await runExport(sideOf('published'), from, {
			items: [{ json: {}, binary: { ...checkpoint, references } }],
		});

		expect(without.error?.message).toContain('no list of references');
		expect(other.error?.message).toContain('not the one that the last manifest tells of');
	});

	it.each([
		[{ continueFrom: 'time', since: 'yesterday' }, "'Changed Since' does not hold a date"],
		[{ filters: { createdAfter: 'long ago' } }, "'Created After' does not hold a date"],
		[{ profile: 'own' }, "'Fields' is empty"],
		[{ form: 'items', options: { tellVanished: true } }, 'needs files'],
		[
			{ continueFrom: 'time', since: '2026-01-01', filters: { changedSince: '2026-01-01' } },
			'both say where to begin',
		],
	])('what cannot be is refused before anything is asked (%j)', async (parameters, words) => {
		const result = await runExport(sideOf('published'), parameters);

		expect(result.error?.message).toContain(words);
		expect(result.error?.message).not.toContain('yesterday');
	});
});
