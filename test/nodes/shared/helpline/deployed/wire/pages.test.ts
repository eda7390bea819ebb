import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Page, WalkEnd } from '../../../../../../nodes/shared/helpline/deployed/wire/pages';
import { pageQuery, walk } from '../../../../../../nodes/shared/helpline/deployed/wire/pages';

const RUNS = { numRuns: 1_000 };

/** A list as the server pages it: past its end the last page comes again (recording 36). */
function pageOf(rows: readonly IDataObject[], offset: number, size: number): Page {
	const start =
		offset < rows.length ? offset : Math.floor(Math.max(0, rows.length - 1) / size) * size;
	const page = rows.slice(start, start + size);
	return { rows: page, context: { last: start + page.length, total: rows.length } };
}

async function all(
	pages: AsyncGenerator<IDataObject[], WalkEnd>,
): Promise<{ ids: string[]; end: WalkEnd }> {
	const ids: string[] = [];
	for (;;) {
		const next = await pages.next();
		if (next.done) return { ids, end: next.value };
		ids.push(...next.value.map(({ id }) => String(id)));
	}
}

const rowsFrom = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ id: String(100_000 + count - index) }));

describe('walk', () => {
	it('yields every row once and in order, at any length and any page size', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat({ max: 400 }),
				fc.integer({ min: 1, max: 120 }),
				async (count, size) => {
					const rows = rowsFrom(count);
					let asked = 0;

					const { ids, end } = await all(
						walk(async (offset, wanted) => {
							asked += 1;
							return pageOf(rows, offset, wanted);
						}, size),
					);

					expect(ids).toEqual(rows.map(({ id }) => id));
					expect(end).toEqual({ read: count, total: count });
					expect(asked).toBeLessThanOrEqual(2 + count / Math.max(1, size - 5) + count / size);
				},
			),
			RUNS,
		);
	});

	it('skips no row that was there from the start, while others are added in front', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat({ max: 200 }),
				fc.integer({ min: 4, max: 50 }),
				fc.array(fc.nat({ max: 3 }), { maxLength: 40 }),
				async (count, size, arrivals) => {
					let rows = rowsFrom(count);
					const atStart = rows.map(({ id }) => id);
					let page = 0;

					const { ids } = await all(
						walk(async (offset, wanted) => {
							const answer = pageOf(rows, offset, wanted);
							for (let n = 0; n < (arrivals[page] ?? 0); n++) {
								rows = [{ id: `new-${page}-${n}` }, ...rows];
							}
							page += 1;
							return answer;
						}, size),
					);

					expect(new Set(ids).size).toBe(ids.length);
					expect(atStart.filter((id) => !ids.includes(id))).toEqual([]);
				},
			),
			RUNS,
		);
	});

	it('reads a stretch again when rows have left the question meanwhile', async () => {
		let rows = rowsFrom(60);
		let isFirst = true;

		const { ids } = await all(
			walk(async (offset, size) => {
				const answer = pageOf(rows, offset, size);
				if (isFirst) rows = rows.slice(12);
				isFirst = false;
				return answer;
			}, 20),
		);

		expect(ids).toHaveLength(60);
	});

	it('ends although the server repeats its last page and never reaches its own total', async () => {
		const rows = rowsFrom(3);
		let asked = 0;

		const { end } = await all(
			walk(async () => {
				asked += 1;
				return { rows, context: { last: 3, total: 10 } };
			}),
		);

		expect(asked).toBeLessThanOrEqual(5);
		expect(end).toEqual({ read: 3, total: 10 });
	});

	it('reads a thousand cases in no more than twelve requests', async () => {
		const rows = rowsFrom(1_000);
		let asked = 0;

		await all(
			walk(async (offset, size) => {
				asked += 1;
				return pageOf(rows, offset, size);
			}),
		);

		expect(asked).toBeLessThanOrEqual(12);
	});
});

describe('pageQuery', () => {
	it('asks by the offset that is not rounded, and never for a size of zero', () => {
		expect(pageQuery(0, 100)).toEqual({ _c: 100 });
		expect(pageQuery(95, 100)).toEqual({ _c: 100, _o: 95 });
	});
});
