import * as fc from 'fast-check';

import type { FeedMark, FeedRow, Gap, Stretch } from '../../../../nodes/shared/changes/feedCursor';
import {
	advance,
	idsToLookFor,
	isHandled,
	isRestored,
	LATE_SECONDS,
	MOST_GAPS,
	NEAR_IDS,
	NOTHING_READ,
	reaches,
	startBehind,
	unhandled,
	withoutOldGaps,
} from '../../../../nodes/shared/changes/feedCursor';

const NOW = 5_000;
const AT = 1_000_000;

/** Lines with these ids, oldest first, all of one second. */
const lines = (...ids: number[]): FeedRow[] => ids.map((id) => ({ id, at: AT }));
/** A page, newest first. */
const page = (ids: readonly number[], place: Partial<Stretch> = {}): Stretch => ({
	rows: lines(...ids),
	offset: 0,
	total: ids.length,
	...place,
});
const mark = (given: Partial<FeedMark> = {}): FeedMark => ({ ...NOTHING_READ, at: AT, ...given });
const view = (id: number, at: number | null = AT, now = NOW) => ({ newest: { id, at }, now });

describe('which lines are new', () => {
	const gapped = mark({ cursor: 100, gaps: [[60, 62, NOW] as Gap, [90, 90, NOW] as Gap] });

	it.each([
		[1, true],
		[59, true],
		[60, false],
		[61, false],
		[62, false],
		[63, true],
		[89, true],
		[90, false],
		[91, true],
		[100, true],
		[101, false],
	])('line %s was handed over: %s', (id, isDone) => {
		expect(isHandled(gapped, id)).toBe(isDone);
	});

	it('gives each line once, oldest first, those of gaps among them', () => {
		const rows = lines(103, 102, 101, 100, 99, 90, 61, 50, 103, 61);

		expect(unhandled(gapped, rows).map(({ id }) => id)).toEqual([61, 90, 101, 102, 103]);
	});

	it('leaves out a line whose id is broken', () => {
		expect(unhandled(gapped, lines(102, 101.5, 101)).map(({ id }) => id)).toEqual([101, 102]);
	});
});

describe('a start behind everything', () => {
	it('begins at the newest line and counts all', () => {
		const start = startBehind(page([30, 29, 28], { total: 1_028 }), NOW);

		expect(start).toEqual({ cursor: 30, at: AT, rank: 1_028, gaps: [], since: 0 });
	});

	it('waits for what is still under way between the lines it sees', () => {
		expect(startBehind(page([30, 27, 25, 24], { offset: 2, total: 10 }), NOW)).toEqual(
			mark({
				cursor: 30,
				rank: 8,
				gaps: [
					[26, 26, NOW],
					[28, 29, NOW],
				],
			}),
		);
	});

	it('begins before the first line on a server without lines', () => {
		expect(startBehind(page([]), NOW)).toEqual(NOTHING_READ);
		expect(NOTHING_READ).toEqual({ cursor: 0, at: null, rank: 0, gaps: [], since: 0 });
	});
});

describe('moving on', () => {
	it('stands at the last line handed over, with its time and its place in the count', () => {
		const rows = [...lines(101, 102), { id: 103, at: AT + 7 }];

		const after = advance(mark({ cursor: 100, rank: 40, since: 9 }), rows, view(103));

		expect(after).toEqual({ cursor: 103, at: AT + 7, rank: 43, gaps: [], since: 9 });
	});

	it('keeps the earlier time where a line cannot be read', () => {
		const after = advance(mark({ cursor: 100 }), [{ id: 101, at: null }], view(101));

		expect(after).toMatchObject({ cursor: 101, at: AT });
	});

	it('remembers every id that it passed without seeing it', () => {
		const after = advance(mark({ cursor: 100 }), lines(101, 103, 110), view(110));

		expect(after.gaps).toEqual([
			[102, 102, NOW],
			[104, 109, NOW],
		]);
	});

	it('takes what came late out of its gap, wherever in it', () => {
		const before = mark({ cursor: 100, rank: 70, gaps: [[50, 60, 1] as Gap, [70, 71, 2] as Gap] });

		const cut = (...ids: number[]) => advance(before, lines(...ids), view(100)).gaps;

		expect(cut(50)).toEqual([
			[51, 60, 1],
			[70, 71, 2],
		]);
		expect(cut(60)).toEqual([
			[50, 59, 1],
			[70, 71, 2],
		]);
		expect(cut(53, 54, 57)).toEqual([
			[50, 52, 1],
			[55, 56, 1],
			[58, 60, 1],
			[70, 71, 2],
		]);
		expect(cut(70, 71)).toEqual([[50, 60, 1]]);
		expect(advance(before, lines(55), view(100))).toMatchObject({ cursor: 100, rank: 70 });
	});

	it('looks no further than 200 ids below a line: a wider hole is a jump of the counter', () => {
		expect(advance(mark({ cursor: 100 }), lines(1_000), view(1_000)).gaps).toEqual([
			[800, 999, NOW],
		]);
		expect(advance(mark({ cursor: 100 }), lines(301), view(301)).gaps).toEqual([[101, 300, NOW]]);
	});

	it('keeps no gap whose next line is ten minutes older than the newest, unless it is near', () => {
		const late = (seconds: number, newest: number) =>
			advance(mark({ cursor: 100 }), lines(110), view(newest, AT + seconds)).gaps.length;

		expect(late(LATE_SECONDS - 1, 9_000)).toBe(1);
		expect(late(LATE_SECONDS, 9_000)).toBe(0);
		expect(late(LATE_SECONDS, 109 + NEAR_IDS)).toBe(1);
		expect(late(LATE_SECONDS, 110 + NEAR_IDS)).toBe(0);
	});

	it('keeps a gap where a time is not known', () => {
		const beside = { newest: { id: 9_000, at: null }, now: NOW };

		expect(advance(mark({ cursor: 100 }), lines(110), beside).gaps).toHaveLength(1);
		expect(
			advance(mark({ cursor: 100 }), [{ id: 110, at: null }], view(9_000, AT + LATE_SECONDS)).gaps,
		).toHaveLength(1);
	});

	it('remembers at most 500 gaps, the newest', () => {
		const every = Array.from({ length: 1_200 }, (_, index) => 102 + 2 * index);

		const { gaps } = advance(mark({ cursor: 100 }), lines(...every), view(9_000));

		expect(gaps).toHaveLength(MOST_GAPS);
		expect(gaps.at(-1)).toEqual([2_499, 2_499, NOW]);
		expect(gaps[0]).toEqual([1_501, 1_501, NOW]);
	});

	it('stays below 25 KB as text with the longest ids', () => {
		const huge = Number.MAX_SAFE_INTEGER - 300_000;
		const every = Array.from({ length: 1_200 }, (_, index) => huge + 205 * index);

		const after = advance(
			mark({ cursor: huge - 2 }),
			lines(...every),
			view(huge, AT, 1_795_479_571),
		);

		expect(after.gaps).toHaveLength(MOST_GAPS);
		expect(JSON.stringify(after).length).toBeLessThan(25_000);
	});
});

describe('giving gaps up', () => {
	const gaps: Gap[] = [
		[10, 12, NOW - LATE_SECONDS],
		[20, 20, NOW - LATE_SECONDS + 1],
		[60, 61, NOW - LATE_SECONDS],
	];

	it('gives up what was looked at after ten minutes, except near the newest id', () => {
		const after = withoutOldGaps(mark({ cursor: 100, gaps }), view(61 + NEAR_IDS));

		expect(after).toEqual(mark({ cursor: 100, gaps: gaps.slice(1) }));
		expect(withoutOldGaps(mark({ cursor: 100, gaps }), view(62 + NEAR_IDS)).gaps).toEqual([
			gaps[1],
		]);
	});

	it('hands the same mark back when nothing is given up', () => {
		const before = mark({ cursor: 100, gaps: gaps.slice(1) });

		expect(withoutOldGaps(before, view(100))).toBe(before);
	});

	it('asks for missed ids by id where the page does not reach them, the highest first', () => {
		const before = mark({
			cursor: 100,
			gaps: [
				[10, 12, 1],
				[20, 20, 1],
				[60, 64, 1],
			],
		});

		expect(idsToLookFor(before, 62)).toEqual([61, 60, 20, 12, 11, 10]);
		expect(idsToLookFor(before, 61)).toEqual([60, 20, 12, 11, 10]);
		expect(idsToLookFor(before, 60)).toEqual([20, 12, 11, 10]);
		expect(idsToLookFor(before, 101)).toHaveLength(9);
		expect(idsToLookFor(before, 10)).toEqual([]);
	});

	it('asks for at most 1,000 ids', () => {
		const wide = Array.from({ length: 10 }, (_, n): Gap => [1_000 * n + 1, 1_000 * n + 200, 1]);

		const ids = idsToLookFor(mark({ cursor: 10_000, gaps: wide }), 10_000);

		expect(ids).toHaveLength(1_000);
		expect(ids[0]).toBe(9_200);
		expect(ids.at(-1)).toBe(5_001);
	});
});

describe('whether a page reaches the cursor', () => {
	it.each<[string, Stretch, number, boolean]>([
		['it holds it', page([12, 11, 10], { total: 90 }), 11, true],
		['it ends with it', page([12, 11, 10], { total: 90 }), 10, true],
		['it ends one above it', page([12, 11, 10], { total: 90 }), 9, false],
		['it ends above it at the end of the list', page([12, 11, 10]), 9, true],
		['it begins with it at the top', page([12, 11, 10], { total: 90 }), 12, true],
		['it begins with it further down', page([12, 11, 10], { offset: 4, total: 90 }), 12, false],
		['it begins above it further down', page([12, 11, 10], { offset: 4, total: 90 }), 11, true],
		['it begins below it', page([12, 11, 10], { offset: 4, total: 90 }), 30, false],
		['the last page begins above it', page([12, 11], { offset: 4, total: 6 }), 3, true],
		['one line is missing below it', page([12, 11], { offset: 4, total: 7 }), 3, false],
		['there is nothing', page([]), 30, true],
	])('when %s', (_when, stretch, cursor, isReached) => {
		expect(reaches(stretch, cursor)).toBe(isReached);
	});
});

describe('a restored server', () => {
	const read = mark({ cursor: 11 });

	it.each<[string, FeedMark, Stretch, boolean]>([
		['all is as it was', read, page([12, 11, 10], { total: 90 }), false],
		['nothing is new', read, page([11, 10], { total: 90 }), false],
		['nothing is left', read, page([]), true],
		['nothing is as new', read, page([10, 9], { total: 90 }), true],
		['the line is gone', read, page([12, 10], { total: 90 }), true],
		['the line is gone at the end of the list', read, page([13, 12]), true],
		['the page does not reach the line', read, page([13, 12], { total: 90 }), false],
		['an older page begins below the line', read, page([10, 9], { offset: 4, total: 90 }), false],
		['the line is another one', mark({ cursor: 11, at: AT - 1 }), page([12, 11, 10]), true],
		['the line is another, younger one', mark({ cursor: 11, at: AT + 1 }), page([12, 11]), true],
		['its time was not known', mark({ cursor: 11, at: null }), page([12, 11, 10]), false],
		['nothing was read before', NOTHING_READ, page([]), false],
		['nothing was read before and much is there', NOTHING_READ, page([12, 11]), false],
	])('when %s', (_when, before, stretch, isOther) => {
		expect(isRestored(before, stretch)).toBe(isOther);
	});

	it('is not one because a line cannot be read any more', () => {
		const stretch = {
			...page([12, 11]),
			rows: [
				{ id: 12, at: AT },
				{ id: 11, at: null },
			],
		};

		expect(isRestored(read, stretch)).toBe(false);
	});
});

describe('whatever order lines become visible in', () => {
	/** Ids of a feed in the order in which they can be seen; each step shows some of them. */
	const steps = fc
		.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 50 })
		.chain((ids) =>
			fc.record({
				ids: fc.constant(ids),
				sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 50, maxLength: 50 }),
				most: fc.integer({ min: 1, max: 8 }),
			}),
		);

	it('hands each over once, and in one read by its id', () => {
		fc.assert(
			fc.property(steps, ({ ids, sizes, most }) => {
				const waiting = [...ids];
				const visible: number[] = [];
				const handed: number[] = [];
				let now: FeedMark = NOTHING_READ;
				const poll = () => {
					const rows = lines(...visible).sort((a, b) => b.id - a.id);
					const fresh = unhandled(now, rows).slice(0, most);
					expect(fresh).toEqual([...fresh].sort((a, b) => a.id - b.id));
					handed.push(...fresh.map(({ id }) => id));
					now = advance(now, fresh, view(rows[0]?.id ?? 0));
					return fresh.length;
				};
				for (const size of sizes) {
					visible.push(...waiting.splice(0, size));
					poll();
				}
				for (let isMore = true, n = 0; isMore; n++) {
					expect(n).toBeLessThan(100);
					isMore = poll() > 0;
				}

				expect([...handed].sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
				expect(now.cursor).toBe(Math.max(...ids));
				for (const [from, to] of now.gaps) {
					for (let id = from; id <= to; id++) expect(ids).not.toContain(id);
				}
			}),
			{ numRuns: 150, endOnFailure: true },
		);
	});
});
