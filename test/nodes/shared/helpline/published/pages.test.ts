import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Page } from '../../../../../nodes/shared/helpline/published/pages';
import { walk } from '../../../../../nodes/shared/helpline/published/pages';

fc.configureGlobal({ seed: 1116 });

interface ServerHabits {
	cap: number;
	tellsTotal: boolean;
	tellsMore: boolean;
}

/** A list that others write to: a change happens after each page that is read. */
class ListServer {
	asked = 0;

	constructor(
		readonly rows: number[],
		private readonly habits: ServerHabits,
		private readonly changes: Array<(rows: number[]) => void> = [],
	) {}

	readonly fetchPage = async (offset: number, size: number): Promise<Page> => {
		if (++this.asked > 2_000) throw new Error('The walk does not end');
		const rows = this.rows.slice(offset, offset + Math.min(size, this.habits.cap));
		const page: Page = {
			rows: rows.map((id) => ({ id })),
			pagination: {
				total: this.habits.tellsTotal ? this.rows.length : null,
				hasMore: this.habits.tellsMore ? offset + rows.length < this.rows.length : null,
			},
		};
		this.changes.shift()?.(this.rows);
		return page;
	};
}

async function readAll(fetchPage: (offset: number, size: number) => Promise<Page>) {
	const rows: IDataObject[] = [];
	const pages = walk(fetchPage);
	let next = await pages.next();
	while (!next.done) {
		rows.push(...next.value);
		next = await pages.next();
	}
	return { ids: rows.map(({ id }) => Number(id)), end: next.value };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const habits = (leastCap: number) =>
	fc.record({
		cap: fc.integer({ min: leastCap, max: 150 }),
		tellsTotal: fc.boolean(),
		tellsMore: fc.boolean(),
	});

const sorted = (ids: number[]) => [...ids].sort((a, b) => a - b);

describe('a walk through a list that nobody changes', () => {
	it.each([
		[0, 100],
		[1, 100],
		[99, 100],
		[100, 100],
		[101, 100],
		[250, 100],
		[250, 20],
		[41, 20],
		[40, 20],
		[7, 1],
		[13, 2],
		[13, 5],
		[13, 6],
	])('reads %i rows in pages of %i, whatever the server says about pages', async (count, cap) => {
		for (const tellsTotal of [true, false]) {
			for (const tellsMore of [true, false]) {
				const server = new ListServer(upTo(count), { cap, tellsTotal, tellsMore });

				const { ids, end } = await readAll(server.fetchPage);

				expect(ids).toEqual(upTo(count));
				expect(end).toEqual({ read: count, total: tellsTotal ? count : null });
			}
		}
	});

	it('yields each row once, in any order and with any page cap', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 400 }),
				habits(1),
				async (rows, server) => {
					const { ids } = await readAll(new ListServer([...rows], server).fetchPage);

					expect(ids).toEqual(rows);
				},
			),
			{ numRuns: 150 },
		);
	});

	it('asks one page for a short list when the server says that it is the end', async () => {
		const server = new ListServer(upTo(30), { cap: 100, tellsTotal: true, tellsMore: true });

		await readAll(server.fetchPage);

		expect(server.asked).toBe(1);
	});

	it('asks two pages at most for a short list of a server that says nothing', async () => {
		const server = new ListServer(upTo(30), { cap: 100, tellsTotal: false, tellsMore: false });

		await readAll(server.fetchPage);

		expect(server.asked).toBe(2);
	});

	it('does not take a short page in the middle for the end', async () => {
		const rows = upTo(60);
		const lengths = [20, 7, 20, 20, 20];
		let page = 0;
		const fetchPage = async (offset: number): Promise<Page> => ({
			rows: rows.slice(offset, offset + (lengths[page++] ?? 20)).map((id) => ({ id })),
			pagination: { total: null, hasMore: null },
		});

		const { ids } = await readAll(fetchPage);

		expect(ids).toEqual(rows);
	});

	it('ends with a server that does not know about offsets', async () => {
		let asked = 0;
		const fetchPage = async (): Promise<Page> => {
			asked++;
			return {
				rows: upTo(20).map((id) => ({ id })),
				pagination: { total: null, hasMore: null },
			};
		};

		const { ids } = await readAll(fetchPage);

		expect({ ids, asked }).toEqual({ ids: upTo(20), asked: 3 });
	});

	it('ends with a server that says for ever that there is more', async () => {
		let asked = 0;
		const fetchPage = async (): Promise<Page> => {
			asked++;
			return { rows: upTo(20).map((id) => ({ id })), pagination: { total: 500, hasMore: true } };
		};

		const { ids, end } = await readAll(fetchPage);

		expect(ids).toEqual(upTo(20));
		expect(end).toEqual({ read: 20, total: 500 });
		expect(asked).toBeLessThan(20);
	});

	it('keeps the ids 1 and "1" of one server apart from nothing: they are one row', async () => {
		const fetchPage = async (offset: number): Promise<Page> => ({
			rows: offset === 0 ? [{ id: 1 }, { id: '1' }] : [],
			pagination: { total: null, hasMore: null },
		});

		const { end } = await readAll(fetchPage);

		expect(end.read).toBe(1);
	});

	it('tells rows without an id apart by their content', async () => {
		const fetchPage = async (offset: number): Promise<Page> => ({
			rows: [{ name: 'a' }, { name: 'b' }].slice(offset),
			pagination: { total: 2, hasMore: null },
		});

		const { end } = await readAll(fetchPage);

		expect(end).toEqual({ read: 2, total: 2 });
	});
});

describe('a walk through a list that others write to', () => {
	const FRONT = 'front';
	const END = 'end';

	/** A row leaves (deleted), a new one comes in, or a row that was changed moves to where changed rows stand. */
	const change = (edge: typeof FRONT | typeof END) =>
		fc
			.record({
				kind: fc.constantFrom('delete' as const, 'insert' as const, 'touch' as const),
				at: fc.double({ min: 0, max: 0.999, noNaN: true }),
				times: fc.integer({ min: 1, max: 3 }),
			})
			.map(({ kind, at, times }) => (rows: number[], nextId: () => number, gone: Set<number>) => {
				for (let time = 0; time < times; time++) {
					const index = Math.floor(at * rows.length);
					const moved = kind === 'insert' ? [nextId()] : rows.splice(index, 1);
					if (kind === 'delete') moved.forEach((id) => gone.add(id));
					else if (edge === FRONT) rows.unshift(...moved);
					else rows.push(...moved);
				}
			});

	async function check(
		count: number,
		server: ServerHabits,
		changes: Array<(rows: number[], nextId: () => number, gone: Set<number>) => void>,
	) {
		const rows = upTo(count);
		const gone = new Set<number>();
		let lastId = 100_000;
		const list = new ListServer(
			rows,
			server,
			changes.map((each) => (now) => each(now, () => ++lastId, gone)),
		);

		const { ids } = await readAll(list.fetchPage);

		const stayed = upTo(count).filter((id) => !gone.has(id));
		const read = new Set(ids);
		expect(ids).toHaveLength(read.size);
		expect(stayed.filter((id) => !read.has(id))).toEqual([]);
	}

	const spread = <T>(changes: T[], quiet: number) =>
		changes.flatMap((each) => [...Array.from({ length: quiet }, () => () => undefined), each]);

	it.each([FRONT, END] as const)(
		'reads every row that stayed, when some rows move to the %s, come in or are deleted',
		async (edge) => {
			await fc.assert(
				fc.asyncProperty(
					fc.integer({ min: 0, max: 300 }),
					habits(10),
					fc.array(change(edge), { maxLength: 1 }),
					fc.integer({ min: 0, max: 5 }),
					async (count, server, changes, quiet) => {
						await check(count, server, spread(changes, quiet));
					},
				),
				{ numRuns: 200 },
			);
		},
	);

	it('reads every row that stayed when rows are deleted again and again', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 300 }),
				habits(2),
				fc.array(
					fc.record({
						at: fc.double({ min: 0, max: 0.999, noNaN: true }),
						times: fc.integer({ min: 1, max: 12 }),
					}),
					{ maxLength: 4 },
				),
				async (count, server, deletions) => {
					await check(
						count,
						server,
						deletions.map(({ at, times }) => (rows, _nextId, gone) => {
							rows.splice(Math.floor(at * rows.length), times).forEach((id) => gone.add(id));
						}),
					);
				},
			),
			{ numRuns: 200 },
		);
	});

	it.each([FRONT, END] as const)(
		'reads every row that stayed when new ones come in at the %s all the time',
		async (edge) => {
			await fc.assert(
				fc.asyncProperty(
					fc.integer({ min: 0, max: 300 }),
					habits(6),
					fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 }),
					async (count, server, inserts) => {
						await check(
							count,
							server,
							inserts.map((times) => (rows, nextId) => {
								for (let time = 0; time < times; time++) {
									if (edge === FRONT) rows.unshift(nextId());
									else rows.push(nextId());
								}
							}),
						);
					},
				),
				{ numRuns: 150 },
			);
		},
	);

	it('always ends, whatever happens to the list', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						ids: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }),
						total: fc.option(fc.integer({ min: 0, max: 1_000 })),
						hasMore: fc.option(fc.boolean()),
					}),
					{ minLength: 1, maxLength: 20 },
				),
				async (answers) => {
					let asked = 0;
					const fetchPage = async (): Promise<Page> => {
						const { ids, total, hasMore } = answers[asked++ % answers.length] ?? {
							ids: [],
							total: null,
							hasMore: null,
						};
						if (asked > 2_000) throw new Error('The walk does not end');
						return { rows: ids.map((id) => ({ id })), pagination: { total, hasMore } };
					};

					const { ids } = await readAll(fetchPage);

					expect(new Set(ids).size).toBe(ids.length);
				},
			),
			{ numRuns: 150 },
		);
	});

	it('finds the row that a change carried from the unread part to the front', async () => {
		const server = new ListServer(upTo(250), { cap: 100, tellsTotal: false, tellsMore: true }, [
			(rows) => rows.unshift(...rows.splice(200, 1)),
		]);

		const { ids } = await readAll(server.fetchPage);

		expect(sorted(ids)).toEqual(upTo(250));
	});

	it.each([true, false])(
		'finds it also behind rows that were read and changed after it (tells of more: %s)',
		async (tellsMore) => {
			const last = (rows: number[]) => rows.unshift(...rows.splice(rows.length - 1, 1));
			const read = (rows: number[]) => rows.unshift(...rows.splice(1, 12).reverse());
			const server = new ListServer(upTo(40), { cap: 5, tellsTotal: false, tellsMore }, [
				...Array.from({ length: 4 }, () => () => undefined),
				last,
				read,
			]);

			const { ids } = await readAll(server.fetchPage);

			expect(sorted(ids)).toEqual(upTo(40));
		},
	);

	it.each([true, false])(
		'reads on when so many rows came in before the place that the same page comes again (tells of more: %s)',
		async (tellsMore) => {
			const server = new ListServer(upTo(12), { cap: 5, tellsTotal: false, tellsMore }, [
				() => undefined,
				(rows) => rows.unshift(101, 102, 103),
			]);

			const { ids } = await readAll(server.fetchPage);

			expect(sorted(ids)).toEqual([...upTo(12), 101, 102, 103]);
		},
	);

	it('reads on when the first page was pushed back twice, each time to the place that was asked for', async () => {
		const server = new ListServer(upTo(12), { cap: 5, tellsTotal: false, tellsMore: false }, [
			(rows) => rows.unshift(101, 102, 103),
			(rows) => rows.unshift(104, 105, 106),
		]);

		const { ids } = await readAll(server.fetchPage);

		expect(sorted(ids)).toEqual([...upTo(12), 101, 102, 103, 104, 105, 106]);
	});

	it('notices that rows changed their places while those that two pages share look as before', async () => {
		const times = new Map(upTo(9).map((id) => [id, 0]));
		const order = [1, 2, 3, 4, 5, 6, 7, 8, 9];
		let asked = 0;
		const fetchPage = async (offset: number): Promise<Page> => {
			// An update carries each to the end, the unread 9 first, which then stands before what was reached.
			if (++asked === 3) {
				order.splice(0, 9, 1, 2, 3, 9, 4, 5, 7, 8, 6);
				for (const id of [9, 4, 5, 7, 8, 6]) times.set(id, 1);
			}
			const rows = order
				.slice(offset, offset + 5)
				.map((id) => ({ id, updated_at: String(times.get(id)) }));
			return { rows, pagination: { total: null, hasMore: null } };
		};

		const { ids } = await readAll(fetchPage);

		expect(sorted(ids)).toEqual(upTo(9));
	});

	it('goes back when so many rows were deleted that the next page is empty', async () => {
		const server = new ListServer(upTo(103), { cap: 100, tellsTotal: true, tellsMore: true }, [
			(rows) => rows.splice(0, 10),
		]);

		const { ids } = await readAll(server.fetchPage);

		expect(ids).toEqual(expect.arrayContaining([100, 101, 102, 103]));
	});

	it('reads the front again, not the whole list, after a new case came in', async () => {
		const server = new ListServer(upTo(1_000), { cap: 100, tellsTotal: true, tellsMore: true }, [
			(rows) => rows.unshift(5_000),
		]);

		const { ids } = await readAll(server.fetchPage);

		expect(ids).toHaveLength(1_001);
		expect(server.asked).toBe(12);
	});
});
