import type { Timed, WindowMark } from '../../../../nodes/shared/changes/callWindow';
import {
	MOST_SEEN,
	moved,
	OVERLAP_SECONDS,
	unseen,
	wholeSeconds,
} from '../../../../nodes/shared/changes/callWindow';

const T = 1_795_479_571;
const NEW: WindowMark = { since: T, seen: '' };
const at = (key: string, seconds: number): Timed => ({ key, at: T + seconds });

it('hands each line over once, oldest first', () => {
	const rows = [at('c', 20), at('a', 10), at('d', 10), at('c', 20), at('b', 5)];

	expect(unseen({ since: T, seen: 'b x' }, rows)).toEqual([at('a', 10), at('d', 10), at('c', 20)]);
});

it('puts lines of one second in the order of their keys, whatever order they came in', () => {
	const rows = [at('d', 10), at('b', 10), at('a', 10), at('c', 10)];

	expect(unseen(NEW, rows).map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
});

it('remembers keys of any length from mark to mark', () => {
	const rows = [at('call-17', 0), at('call-18', 1), at('other', 2)];
	const mark = { since: T, seen: 'call-17 call-18' };

	expect(moved(mark, rows, rows.slice(2), true).seen).toBe('other call-18 call-17');
});

it('goes on from the last that was handed over, however many there were', () => {
	const rows = [at('a', 0), at('b', 10_000), at('c', 20_000), at('d', 90_000)];

	expect(moved(NEW, rows, rows.slice(0, 3), false).since).toBe(T + 20_000 - OVERLAP_SECONDS);
});

it('goes on two hours before the newest and remembers what lies between', () => {
	const rows = [at('a', 0), at('b', 3_000), at('c', 10_000)];

	expect(moved(NEW, rows, rows, true)).toEqual({
		since: T + 10_000 - OVERLAP_SECONDS,
		seen: 'c b',
	});
});

it('never goes back, nor before the time that somebody chose', () => {
	const rows = [at('a', 10)];

	expect(moved(NEW, rows, rows, true)).toEqual({ since: T, seen: 'a' });
	expect(moved({ since: T, seen: 'a' }, [], [], true)).toEqual({ since: T, seen: 'a' });
});

it('stays before what was not handed over yet', () => {
	const rows = [at('a', 0), at('b', 8_000), at('c', 90_000)];

	const after = moved(NEW, rows, rows.slice(0, 2), false);

	expect(after).toEqual({ since: T + 800, seen: 'b' });
	expect(unseen(after, rows.slice(1))).toEqual([rows[2]]);
	expect(moved(NEW, rows, [], false)).toEqual(NEW);
});

it('finds what was written long after its start', () => {
	const first = [at('a', 0), at('b', 7_000)];
	const after = moved(NEW, first, first, true);

	expect(unseen(after, [...first, at('late', 100)])).toEqual([at('late', 100)]);
});

it('remembers at most 400, and then reads a shorter stretch again', () => {
	const rows = Array.from({ length: 1_000 }, (_, index) => at(`call${index}`, index));

	const after = moved(NEW, rows, rows, true);

	expect(after.seen.split(' ')).toHaveLength(MOST_SEEN);
	expect(after.since).toBe(T + 600);
	expect(
		unseen(
			after,
			rows.filter((row) => row.at >= after.since),
		),
	).toEqual([]);
	expect(JSON.stringify(after).length).toBeLessThan(4_000);
});

it('goes past a second that holds more than it remembers', () => {
	const rows = Array.from({ length: 1_000 }, (_, index) => at(`call${index}`, 0));

	expect(moved(NEW, rows, rows, true)).toEqual({ since: T + 1, seen: '' });
});

it('hands a second over whole, and no more than that', () => {
	const rows = [at('a', 0), at('b', 1), at('c', 1), at('d', 2)];
	const keys = (most: number) => wholeSeconds(rows, most).map(({ key }) => key);

	expect([1, 2, 3, 4, 9].map(keys)).toEqual([
		['a'],
		['a', 'b', 'c'],
		['a', 'b', 'c'],
		['a', 'b', 'c', 'd'],
		['a', 'b', 'c', 'd'],
	]);
	expect(wholeSeconds([], 3)).toEqual([]);
});

it('loses none of the lines of a second that has more than a mark remembers', () => {
	const rows = [0, 7, 7, 8].flatMap((second, turn) =>
		Array.from({ length: 2 * MOST_SEEN }, (_, n) => at(`${turn}.${n}`, second)),
	);
	let mark = NEW;
	const handedOver: string[] = [];
	for (let check = 0; check < 10; check++) {
		const window = rows.filter(({ at: begun }) => begun >= mark.since);
		const fresh = unseen(mark, window);
		const handed = wholeSeconds(fresh, 250);
		handedOver.push(...handed.map(({ key }) => key));
		mark = moved(mark, window, handed, handed.length === fresh.length);
	}

	expect(handedOver.sort()).toEqual(rows.map(({ key }) => key).sort());
});
