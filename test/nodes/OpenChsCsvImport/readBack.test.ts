import { ReadBack } from '../../../nodes/OpenChsCsvImport/readBack';
import type { KeyedRow } from '../../../nodes/OpenChsCsvImport/survey';
import type { Desk } from '../../../nodes/OpenChsCsvImport/writeRow';
import type { CasesByKey } from '../../../nodes/shared/helpline/batch';
import type { CaseWrite } from '../../../nodes/shared/record/case';

const row = (index: number) =>
	({ index, rowCase: { fields: {}, problems: [] }, key: { key: `K-${index}` } }) as unknown as KeyedRow;

/** Two cases stand under the key of a row in `twice`; the first of them goes on. */
function made(rows: number, twice: readonly number[] = []) {
	const asked: string[][] = [];
	const keys = {
		async readBack(some: readonly string[]): Promise<CasesByKey> {
			asked.push([...some]);
			return await Promise.resolve(
				new Map(
					some.map((key) => {
						const ids = twice.includes(Number(key.slice(2))) ? [`${key}-first`, key] : [key];
						return [key, ids.map((id) => ({ id, caseNumber: null }))];
					}),
				),
			);
		},
	};
	const helpline = {
		createCase: async (_fields: unknown, { key }: { key: string }) =>
			await Promise.resolve({
				outcome: 'unchanged',
				record: { id: `${key}-first`, case_number: 'C-1' },
				notSent: [],
			} as unknown as CaseWrite),
	};
	const readBack = new ReadBack({ helpline, item: 0 } as unknown as Desk, keys);
	for (let n = 0; n < rows; n++) readBack.add(`K-${n}`, row(n), `K-${n}`);
	return { readBack, asked };
}

describe('rows that were just made', () => {
	const SOON = 1_000;
	const LATER = 10_000;

	it.each([
		['few rows, however long ago', 999, 60_000, false],
		['a thousand rows that came fast', 1_000, SOON, false],
		['a thousand rows after ten seconds', 1_000, LATER, true],
		['many rows that came fast', 4_999, SOON, false],
		['as many as are held', 5_000, SOON, true],
	])('are looked for again: %s', (_name, rows, ms, isDue) => {
		const { readBack } = made(rows);

		expect(readBack.isDue(Date.now() + ms)).toBe(isDue);
	});

	it('are looked for once, and a twin tells which case goes on', async () => {
		const { readBack, asked } = made(3, [1]);

		const twins = [];
		for await (const twin of readBack.twins()) twins.push(twin);
		for await (const twin of readBack.twins()) twins.push(twin);

		expect(asked).toEqual([['K-0', 'K-1', 'K-2']]);
		expect(twins).toEqual([{ row: row(1), id: 'K-1-first', caseNumber: 'C-1' }]);
	});

	it('wait anew after each time', async () => {
		const { readBack } = made(1_000);
		for await (const twin of readBack.twins()) expect(twin).toBeUndefined();
		for (let n = 0; n < 1_000; n++) readBack.add(`N-${n}`, row(n), `N-${n}`);

		expect(readBack.isDue(Date.now() + SOON)).toBe(false);
		expect(readBack.isDue(Date.now() + 2 * LATER)).toBe(true);
	});
});
