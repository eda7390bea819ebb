import * as fc from 'fast-check';

import type { FeedMark, FeedRow } from '../../../../../nodes/shared/changes/feedCursor';
import { LATE_SECONDS, NOTHING_READ } from '../../../../../nodes/shared/changes/feedCursor';
import { FeedReader } from '../../../../../nodes/shared/helpline/deployed/feedReader';
import { linesFrom, MadeUpFeed, markAt, NOW, readSlice } from './changesFeed';

const idsOf = (rows: readonly FeedRow[]) => rows.map(({ id }) => id);
const upTo = (first: number, last: number) =>
	Array.from({ length: last - first + 1 }, (_, index) => first + index);

function feedOf(count: number, cap?: number): MadeUpFeed {
	const feed = new MadeUpFeed(cap);
	feed.show(...linesFrom(1, count));
	return feed;
}

describe('requests', () => {
	it('asks one page when nothing is new, and leaves the mark as it was', async () => {
		const feed = feedOf(3_000);
		const mark = markAt(3_000);

		const slice = await readSlice(feed, mark);

		expect(slice).toEqual({ rows: [], mark, isMore: false });
		expect(slice.mark).toBe(mark);
		expect([feed.pages, feed.looks]).toEqual([1, 0]);
	});

	it.each([
		[1, 1],
		[99, 1],
		[100, 2],
		[500, 2],
		[501, 3],
		[1_000, 4],
		[5_000, 20],
	])('reads %i new lines with %i pages, in slices of 500', async (count, pages) => {
		const feed = feedOf(20_000 + count);
		let mark: FeedMark = markAt(20_000);
		const rows: FeedRow[] = [];
		for (let isMore = true; isMore; ) {
			const slice = await readSlice(feed, mark);
			expect(slice.rows.length).toBeLessThanOrEqual(500);
			rows.push(...slice.rows);
			({ mark, isMore } = slice);
		}

		expect(idsOf(rows)).toEqual(upTo(20_001, 20_000 + count));
		expect(feed.pages).toBe(pages);
	});

	it('reads the first slice after a week from its old end, with two pages', async () => {
		const feed = new MadeUpFeed();
		const week = 7 * 86_400;
		feed.show(...linesFrom(1, 20_000, NOW - week));
		feed.show(...linesFrom(20_001, 5_000).map((row, n) => ({ ...row, at: NOW - week + n * 120 })));

		const slice = await readSlice(feed, markAt(20_000, { at: NOW - week }));

		expect(idsOf(slice.rows)).toEqual(upTo(20_001, 20_500));
		expect([feed.pages, slice.isMore]).toEqual([2, true]);
	});

	it('finds the old end in ids with holes by what was counted', async () => {
		const feed = new MadeUpFeed();
		feed.show(...linesFrom(1, 9_000).map(({ id, at }) => ({ id: id * 3, at })));

		const slice = await readSlice(feed, markAt(3_000, { rank: 1_000 }));

		expect(idsOf(slice.rows)).toEqual(upTo(1_001, 1_500).map((id) => id * 3));
		expect(feed.pages).toBe(2);
	});

	it.each([0, 1, 8_999, 100_000])('finds it when %i were counted, too', async (rank) => {
		const feed = new MadeUpFeed(100);
		feed.show(...linesFrom(1, 9_000).map(({ id, at }) => ({ id: id * id, at })));

		const slice = await readSlice(feed, markAt(4_000 ** 2, { rank }), 90);

		expect(idsOf(slice.rows)).toEqual(upTo(4_001, 4_090).map((id) => id * id));
		expect(feed.pages).toBeLessThan(30);
	});
});

describe('10,000 lines of one second, pages of at most 100', () => {
	it('come all, once, oldest first, in slices of 500', async () => {
		const feed = feedOf(10_000 + 700, 100);
		let mark: FeedMark = markAt(700);
		const rows: FeedRow[] = [];
		const sizes: number[] = [];
		for (let isMore = true; isMore; ) {
			const slice = await readSlice(feed, mark);
			rows.push(...slice.rows);
			sizes.push(slice.rows.length);
			({ mark, isMore } = slice);
		}

		expect(idsOf(rows)).toEqual(upTo(701, 10_700));
		expect(sizes).toEqual(Array<number>(20).fill(500));
		expect(feed.pages).toBeLessThanOrEqual(20 * 8);
	});
});

describe('lines that become visible late', () => {
	it('come from the newest page without another request', async () => {
		const feed = new MadeUpFeed();
		feed.show(...linesFrom(1, 300).filter(({ id }) => id !== 298));
		const first = await readSlice(feed, markAt(290));
		feed.show({ id: 298, at: NOW });

		const { rows, mark } = await readSlice(feed, first.mark);

		expect([idsOf(first.rows).includes(298), idsOf(rows), mark.gaps]).toEqual([false, [298], []]);
		expect([feed.pages, feed.looks]).toEqual([2, 0]);
	});

	it('are asked for by id when they lie below it, until ten minutes are over', async () => {
		const feed = new MadeUpFeed();
		feed.show(...linesFrom(1, 1_000).filter(({ id }) => id !== 600 && id !== 601));
		const first = await readSlice(feed, markAt(500));
		feed.show({ id: 600, at: NOW });

		const second = await readSlice(feed, first.mark, 500, NOW + 60);
		const third = await readSlice(feed, second.mark, 500, NOW + LATE_SECONDS);
		const fourth = await readSlice(feed, third.mark, 500, NOW + LATE_SECONDS + 60);

		expect([second, third, fourth].map(({ rows }) => idsOf(rows))).toEqual([[600], [], []]);
		expect([second.mark.gaps.length, third.mark.gaps.length]).toEqual([1, 0]);
		expect([feed.pages, feed.looks]).toEqual([5, 2]);
	});

	it('are looked for once more after a pause, however long, before they are given up', async () => {
		const feed = new MadeUpFeed();
		feed.show(...linesFrom(1, 1_000).filter(({ id }) => id !== 600));
		const first = await readSlice(feed, markAt(500));
		feed.show({ id: 600, at: NOW });
		feed.show(...linesFrom(1_001, 2_000, NOW + 86_400));

		const rows: FeedRow[] = [];
		let { mark } = first;
		for (let n = 0; n < 5; n++) {
			const slice = await readSlice(feed, mark, 500, NOW + 90_000 + n);
			rows.push(...slice.rows);
			({ mark } = slice);
		}

		expect(idsOf(rows)).toEqual([...upTo(1_001, 3_000), 600]);
		expect(mark.gaps).toEqual([]);
	});

	it('are not waited for among lines of last week', async () => {
		const feed = new MadeUpFeed();
		const old = linesFrom(1, 2_000, NOW - 86_400).filter(({ id }) => id % 2 === 0);
		feed.show(...old, ...linesFrom(3_000, 100));

		const { mark } = await readSlice(feed, markAt(200, { at: NOW - 86_400, rank: 100 }));

		expect(mark).toMatchObject({ cursor: 1_200, gaps: [] });
	});
});

describe('a restored server', () => {
	const restored = async (feed: MadeUpFeed, mark: FeedMark) =>
		(await new FeedReader(feed, NOW).next(mark, 500)).kind;

	it('is noticed when its newest line is older, another or gone', async () => {
		expect(await restored(feedOf(50), markAt(60))).toBe('restored');
		expect(await restored(feedOf(0), markAt(60))).toBe('restored');
		expect(await restored(feedOf(70), markAt(60, { at: NOW - 1 }))).toBe('restored');
		expect(await restored(feedOf(70), markAt(60))).toBe('lines');
	});

	it('is noticed as well when ten thousand lines came since', async () => {
		expect(await restored(feedOf(10_000), markAt(60, { at: NOW - 1 }))).toBe('restored');
		expect(await restored(feedOf(10_000), markAt(60))).toBe('lines');
	});
});

it('says so when the list never holds still', async () => {
	const feed = feedOf(1_000, 10);
	let next = 1_001;
	feed.meanwhile = () => {
		feed.show(...linesFrom(next, 500));
		next += 500;
	};

	expect((await new FeedReader(feed, NOW).next(markAt(500), 500)).kind).toBe('unsteady');
	expect(feed.pages).toBeLessThan(100);
});

describe('four writers at work between all requests', () => {
	const plans = fc.record({
		seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
		cap: fc.constantFrom(7, 25, 100, Infinity),
		most: fc.constantFrom(1, 13, 60, 500),
		backlog: fc.constantFrom(0, 30, 400),
		perRequest: fc.integer({ min: 0, max: 6 }),
	});

	it('lose nothing and repeat nothing, whatever becomes visible when', async () => {
		await fc.assert(
			fc.asyncProperty(plans, async ({ seed, cap, most, backlog, perRequest }) => {
				let state = seed;
				const random = (below: number) => {
					state = (state * 48_271) % 2_147_483_647;
					return state % below;
				};
				const feed = new MadeUpFeed(cap);
				feed.show(...linesFrom(1, 150));
				let next = 151;
				/** Ids that were given out to each writer and can not be seen yet. */
				const underWay: number[][] = [[], [], [], []];
				const work = () => {
					const writer = underWay[random(4)] ?? [];
					if (random(3) > 0) writer.push(next++);
					else feed.show(...writer.splice(0).map((id) => ({ id, at: NOW })));
				};
				for (let n = 0; n < backlog; n++) work();
				let left = 400;
				feed.meanwhile = () => {
					for (let n = 0; n < perRequest && left > 0; n++, left--) work();
				};
				const handed: number[] = [];
				let mark: FeedMark = markAt(150, { at: NOW });
				const poll = async () => {
					const slice = await readSlice(feed, mark, most);
					handed.push(...idsOf(slice.rows));
					// What is kept is JSON.
					mark = JSON.parse(JSON.stringify(slice.mark)) as FeedMark;
					return slice.isMore;
				};
				for (let n = 0; n < 15; n++) await poll();
				left = 0;
				for (const writer of underWay) feed.show(...writer.map((id) => ({ id, at: NOW })));
				while (await poll());
				// Gaps of this very second are looked for in the next one.
				for (let isMore = true, n = 1; isMore; n++) {
					const slice = await readSlice(feed, mark, most, NOW + n);
					handed.push(...idsOf(slice.rows));
					({ mark, isMore } = slice);
				}

				expect(handed.sort((a, b) => a - b)).toEqual(upTo(151, next - 1));
			}),
			{ numRuns: 150 },
		);
	});
});

it('begins at the first line of a server that had none', async () => {
	const feed = new MadeUpFeed();
	const before = await readSlice(feed, NOTHING_READ);
	feed.show(...linesFrom(20_001, 250));

	const { rows } = await readSlice(feed, before.mark);

	expect(idsOf(rows)).toEqual(upTo(20_001, 20_250));
});
