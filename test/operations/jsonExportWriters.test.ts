import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { caseRef } from '../../nodes/shared/privacy/deidentified';
import { deployedSide, publishedSide } from '../support/csvImport';
import type { RunResult } from '../support/engine';
import { useFilesystemBinary } from '../support/engine';
import type { ExportSide } from '../support/jsonExport';
import {
	itemsOf,
	manifestOf,
	RECIPIENT,
	rowsOf,
	runExport,
	runVerify,
	textsOf,
} from '../support/jsonExport';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

jest.setTimeout(300_000);

const CASES = 5_000;
const ONE_SECOND = 300;
const EDITED = 200;
const DELETED = 12;

let sandbox: SandboxProcess;

beforeAll(async () => {
	await useFilesystemBinary();
	sandbox = await startSandboxProcess();
});

afterAll(async () => await sandbox.stop());

/** Cases of many days, and 300 that share one second. */
async function fill(): Promise<void> {
	await sandbox.admin.reset('empty');
	const days = 20;
	for (let day = days; day > 0; day--) {
		await sandbox.admin.setOption('clockSkewSeconds', -day * 86_400);
		await sandbox.admin.burst({ creates: (CASES - ONE_SECOND) / days });
	}
	await sandbox.admin.setOption('clockSkewSeconds', -3_600);
	await sandbox.admin.burst({ creates: ONE_SECOND });
	await sandbox.admin.setOption('clockSkewSeconds', 0);
	await sandbox.admin.clearLog();
}

/** Waits until the export has read some pages. */
async function underWay(pages: number): Promise<void> {
	for (;;) {
		const log = await sandbox.admin.log();
		if (
			log.filter(({ method, path }) => method === 'GET' && path.includes('/cases')).length > pages
		)
			return;
	}
}

interface Destination {
	rows: Map<string, IDataObject>;
	checkpoint: INodeExecutionData;
}

/** Puts an export over what is there, checks it, and keeps what the next one goes on from. */
async function take(
	destination: Map<string, IDataObject>,
	result: RunResult,
): Promise<Destination> {
	for (const row of await rowsOf(result)) destination.set(String(row.case_ref), row);
	for (const { case_ref } of await rowsOf(result, 'tombstones'))
		destination.delete(String(case_ref));
	const [manifest] = itemsOf(await runVerify(itemsOf(result)));
	const references = itemsOf(result).find(({ json }) => json.kind === 'references')?.binary?.data;
	return {
		rows: destination,
		checkpoint: {
			json: {},
			binary: {
				data: manifest?.binary?.data ?? { mimeType: '', data: '' },
				...(references ? { references } : {}),
			},
		},
	};
}

const PARAMETERS: INodeParameters = {
	profile: 'deidentified',
	form: 'jsonl',
	options: { tellVanished: true, rowsPerFile: 1_500 },
};

function next(side: ExportSide, { checkpoint }: Destination): Promise<RunResult> {
	return runExport(side, { ...PARAMETERS, continueFrom: 'manifestFile' }, { items: [checkpoint] });
}

/** What each case that is there should be at the destination. */
async function source(ids: Array<string | number>): Promise<string[]> {
	return ids.map((id) => caseRef(String(id), { ...RECIPIENT, helpline: 'sandbox' })).sort();
}

/** Seconds by which the server's clock is put on, so that what was written has settled. */
const SETTLED = 300;

describe('while others write, with the documented API', () => {
	it('two nights give the destination what the source has: none missing, none extra', async () => {
		await fill();
		const side = publishedSide(sandbox);
		const running = runExport(side, PARAMETERS);
		await underWay(5);
		await sandbox.admin.burst({ updates: EDITED });
		const victims = (await sandbox.admin.cases())
			.filter((_, at) => at % 400 === 7)
			.slice(0, DELETED);
		const deleted_at = new Date().toISOString();
		for (const { id } of victims) await sandbox.admin.touchCase(id, { deleted_at });
		const first = await running;
		expect(manifestOf(first)).toMatchObject({ complete: true });
		let destination = await take(new Map(), first);

		await sandbox.admin.setOption('clockSkewSeconds', SETTLED);
		const second = await next(side, destination);
		destination = await take(destination.rows, second);

		const there = (await sandbox.admin.cases()).filter(({ deleted_at: gone }) => gone === null);
		expect(there).toHaveLength(CASES - DELETED);
		expect([...destination.rows.keys()].sort()).toEqual(await source(there.map(({ id }) => id)));
		for (const { id, status, priority } of there) {
			const [reference = ''] = await source([id]);
			expect(destination.rows.get(reference)).toMatchObject({ status, priority });
		}
		expect(manifestOf(second).rows).toBeLessThan(1_000);
		expect(manifestOf(second).rows).toBeGreaterThanOrEqual(EDITED - DELETED);
	});

	it('tells the cases that vanished between two nights, and no others', async () => {
		await fill();
		const side = publishedSide(sandbox);
		const first = await take(new Map(), await runExport(side, PARAMETERS));
		const victims = (await sandbox.admin.cases()).slice(100, 100 + DELETED);
		for (const { id } of victims) {
			await sandbox.admin.touchCase(id, { deleted_at: new Date().toISOString() });
		}
		await sandbox.admin.setOption('clockSkewSeconds', SETTLED);
		const second = await next(side, first);

		const told = (await rowsOf(second, 'tombstones')).map(({ case_ref }) => String(case_ref));
		expect(told.sort()).toEqual(await source(victims.map(({ id }) => id)));
		const [references = ''] = await textsOf(second, 'references');
		expect(references.trim().split('\n')).toHaveLength(CASES - DELETED);
	});

	it('tells no case as vanished where most of them seem to be gone', async () => {
		await fill();
		const side = publishedSide(sandbox);
		const first = await take(new Map(), await runExport(side, PARAMETERS));
		await sandbox.admin.reset('seeded');
		const second = await next(side, first);

		expect(manifestOf(second)).toMatchObject({ complete: false });
		expect(manifestOf(second).ended).toContain('More than half of the cases');
		expect(await rowsOf(second, 'tombstones')).toEqual([]);
	});
});

describe("while others write, with the helpline's own server", () => {
	it('two nights give the destination what the source has', async () => {
		await fill();
		const side = deployedSide(sandbox);
		const running = runExport(side, PARAMETERS);
		await underWay(5);
		await sandbox.admin.burst({ updates: EDITED, phantoms: 10 });
		const first = await running;
		expect(manifestOf(first)).toMatchObject({ complete: true, rows: CASES });
		let destination = await take(new Map(), first);

		await sandbox.admin.burst({ creates: 20 });
		await sandbox.admin.setOption('clockSkewSeconds', SETTLED);
		const second = await next(side, destination);
		destination = await take(destination.rows, second);

		const there = await sandbox.admin.deployed('cases');
		const status: Record<string, string> = { 1: 'open', 2: 'closed' };
		const priority: Record<string, string> = { 1: 'low', 2: 'medium', 3: 'high' };
		expect([...destination.rows.keys()].sort()).toEqual(
			await source(there.map(({ id }) => id ?? '')),
		);
		for (const each of there) {
			const [reference = ''] = await source([each.id ?? '']);
			expect(destination.rows.get(reference)).toMatchObject({
				status: status[each.status ?? ''],
				priority: priority[each.priority ?? ''],
			});
		}
		expect(manifestOf(second).rows).toBeGreaterThanOrEqual(EDITED);
		expect(manifestOf(second).rows).toBeLessThan(1_000);
	});
});
