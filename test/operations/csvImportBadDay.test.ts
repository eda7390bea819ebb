import { skipWaits } from '../support/clock.mts';
import { csvItem, madeUpFile } from '../support/csvFile.mts';
import type { ImportSide } from '../support/csvImport';
import { deployedSide, publishedSide, runImport, summaryOf } from '../support/csvImport';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

const LONG_MS = 180_000;
jest.setTimeout(LONG_MS);

let accounts = 0;
/** Numbers that no test before has used: this process remembers the keys that it has tried. */
const fresh = () => {
	const name = `D${(accounts += 1)}`;
	return { number: (n: number) => `${name}-${n}` };
};
/** As a person finds them, without an entry of their own. */
const USUAL = { attempts: undefined, firstWaitSeconds: undefined, patienceMinutes: undefined };

describe('a server that fails while keys are looked up', () => {
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
	}, LONG_MS);
	beforeEach(async () => {
		await sandbox.admin.reset('empty');
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	const published = () => publishedSide(sandbox, `bad day ${(accounts += 1)}`);
	const fileFor = (side: ImportSide, rows: number) =>
		madeUpFile(rows, 0, { category: side.category, ...fresh() }).text;
	/** More cases than are walked for so short a file. */
	const withLongList = async () => {
		for (let n = 0; n < 120; n++) await sandbox.admin.insertCase({ title: `Old ${n}` });
	};

	it.each([
		['published', published, '/cases'],
		['deployed', () => deployedSide(sandbox), '/cases.*'],
	] as const)(
		'is asked again for a minute before the import gives up (%s)',
		async (name, sideOf, path) => {
			const side = sideOf();
			const failing = { fault: 'status', status: 503, method: 'GET', path, times: 5 } as const;
			await sandbox.admin.setFaults([
				{ ...failing, ...(name === 'deployed' ? { server: name } : {}) },
			]);

			const { result, waitedMilliseconds } = await skipWaits(
				async () => await runImport(side, fileFor(side, 3), { options: USUAL }),
			);

			expect(summaryOf(result)).toMatchObject({ complete: true, created: 3 });
			expect(waitedMilliseconds).toBeGreaterThan(60_000);
			expect(waitedMilliseconds).toBeLessThan(90_000);
		},
	);

	it('keeps what was known of the rows before, where each key is searched', async () => {
		await withLongList();
		const side = published();
		// The list of 120 cases is walked for more than one row.
		await sandbox.admin.setOption('paginationSent', false);
		const text = fileFor(side, 40);
		await sandbox.admin.setFaults(['rate-limit=900:GET:/search/cases::20']);

		const putOff = await runImport(side, text);
		await sandbox.admin.clearFaults();
		const { created } = summaryOf(putOff);
		await sandbox.admin.clearLog();
		const rest = await runImport(publishedSide(sandbox, `bad day ${(accounts += 1)}`), text);

		expect(created).toBe(16);
		expect(summaryOf(putOff)).toMatchObject({ complete: false, not_sent_yet: 24 });
		expect(summaryOf(rest)).toMatchObject({ complete: true, created: 24, already_there: 16 });
	});

	it("keeps what was known of the rows before, on the helpline's own server", async () => {
		const side = deployedSide(sandbox);
		const { number } = fresh();
		const items = Array.from({ length: 250 }, (_, n) => ({
			json: { case_number: number(n), title: `t ${n}`, category: side.category, priority: 'low' },
		}));
		const fault = { fault: 'rate-limit', seconds: 900, method: 'GET', path: '/cases' } as const;
		await sandbox.admin.setFaults([{ ...fault, skip: 2, server: 'deployed' }]);

		const putOff = await runImport(side, items, { input: 'items' });
		await sandbox.admin.clearFaults();

		expect(summaryOf(putOff)).toMatchObject({ complete: false, created: 200, not_sent_yet: 50 });
	});

	it('is asked for no more rows than a part does', async () => {
		await sandbox.admin.setOption('paginationSent', false);
		await withLongList();
		const side = published();
		await sandbox.admin.clearLog();

		const part = await runImport(side, [csvItem(fileFor(side, 60))], {
			options: { pauseBetweenParts: { part: { minutes: 0, rows: 10 } } },
		});

		expect(summaryOf(part)).toMatchObject({ complete: false, created: 10 });
		const searches = (await sandbox.admin.log()).filter(({ path }) => path.includes('search'));
		expect(searches).toHaveLength(10);
	});

	it('is not taken for one that refuses a row when it has had too many calls', async () => {
		const side = deployedSide(sandbox);
		const text = fileFor(side, 150);
		const fault = { fault: 'rate-limit', seconds: 1, method: 'GET', path: '/cases' } as const;
		await sandbox.admin.setFaults([{ ...fault, skip: 1, server: 'deployed' }]);

		const { result } = await skipWaits(
			async () => await runImport(side, text, { options: USUAL }),
		);

		expect(summaryOf(result)).toMatchObject({ complete: false, to_fix: 0 });
		expect(result.hints[0]?.message).toMatch(/^OpenCHS asks to wait longer/);
	});

	const searches = async () =>
		(await sandbox.admin.log()).filter(({ path }) => path.includes('/search/')).length;

	it('has its list walked by the pages that it really gives', async () => {
		await sandbox.admin.setOption('pageCap', 5);
		await sandbox.admin.burst({ creates: 200 });
		const side = published();
		await sandbox.admin.clearLog();

		const result = await runImport(side, fileFor(side, 20));

		expect(summaryOf(result)).toMatchObject({ complete: true, created: 20 });
		expect(await searches()).toBe(20);
	});

	it.each([
		['of the server', 'published', {}],
		['of the credential', 'off', { requestsPerHour: 100 }],
	] as const)('has no list walked that is longer than a limit %s lets through', async (...given) => {
		const [, limits, own] = given;
		await sandbox.admin.setOption('pageCap', 5);
		await sandbox.admin.setOption('limits', limits);
		await sandbox.admin.burst({ creates: 600 });
		const { credential, ...rest } = published();
		const data = { ...credential.data, ...own };
		const side = { ...rest, credential: { ...credential, data } };

		const result = await runImport(side, fileFor(side, 300));

		expect(await searches()).toBeGreaterThan(0);
		expect(Number(summaryOf(result).created)).toBeGreaterThan(0);
	});
});
