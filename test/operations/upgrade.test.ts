import type { IDataObject } from 'n8n-workflow';

import { OpenChsTrigger } from '../../nodes/OpenChsTrigger/OpenChsTrigger.node';
import { csvItem } from '../support/csvFile.mts';
import { deployedSide, publishedSide, runImport, summaryOf } from '../support/csvImport';
import { earlier, earlierWith, textOfEarlier } from '../support/earlier.mts';
import { useFilesystemBinary, useMemoryBinary } from '../support/engine';
import { manifestOf, runExport } from '../support/jsonExport';
import { pollNode } from '../support/poll';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

const LONG_MS = 120_000;
jest.setTimeout(LONG_MS);

/** What was chosen when the manifests were kept. */
const FILTERS = { priority: ['high', 'low'] };

describe.each(earlierWith('places.json'))('what version %s left behind', (version) => {
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		await useFilesystemBinary();
		sandbox = await startSandboxProcess();
	}, LONG_MS);
	afterAll(async () => {
		useMemoryBinary();
		await sandbox.stop();
	});

	it('as the position of an import is gone on from', async () => {
		await sandbox.admin.reset('empty');
		const file = csvItem(textOfEarlier(version, 'import-file.csv'));
		const item = { ...file, json: earlier<IDataObject>(version, 'import-position.json') };

		const result = await runImport(publishedSide(sandbox, `upgrade ${version}`), [item], {
			options: { pauseBetweenParts: { part: { minutes: 0, rows: 4 } } },
		});

		expect(summaryOf(result)).toMatchObject({ complete: true, part: 2, totals: { created: 6 } });
		const titles = (await sandbox.admin.cases()).map(({ title }) => title);
		expect(titles).toEqual(['Made-up title 5', 'Made-up title 6']);
	});

	it.each(['full', 'deidentified'])(
		'as a verified manifest (%s) is gone on from',
		async (profile) => {
			await sandbox.admin.reset('seeded');
			const manifest = earlier<{ window: { until: string } }>(version, `manifest-${profile}.json`);

			const result = await runExport(publishedSide(sandbox), {
				profile,
				filters: FILTERS,
				continueFrom: 'manifestJson',
				lastManifest: JSON.stringify(manifest),
				options: { overlapMinutes: 0 },
			});

			expect(manifestOf(result)).toMatchObject({
				complete: true,
				window: { from: manifest.window.until },
			});
		},
	);

	it.each(['published', 'deployed'] as const)(
		'as the place of a trigger (%s) is gone on from',
		async (dialect) => {
			await sandbox.admin.reset('seeded');
			const side = dialect === 'published' ? publishedSide(sandbox) : deployedSide(sandbox);
			const check = async (memory: IDataObject, workflowId: string) =>
				await pollNode({
					nodeType: OpenChsTrigger,
					parameters: { authentication: side.authentication, events: ['caseCreated'] },
					credentials: [side.credential],
					memory,
					workflowId,
				});
			const now: IDataObject = {};
			await check(now, `${version} ${dialect} before`);
			const before = earlier<Record<string, IDataObject>>(version, 'places.json')[dialect];
			// The shape is that of then; the numbers have to be those of this sandbox's history.
			const place = withValuesOf(before, now) as IDataObject;
			await sandbox.admin.burst({ creates: 3 });

			const { error, outputs } = await check(place, `${version} ${dialect} after`);

			expect(error).toBeUndefined();
			expect(outputs?.[0]?.map(({ json }) => json.event)).toEqual(Array(3).fill('caseCreated'));
		},
	);
});

/** The members of `shape` with what stands under the same names in `values`, as far as something does. */
function withValuesOf(shape: unknown, values: unknown): unknown {
	if (!isObject(shape) || !isObject(values)) return values ?? shape;
	return Object.fromEntries(
		Object.entries(shape).map(([name, value]) => [name, withValuesOf(value, values[name])]),
	);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
