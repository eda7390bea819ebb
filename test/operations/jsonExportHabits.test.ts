import type { Settings } from '../../tools/sandbox/settings.mts';
import { deployedSide, publishedSide } from '../support/csvImport';
import { readBinary } from '../support/engine';
import { itemsOf, manifestOf, rowsOf, runExport, runVerify } from '../support/jsonExport';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

jest.setTimeout(120_000);

/** More than one page of each server, and no whole number of pages. */
const CASES = 567;

let sandbox: SandboxProcess;
let settings: Settings;

beforeAll(async () => {
	sandbox = await startSandboxProcess();
	await sandbox.admin.reset('empty');
	for (let day = 3; day > 0; day--) {
		await sandbox.admin.setOption('clockSkewSeconds', -day * 86_400);
		await sandbox.admin.burst({ creates: CASES / 3 });
	}
	await sandbox.admin.setOption('clockSkewSeconds', 0);
	settings = await sandbox.admin.options();
});

afterAll(async () => await sandbox.stop());

async function behaving(options: Partial<Settings>): Promise<void> {
	for (const [name, value] of Object.entries(options)) {
		await sandbox.admin.setOption(name as keyof Settings, value as never);
	}
}

const asBefore = async (options: Partial<Settings>) =>
	await behaving(
		Object.fromEntries(
			Object.keys(options).map((name) => [name, settings[name as keyof Settings]]),
		) as Partial<Settings>,
	);

describe('each case comes once', () => {
	it.each<[string, Partial<Settings>]>([
		['gives few rows a page', { pageCap: 7 }],
		['gives a hundred rows a page', { pageCap: 100 }],
		['says nothing about pages', { paginationSent: false, pageCap: 50 }],
		['answers bare lists', { bare: true, pageCap: 50 }],
		['lists by chance', { listOrder: 'random', pageCap: 50 }],
		['lists by change, newest first', { listOrder: 'updated-newest' }],
		['lists the oldest first', { listOrder: 'oldest', pageCap: 99 }],
		['has ids that are texts', { idsAsText: true }],
		['tells times without a zone', { timesWithoutZone: true }],
	])('from a server of the published API that %s', async (_habit, options) => {
		await behaving(options);
		try {
			const result = await runExport(publishedSide(sandbox));
			const ids = (await rowsOf(result)).map(({ id }) => String(id));

			expect(ids).toHaveLength(CASES);
			expect(new Set(ids).size).toBe(CASES);
			expect(manifestOf(result)).toMatchObject({ complete: true });
		} finally {
			await asBefore(options);
		}
	});

	it.each<[string, Partial<Settings>]>([
		['gives few rows a page', { listCap: 40 }],
		['has its columns elsewhere', { columnSeed: 77 }],
		['puts a warning before its answers', { warningBeforeJson: true }],
		['has columns of another version', { addedColumns: ['mood_of_the_day'] }],
	])("from a helpline's own server that %s", async (_habit, options) => {
		await behaving(options);
		try {
			const result = await runExport(deployedSide(sandbox));
			const ids = (await rowsOf(result)).map(({ id }) => String(id));

			expect(ids).toHaveLength(CASES);
			expect(new Set(ids).size).toBe(CASES);
			expect(manifestOf(result)).toMatchObject({
				complete: true,
				summary: { server_total: CASES, left_inside: options.addedColumns ?? [] },
			});
		} finally {
			await asBefore(options);
		}
	});
});

describe('where n8n keeps files in memory', () => {
	it('an export arrives whole and can be verified', async () => {
		const items = itemsOf(
			await runExport(publishedSide(sandbox), { options: { rowsPerFile: 200 } }),
		);
		const [file] = items;
		if (!file?.binary?.data) throw new Error('There is no file');

		expect(file.binary.data.id).toBeUndefined();
		expect(JSON.parse((await readBinary(file.binary.data)).toString('utf8'))).toHaveLength(200);
		expect(manifestOf(await runVerify(items))).toMatchObject({ verified: true, rows: CASES });
	});
});

it('an empty file arrives as well', async () => {
	const filters = { createdBefore: '2001-01-01' };
	const items = itemsOf(await runExport(publishedSide(sandbox), { form: 'jsonl', filters }));

	expect(items[0]?.json).toMatchObject({ rows: 0, bytes: 0 });
	expect(manifestOf(await runVerify(items))).toMatchObject({ verified: true });
});

describe('what an export costs', () => {
	it.each([
		// One to learn the clock; pages of 100 that share 5 with the one before.
		['published', 1 + 6],
		// The clock, the oldest case, the count at the end; pages of 250, each with one for the children.
		['deployed', 3 + 3 * 2],
	] as const)('is few requests (%s)', async (name, most) => {
		const side = name === 'published' ? publishedSide(sandbox) : deployedSide(sandbox);
		await sandbox.admin.clearLog();
		await runExport(side);
		const log = await sandbox.admin.log();

		expect(log.filter(({ path }) => !path.includes('auth')).length).toBeLessThanOrEqual(most);
	});
});
