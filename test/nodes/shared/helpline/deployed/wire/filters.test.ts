import fc from 'fast-check';

import {
	anyOf,
	ignoredFilter,
	pageSize,
	windowFilter,
} from '../../../../../../nodes/shared/helpline/deployed/wire/filters';

const RUNS = { numRuns: 1_000 };

/** What the server makes of `a;b`, as recordings 39 and 40 show it. */
function isIn(filter: string, seconds: number): boolean {
	const [from, until] = filter.split(';').map(Number);
	return seconds >= from! && seconds < until! + 86_400;
}

const seconds = fc.integer({ min: 0, max: 2_000_000_000 });
const times = fc.integer({ min: 0, max: 2_000_000_000_000 });

describe('windowFilter', () => {
	it('lets exactly the rows of the window in, whatever its length', () => {
		fc.assert(
			fc.property(times, times, seconds, (a, b, row) => {
				const [from, until] = [Math.min(a, b), Math.max(a, b)];
				const filter = windowFilter(new Date(from).toISOString(), new Date(until).toISOString());

				for (const each of [row, Math.ceil(from / 1000), Math.ceil(until / 1000) - 1]) {
					expect(isIn(filter, each)).toBe(each * 1000 >= from && each * 1000 < until);
				}
			}),
			RUNS,
		);
	});

	it('is two whole numbers and never open at an end', () => {
		const some = fc.option(
			times.map((time) => new Date(time).toISOString()),
			{ nil: undefined },
		);
		fc.assert(
			fc.property(some, some, (from, until) => {
				expect(windowFilter(from, until)).toMatch(/^\d+;-?\d+$/);
			}),
			RUNS,
		);
	});

	it.each(['today', '', 'abc'])('refuses %j instead of sending it', (word) => {
		expect(() => windowFilter(word, undefined)).toThrow(RangeError);
	});

	it('repeats the window of recording 39', () => {
		expect(windowFilter('2026-11-24T00:19:31Z', '2026-11-24T00:19:32Z')).toBe(
			'1795479571;1795393172',
		);
	});
});

describe('pageSize', () => {
	it('is never below one nor above the most, whatever is wanted', () => {
		fc.assert(
			fc.property(fc.oneof(fc.integer(), fc.double()), (wanted) => {
				const size = pageSize(wanted, 100);

				expect(Number.isInteger(size) && size >= 1 && size <= 100).toBe(true);
			}),
			RUNS,
		);
	});
});

describe('anyOf', () => {
	it('names each value once and none that would count as two', () => {
		expect(anyOf(['1', '2', '1', '', 'a,b'])).toBe('1,2');
	});
});

describe('ignoredFilter', () => {
	const columns = { status: ['0', 'status', '1', '', ''], src_uid: ['1', 'src_uid', '', '', ''] };

	it('passes what the columns echo, and the parameters that are no filters', () => {
		expect(ignoredFilter({ status: '1', _c: 5, _o: 1, sort: 'created_on' }, columns)).toBeNull();
	});

	it.each([
		['a name that is no column', { updated_since: '2026-01-01' }, 'updated_since'],
		['a value that was not taken', { src_uid: 'key' }, 'src_uid'],
		['a name that every object has', { constructor: '1' }, 'constructor'],
	])('names %s', (_, query, name) => {
		expect(ignoredFilter(query, columns)).toBe(name);
	});
});
