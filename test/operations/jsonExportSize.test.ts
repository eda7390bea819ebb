import { publishedSide } from '../support/csvImport';
import { useFilesystemBinary } from '../support/engine';
import { heldMegabytes } from '../support/heap.mts';
import { itemsOf, manifestOf, runExport } from '../support/jsonExport';
import { linesIn } from '../support/storedLines.mts';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

jest.setTimeout(600_000);

/** Known connectors stop at 100,000. */
const MANY = 100_001;
/** What one export may hold when it is done, whatever the number of cases. */
const MOST_MEGABYTES = 60;
const BURST = 20_000;

let sandbox: SandboxProcess;

beforeAll(async () => {
	await useFilesystemBinary();
	sandbox = await startSandboxProcess();
	await sandbox.admin.reset('empty');
	await sandbox.admin.setOption('pageCap', 1_000);
	for (let left = MANY; left > 0; left -= BURST) {
		await sandbox.admin.burst({ creates: Math.min(BURST, left) });
	}
});

afterAll(async () => await sandbox.stop());

it('exports 100,001 cases of the documented API, each once', async () => {
	const before = heldMegabytes();
	const result = await runExport(publishedSide(sandbox), {
		form: 'jsonl',
		options: { rowsPerFile: 40_000 },
	});

	expect(manifestOf(result)).toMatchObject({
		complete: true,
		rows: MANY,
		summary: { server_total: MANY },
	});
	const files = itemsOf(result).slice(0, -1);
	expect(files.map(({ json }) => json.rows)).toEqual([40_000, 40_000, 20_001]);
	const ids = new Set<number>();
	for (const { binary } of files) {
		for await (const line of linesIn(binary?.data))
			ids.add(Number((JSON.parse(line) as { id: number }).id));
	}
	expect(ids.size).toBe(MANY);
	expect(heldMegabytes() - before).toBeLessThan(MOST_MEGABYTES);
});
