import { deployedSide } from '../support/csvImport';
import { useFilesystemBinary } from '../support/engine';
import { manifestOf, rowsOf, runExport } from '../support/jsonExport';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

jest.setTimeout(300_000);

/** More than two windows' worth, most of it in one month, and a second that is larger than a window. */
const SPREAD = 9_000;
const ONE_SECOND = 5_500;
/** Rows that a page may have before it inside its window, but for a second that cannot be split. */
const DEEPEST = 5_000;

let sandbox: SandboxProcess;

beforeAll(async () => {
	await useFilesystemBinary();
	sandbox = await startSandboxProcess();
	await sandbox.admin.reset('empty');
	const days = 30;
	await sandbox.admin.setOption('clockSkewSeconds', -3_000 * 86_400);
	await sandbox.admin.burst({ creates: 10 });
	for (let day = days; day > 0; day--) {
		await sandbox.admin.setOption('clockSkewSeconds', -day * 86_400);
		await sandbox.admin.burst({ creates: SPREAD / days });
	}
	await sandbox.admin.setOption('clockSkewSeconds', 0);
	await sandbox.admin.clearLog();
});

afterAll(async () => await sandbox.stop());

async function asked(): Promise<URLSearchParams[]> {
	const log = await sandbox.admin.log();
	return log
		.filter(({ path }) => path.startsWith('/cases'))
		.map(({ query }) => new URLSearchParams(query as Record<string, string>));
}

it('a long list is walked in windows, so that no page lies deep', async () => {
	const result = await runExport(deployedSide(sandbox), { form: 'jsonl' });
	const requests = await asked();

	expect(manifestOf(result)).toMatchObject({
		complete: true,
		rows: SPREAD + 10,
		summary: { server_total: SPREAD + 10 },
	});
	const offsets = requests.map((query) => Number(query.get('_o') ?? 0));
	expect(Math.max(...offsets)).toBeGreaterThan(0);
	expect(Math.max(...offsets)).toBeLessThan(DEEPEST);
	const windows = new Set(requests.map((query) => query.get('created_on')));
	expect(windows.size).toBeGreaterThan(2);
	// 250 rows a page, some pages not full, and few that looked how much a window holds.
	expect(requests.length).toBeLessThan(((SPREAD + 10) / 250) * 2);
});

it('a second that holds more than a window is walked whole', async () => {
	await sandbox.admin.burst({ creates: ONE_SECOND });
	const result = await runExport(deployedSide(sandbox), { form: 'jsonl' });
	const rows = await rowsOf(result);

	expect(manifestOf(result)).toMatchObject({ complete: true, rows: SPREAD + 10 + ONE_SECOND });
	expect(new Set(rows.map(({ id }) => id)).size).toBe(SPREAD + 10 + ONE_SECOND);
});

it('what changed is found by its activities, each case once', async () => {
	const since = new Date().toISOString();
	const before = await sandbox.admin.deployed('cases');
	await sandbox.admin.burst({ updates: 40, notes: 30, phantoms: 6 });
	const changed = new Set(
		(await sandbox.admin.deployed('case_activities'))
			.filter(({ created_on }) => Number(created_on) >= Math.floor(Date.parse(since) / 1000))
			.map(({ case_id }) => case_id)
			.filter((id) => before.some((each) => each.id === id)),
	);
	const result = await runExport(deployedSide(sandbox), { filters: { changedSince: since } });
	const rows = await rowsOf(result);

	const ids = rows.map(({ id }) => String(id));
	expect(new Set(ids).size).toBe(ids.length);
	// A case that was made in the second of the bound counts as well.
	expect([...changed].filter((id) => !ids.includes(String(id)))).toEqual([]);
	expect(
		rows.every(({ updated_at }) => Date.parse(String(updated_at)) >= Date.parse(since) - 1000),
	).toBe(true);
});
