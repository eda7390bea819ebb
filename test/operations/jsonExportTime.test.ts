import { stampOf } from '../../nodes/shared/export/fileNames';
import { deployedSide, publishedSide } from '../support/csvImport';
import { useFilesystemBinary } from '../support/engine';
import {
	itemsOf,
	manifestOf,
	rowsOf,
	runExport,
	runVerify,
	verifiedItem,
} from '../support/jsonExport';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
const SIDES = ['published', 'deployed'] as const;

/** At the turn of the year there: hours ahead of UTC. Santiago has summer time then. */
const ZONES = [
	['Africa/Nairobi', 3],
	['Africa/Kinshasa', 1],
	['America/Santiago', -3],
	['Europe/Paris', 1],
] as const;

let sandbox: SandboxProcess;

beforeAll(async () => {
	await useFilesystemBinary();
	sandbox = await startSandboxProcess();
	await sandbox.admin.reset('empty');
	// One case an hour from the 30th of December to the 2nd of January.
	for (let hour = 0; hour < 96; hour++) {
		const at = new Date(Date.UTC(2025, 11, 30) + hour * HOUR).toISOString();
		await sandbox.admin.insertCase({
			title: `Made-up case ${hour}`,
			category: 'school',
			priority: 'low',
			created_at: at,
			updated_at: at,
		});
	}
});

afterAll(async () => await sandbox.stop());

function sideOf(name: (typeof SIDES)[number]) {
	return name === 'published' ? publishedSide(sandbox) : deployedSide(sandbox);
}

describe.each(SIDES)('dates on the %s server', (name) => {
	it.each(ZONES)('mean the days of %s', async (timezone, ahead) => {
		const result = await runExport(
			sideOf(name),
			{ filters: { createdAfter: '2025-12-31', createdBefore: '2026-01-01' } },
			{ timezone },
		);
		const times = (await rowsOf(result))
			.map(({ created_at }) => Date.parse(String(created_at)))
			.sort();

		expect(times).toHaveLength(24);
		expect(times[0]).toBe(Date.UTC(2025, 11, 31) - ahead * HOUR);
		expect(times.at(-1)).toBe(Date.UTC(2025, 11, 31) + (23 - ahead) * HOUR);
	});

	it('keep their own zone where they have one', async () => {
		const filters = {
			createdAfter: '2025-12-31T00:00:00+05:30',
			createdBefore: '2025-12-31T01:00:00Z',
		};
		const result = await runExport(sideOf(name), { filters }, { timezone: 'Africa/Nairobi' });

		expect(await rowsOf(result)).toHaveLength(6);
	});

	it.each(ZONES)('name files as a clock in %s does', async (timezone) => {
		const result = await runExport(sideOf(name), {}, { timezone });
		const { created_at: at } = manifestOf(result);
		const stamp = stampOf(Date.parse(String(at)), timezone);

		expect(itemsOf(result).map(({ json }) => json.file)).toEqual([
			`cases_export_${stamp}.json`,
			`cases_manifest_${stamp}.json`,
		]);
		expect(itemsOf(result).map(({ binary }) => binary?.data?.fileName)).toEqual(
			itemsOf(result).map(({ json }) => json.file),
		);
	});
});

describe.each(SIDES)('the window of an incremental export of the %s server', (name) => {
	const windowOf = (result: Parameters<typeof manifestOf>[0]) =>
		manifestOf(result).window as { from: string | null; until: string };

	it("begins an overlap before the last one's end and ends a minute before now", async () => {
		const before = Date.now();
		const first = await runExport(sideOf(name));
		const until = Date.parse(windowOf(first).until);
		// The server tells its clock in whole seconds.
		expect(until).toBeGreaterThanOrEqual(before - 61_000 - 1_000);
		expect(until).toBeLessThanOrEqual(Date.now() - 60_000);

		const verified = await runVerify(itemsOf(first));
		const second = await runExport(
			sideOf(name),
			{ continueFrom: 'manifestFile', options: { overlapMinutes: 30 } },
			{ items: [verifiedItem(verified)] },
		);
		expect(windowOf(first).from).toBeNull();
		expect(Date.parse(String(windowOf(second).from))).toBe(until - 30 * 60_000);
		expect(Date.parse(windowOf(second).until)).toBeGreaterThanOrEqual(until);
		expect(manifestOf(second)).toMatchObject({ complete: true, rows: 0 });
	});

	it.each(ZONES)('takes a time as people in %s mean it', async (timezone, ahead) => {
		const result = await runExport(
			sideOf(name),
			{ continueFrom: 'time', since: '2026-01-02 00:00' },
			{ timezone },
		);

		expect(windowOf(result).from).toBe(
			new Date(Date.UTC(2026, 0, 2) - ahead * HOUR).toISOString().replace('.000Z', 'Z'),
		);
		expect(await rowsOf(result)).toHaveLength(24 + ahead);
	});
});

it('a change in the second of the bound is not left out where stamps have whole seconds', async () => {
	const changedFrom = async (changedSince: string) =>
		await rowsOf(await runExport(publishedSide(sandbox), { filters: { changedSince } }));

	const whole = await changedFrom('2025-12-31T10:00:00Z');
	const half = await changedFrom('2025-12-31T10:00:00.500Z');

	expect(whole.map(({ title }) => title)).toContain('Made-up case 34');
	expect(half).toEqual(whole);
});

it('months of a de-identified case are those of the zone', async () => {
	const months = async (timezone: string) => {
		const filters = { createdAfter: '2025-12-31T21:30:00Z', createdBefore: '2025-12-31T22:30:00Z' };
		const rows = await rowsOf(
			await runExport(sideOf('published'), { profile: 'deidentified', filters }, { timezone }),
		);
		return rows.map(({ created_month }) => created_month);
	};

	expect(await months('Africa/Nairobi')).toEqual(['2026-01']);
	expect(await months('Africa/Kinshasa')).toEqual(['2025-12']);
});
