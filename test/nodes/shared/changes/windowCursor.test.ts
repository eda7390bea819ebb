import fc from 'fast-check';

import type { Anchor, Survey } from '../../../../nodes/shared/changes/windowAnchors';
import {
	looksRestored,
	missingAnchors,
	NOTHING_SURVEYED,
	SETTLING_MS,
	survey,
} from '../../../../nodes/shared/changes/windowAnchors';
import type {
	Candidate,
	Known,
	Seen,
	Told,
	WindowRow,
	WindowState,
} from '../../../../nodes/shared/changes/windowCursor';
import {
	advance,
	compareIds,
	isUpTo,
	startAgain,
	startAt,
	whatIsNew,
} from '../../../../nodes/shared/changes/windowCursor';

const T = Date.parse('2026-03-01T12:00:00Z');
const KNOWN: Known = { status: 'open', priority: 'low', assigned: '3', told: T };

function row(fields: Partial<WindowRow> = {}): WindowRow {
	return { id: '7', at: T + 5000, createdAt: T - 60_000, print: 'p1', ...fields };
}

function state(fields: Partial<WindowState> = {}): WindowState {
	return { ...startAt(T), ...fields };
}

function seen(...entries: Array<[string, Partial<Seen>]>): Map<string, Seen> {
	return new Map(
		entries.map(([id, each]) => [id, { at: T + 5000, print: 'p1', isSettled: false, ...each }]),
	);
}

function news(of: WindowState, rows: WindowRow[], settled = T, looksBelow = false): unknown[] {
	return whatIsNew(of, rows, settled, looksBelow).map(({ row: { id }, what, at }) => [
		id,
		what,
		at,
	]);
}

function told(candidate: Candidate, known: Known | null = KNOWN, below: Told['below'] = []): Told {
	return { candidate, known, below };
}

function candidate(
	fields: Partial<WindowRow> = {},
	what: Candidate['what'] = 'updated',
): Candidate {
	const of = row(fields);
	return { row: of, what, at: what === 'created' ? of.createdAt : of.at, isSameTime: false };
}

describe('the order of ids', () => {
	test.each([
		['2', '10', -1],
		['10', '2', 1],
		['7', '7', 0],
		['10', '9a', -1],
		['9a', '10', 1],
		['a', 'b', -1],
		['b', 'a', 1],
		['ab', 'b', -1],
		['b', 'ab', 1],
		['0', '1', -1],
		['00', '1', 1],
		['07', '1', 1],
		['', 'a', -1],
		['12', '21', -1],
	])('%s and %s', (a, b, sign) => expect(Math.sign(compareIds(a, b))).toBe(sign));

	test('is one order', () => {
		const id = fc.oneof(fc.nat(200).map(String), fc.string({ maxLength: 3 }));
		fc.assert(
			fc.property(id, id, id, (a, b, c) => {
				expect(Math.sign(compareIds(a, b)) + Math.sign(compareIds(b, a))).toBe(0);
				if (compareIds(a, b) <= 0 && compareIds(b, c) <= 0) {
					expect(compareIds(a, c)).toBeLessThanOrEqual(0);
				}
				expect(compareIds(a, b) === 0).toBe(a === b);
			}),
		);
	});
});

test.each([
	[T - 1, '9', true],
	[T + 1, '1', false],
	[T, '6', true],
	[T, '7', true],
	[T, '8', false],
])('a change at %d of %s lies up to the place: %s', (at, id, expected) => {
	expect(isUpTo({ at: T, id: '7' }, at, id)).toBe(expected);
});

test('a place without an id stands before all of its time', () => {
	expect(isUpTo({ at: T, id: '' }, T, '1')).toBe(false);
	expect(isUpTo({ at: T, id: '' }, T, '')).toBe(false);
	expect(isUpTo({ at: T, id: '' }, T - 1, '1')).toBe(true);
});

describe('what is new', () => {
	test('a start includes its moment, and what hangs on a case from then on', () => {
		expect(startAt(T)).toEqual({
			floor: { at: T, id: '' },
			base: T,
			started: T - 1,
			seen: new Map(),
			below: new Map(),
			known: new Map(),
			anchors: [],
		});
		expect(news(state(), [row({ at: T })])).toEqual([['7', 'updated', T]]);
		expect(news(state(), [row({ at: T - 1 })])).toEqual([]);
	});

	test.each<[string, Partial<WindowRow>, unknown[]]>([
		['created before the window', { createdAt: T - 1 }, [['7', 'updated', T + 5000]]],
		[
			'created in it, at its first moment',
			{ createdAt: T },
			[
				['7', 'created', T],
				['7', 'updated', T + 5000],
			],
		],
		['created and not changed', { createdAt: T + 5000 }, [['7', 'created', T + 5000]]],
		[
			'created after its change, which cannot be',
			{ createdAt: T + 9000 },
			[['7', 'created', T + 5000]],
		],
		['a creation that is not told', { createdAt: null }, [['7', 'updated', T + 5000]]],
		['without a time', { at: null, createdAt: null }, [['7', 'updated', null]]],
		['without a time of change', { at: null, createdAt: T }, [['7', 'updated', null]]],
	])('%s', (_, fields, expected) => expect(news(state(), [row(fields)])).toEqual(expected));

	test.each<[string, Partial<Seen>, Partial<WindowRow>, unknown[]]>([
		['the version that was told', {}, {}, []],
		['another time', { at: T + 4000 }, {}, [['7', 'updated', T + 5000]]],
		['an older time', { at: T + 6000 }, {}, [['7', 'updated', T + 5000]]],
		['the same time and other content', { print: 'p0' }, {}, [['7', 'updated', T + 5000]]],
		[
			'only its creation was told',
			{ at: T + 1000, print: '' },
			{ createdAt: T + 1000 },
			[['7', 'updated', T + 5000]],
		],
		[
			'told when it was created',
			{ at: T + 1000 },
			{ createdAt: T + 1000 },
			[['7', 'updated', T + 5000]],
		],
		[
			'told before it was created: another case',
			{ at: T + 1000 },
			{ createdAt: T + 1001 },
			[
				['7', 'created', T + 1001],
				['7', 'updated', T + 5000],
			],
		],
		['told without a time', { at: null }, { createdAt: T + 1000 }, [['7', 'updated', T + 5000]]],
		['without a time, the same', { at: null }, { at: null }, []],
		['without a time, another', { at: null, print: 'p0' }, { at: null }, [['7', 'updated', null]]],
	])('seen: %s', (_, before, fields, expected) => {
		expect(news(state({ seen: seen(['7', before]) }), [row(fields)])).toEqual(expected);
	});

	test('a second version of one time is marked as such, and no other', () => {
		const isSame = (before: Map<string, Seen>, fields: Partial<WindowRow> = {}) =>
			whatIsNew(state({ seen: before }), [row(fields)], T, false).map((each) => each.isSameTime);
		expect(isSame(seen(['7', { print: 'p0' }]))).toEqual([true]);
		expect(isSame(seen(['7', { at: T + 1 }]))).toEqual([false]);
		expect(isSame(seen())).toEqual([false]);
		expect(isSame(seen(), { createdAt: T })).toEqual([false, false]);
		expect(isSame(seen(['7', { at: T + 1000 }]), { createdAt: T + 2000 })).toEqual([false, false]);
	});

	test('is told by time, then by id; a creation before the change; what has no time first', () => {
		const rows = [
			row({ id: '10' }),
			row({ id: '9' }),
			row({ id: '3', at: T + 9000, createdAt: T + 1000 }),
			row({ id: '8', at: null }),
			row({ id: '2', at: null }),
		];
		expect(news(state(), rows)).toEqual([
			['2', 'updated', null],
			['8', 'updated', null],
			['3', 'created', T + 1000],
			['9', 'updated', T + 5000],
			['10', 'updated', T + 5000],
			['3', 'updated', T + 9000],
		]);
	});

	test('what lies up to the place is not: neither changes nor creations', () => {
		const behind = state({ floor: { at: T + 5000, id: '7' } });
		expect(news(behind, [row(), row({ id: '8' })])).toEqual([['8', 'updated', T + 5000]]);
		expect(news(behind, [row({ at: T + 6000, createdAt: T + 5000 })])).toEqual([
			['7', 'updated', T + 6000],
		]);
		expect(news(behind, [row({ id: '8', at: T + 6000, createdAt: T + 5000 })])).toHaveLength(2);
	});

	test.each([
		[T + 5000, true, false, true],
		[T + 4999, true, false, false],
		[T + 5000, false, false, false],
		[T + 5000, true, true, false],
	])(
		'looked at again, settled %d, looking below %s, settled before %s: %s',
		(settled, looks, isSettled, isAgain) => {
			const of = state({ seen: seen(['7', { isSettled }]) });
			expect(news(of, [row()], settled, looks)).toEqual(isAgain ? [['7', 'again', T + 5000]] : []);
		},
	);

	test('what is looked at again is no second version', () => {
		const again = whatIsNew(state({ seen: seen(['7', {}]) }), [row()], T + 5000, true);
		expect(again.map(({ isSameTime }) => isSameTime)).toEqual([false]);
	});

	test('what has no time of its own is no creation, however early the window began', () => {
		const early = startAt(-1);
		expect(news(early, [row({ at: null, createdAt: 5 })])).toEqual([['7', 'updated', null]]);
		expect(news(early, [row({ at: 5, createdAt: null })])).toEqual([['7', 'updated', 5]]);
	});

	test('what has no time comes first, wherever it stood', () => {
		const rows = [row({ id: '1' }), row({ id: '2', at: null })];
		const ids = (given: WindowRow[]) =>
			whatIsNew(state(), given, T, false).map((each) => each.row.id);
		expect([ids(rows), ids(rows.reverse())]).toEqual([
			['2', '1'],
			['2', '1'],
		]);
	});

	test('what has no time is not looked at again', () => {
		const of = state({ seen: seen(['7', { at: null }]) });
		expect(news(of, [row({ at: null })], T + 9000, true)).toEqual([]);
	});
});

describe('the survey of a window', () => {
	function surveyed(anchors: Anchor[], ...rows: Array<Partial<WindowRow>>): Survey {
		return rows.map(row).reduce((before, each) => survey(before, anchors, each), NOTHING_SURVEYED);
	}

	test('keeps the three newest cases, each once, and none with an endless id', () => {
		const { newest } = surveyed(
			[],
			{ id: '1', at: T },
			{ id: '2', at: T + 4000 },
			{ id: 'x'.repeat(201), at: T + 9000 },
			{ id: '3', at: T + 3000 },
			{ id: '4', at: T + 2000 },
			{ id: '2', at: T + 5000 },
			{ id: '5', at: null },
		);
		expect(newest).toEqual([
			{ id: '2', at: T + 5000 },
			{ id: '3', at: T + 3000 },
			{ id: '4', at: T + 2000 },
		]);
		expect(surveyed([], { id: 'x'.repeat(200) }).newest).toHaveLength(1);
	});

	test('counts the rows of the newest second', () => {
		const count = (...times: Array<number | null>) =>
			surveyed([], ...times.map((at, id) => ({ id: String(id), at }))).sharing;
		expect(count()).toBe(0);
		expect(count(null)).toBe(0);
		expect(count(T, T + 999)).toBe(2);
		expect(count(T, T + 1000)).toBe(1);
		expect(count(T + 1000, T + 1001, T)).toBe(2);
		expect(count(T, T, T + 5000, T + 5000, T + 5000)).toBe(3);
	});

	test('counts the anchors that came back as they were or newer', () => {
		const anchors = [
			{ id: '7', at: T },
			{ id: '8', at: T },
		];
		expect(surveyed(anchors, { id: '7', at: T }, { id: '8', at: T + 1 }).met).toBe(2);
		expect(surveyed(anchors, { id: '7', at: T - 1 }, { id: '9', at: T }).met).toBe(0);
	});
});

describe('a restored server', () => {
	const anchors = [
		{ id: '7', at: T + 1 },
		{ id: '8', at: T },
		{ id: '9', at: T - 1 },
	];

	test('the anchors that the window should hold are asked for when it holds none', () => {
		expect(missingAnchors(anchors, T, NOTHING_SURVEYED)).toEqual(anchors.slice(0, 2));
		expect(missingAnchors(anchors, T, { ...NOTHING_SURVEYED, met: 1 })).toEqual([]);
	});

	const back = T - SETTLING_MS;

	test.each<[string, Array<number | null>, boolean]>([
		['all are gone', [null, null], true],
		['one is gone, one is as it was', [null, T], false],
		['one went back in time', [back, T], true],
		['the second went back in time', [null, back - 1], true],
		['one is a little older: it became visible late', [T + 1, back], false],
		['both are newer', [T + 9, T + 9], false],
	])('%s', (_, times, expected) =>
		expect(looksRestored(anchors.slice(0, 2), times)).toBe(expected),
	);

	test('no anchor tells nothing', () => expect(looksRestored([], [])).toBe(false));

	test('only the time goes on', () => {
		const before = state({
			floor: { at: T + 1, id: '7' },
			base: T - 5,
			started: T - 9,
			seen: seen(['7', {}]),
			below: new Map([['c1', T]]),
			known: new Map([['7', KNOWN]]),
			anchors,
		});
		const empty = { seen: new Map(), below: new Map(), known: new Map(), anchors: [] };
		expect(startAgain(before)).toEqual({ ...before, ...empty });
	});
});

describe('after a slice', () => {
	const settled = T + 60_000;

	test('versions and states are remembered, what hangs on a case too', () => {
		const after = advance(
			state(),
			[told(candidate({ at: settled + 1 }), KNOWN, [['c1', settled + 2]])],
			true,
			settled,
			NOTHING_SURVEYED,
		);
		expect(after.seen).toEqual(seen(['7', { at: settled + 1 }]));
		expect(after.known).toEqual(new Map([['7', KNOWN]]));
		expect(after.below).toEqual(new Map([['c1', settled + 2]]));
	});

	test.each<[string, Candidate, Partial<Seen>]>([
		[
			'in a second that may go on',
			candidate({ at: settled + 1 }),
			{ at: settled + 1, isSettled: false },
		],
		['without a time', candidate({ at: null }), { at: null, isSettled: true }],
		[
			'a creation without a change',
			candidate({ at: settled + 2, createdAt: settled + 2 }, 'created'),
			{ at: settled + 2, isSettled: false },
		],
		[
			'a creation, its change not yet',
			candidate({ at: settled + 9, createdAt: settled + 2 }, 'created'),
			{ at: settled + 2, print: '', isSettled: true },
		],
	])('a version %s', (_, each, expected) => {
		const after = advance(state(), [told(each)], true, settled, NOTHING_SURVEYED);
		expect(after.seen).toEqual(seen(['7', expected]));
	});

	test('a version whose second was over is settled', () => {
		const newest = { ...NOTHING_SURVEYED, newest: [{ id: '1', at: T }], sharing: 1 };
		const after = advance(state(), [told(candidate({ at: settled }))], false, settled, newest);
		expect(after.seen.get('7')?.isSettled).toBe(true);
	});

	test('a state that cannot be known is forgotten; the last told stands last', () => {
		const known = new Map([
			['7', KNOWN],
			['8', KNOWN],
			['9', KNOWN],
		]);
		const slice = [told(candidate({ id: '8' }), null), told(candidate({ id: '7' }))];
		const after = advance(state({ known }), slice, true, settled, NOTHING_SURVEYED);
		expect([...after.known.keys()]).toEqual(['9', '7']);
		expect([...known.keys()]).toEqual(['7', '8', '9']);
	});

	test('a process remembers the states of so many cases and no more', () => {
		const full = new Map(Array.from({ length: 20_000 }, (_, id) => [String(id), KNOWN]));
		const slice = [told(candidate({ id: 'new' }))];
		const after = advance(state({ known: full }), slice, true, settled, NOTHING_SURVEYED);
		expect(after.known.size).toBe(20_000);
		expect(after.known.has('0')).toBe(false);
		expect(after.known.has('1')).toBe(true);
		expect(after.known.has('new')).toBe(true);
	});

	test('the newest cases of the window and of before become the anchors', () => {
		const anchors = [
			{ id: '1', at: T },
			{ id: '2', at: T - 1 },
		];
		const newest = [
			{ id: '2', at: T + 5 },
			{ id: '3', at: T + 1 },
		];
		const after = advance(state({ anchors }), [], true, settled, { newest, sharing: 1, met: 0 });
		expect(after.anchors.map(({ id }) => id)).toEqual(['2', '3', '1']);
	});

	describe('the place, while something is left', () => {
		test.each<[string, Candidate[], unknown]>([
			['nothing was told', [], { at: T, id: '' }],
			[
				'what settled was told',
				[candidate({ at: T + 5 }), candidate({ at: settled })],
				{ at: settled, id: '7' },
			],
			['what may still go on was told', [candidate({ at: settled + 1 })], { at: settled, id: '' }],
			['only what has no time was told', [candidate({ at: null })], { at: T, id: '' }],
			['it would go back', [candidate({ at: T - 1 })], { at: T, id: '' }],
			['a creation was told', [candidate({ createdAt: T + 3 }, 'created')], { at: T + 3, id: '7' }],
		])('%s', (_, slice, expected) => {
			const newest = { newest: [{ id: '1', at: T + 900_000 }], sharing: 900, met: 0 };
			const after = advance(
				state(),
				slice.map((each) => told(each)),
				true,
				settled,
				newest,
			);
			expect(after.floor).toEqual(expected);
			expect(after.base).toBe(T);
		});

		test('a place within a second stays when nothing comes after it', () => {
			const floor = { at: settled, id: '7' };
			for (const id of ['6', '7']) {
				const slice = [told(candidate({ id, at: settled }))];
				expect(advance(state({ floor }), slice, true, settled, NOTHING_SURVEYED).floor).toEqual(
					floor,
				);
			}
			const slice = [told(candidate({ at: settled + 1 }))];
			expect(advance(state({ floor }), slice, true, settled, NOTHING_SURVEYED).floor).toEqual(
				floor,
			);
			const next = [told(candidate({ id: '8', at: settled }))];
			expect(advance(state({ floor }), next, true, settled, NOTHING_SURVEYED).floor).toEqual({
				at: settled,
				id: '8',
			});
		});
	});

	describe('the place, when all was told', () => {
		test.each<[string, number | null, number, number]>([
			['nothing is known: the clock of the answers alone moves nothing', null, 0, T],
			['the newest is young', settled + 30_000, 1, settled],
			['the newest is old: its second stays in sight', settled - 30_001, 1, settled - 31_000],
			['50 share its second', settled - 30_000, 50, settled - 30_000],
			['its second is crowded', settled - 30_001, 51, settled - 29_000],
			['its second is crowded and has not settled', settled - 500, 51, settled],
			['it would go back', T - 9000, 1, T],
		])('%s', (_, newest, sharing, at) => {
			const found = newest === null ? [] : [{ id: '1', at: newest }];
			const after = advance(state(), [], false, settled, { newest: found, sharing, met: 0 });
			expect(after.floor).toEqual({ at, id: '' });
			expect(after.base).toBe(at);
		});

		test('an empty window keeps to the newest that was known', () => {
			const anchors = [{ id: '1', at: T + 5000 }];
			const after = advance(state({ anchors }), [], false, settled, NOTHING_SURVEYED);
			expect(after.floor.at).toBe(T + 5000);
		});
	});

	test('what lies behind the place is forgotten', () => {
		const before = state({
			seen: seen(
				['1', { at: T + 1 }],
				['6', { at: T + 2 }],
				['8', { at: T + 2 }],
				['9', { at: null }],
			),
			below: new Map([
				['c1', T + 1 - 360_000],
				['c2', T + 2 - 360_000],
			]),
		});
		const after = advance(
			before,
			[told(candidate({ at: T + 2 }))],
			true,
			settled,
			NOTHING_SURVEYED,
		);
		expect([...after.seen.keys()]).toEqual(['8', '9']);
		expect([...after.below.keys()]).toEqual(['c2']);
		expect(before.seen.size).toBe(4);
		expect(before.below.size).toBe(2);
	});
});

/** Changes with a time, visible up to a minute late, read at any moments and told in slices of any size. */
test('whatever comes in whatever slices, each version that a read saw is told exactly once, in order', () => {
	const change = fc.record({
		id: fc.integer({ min: 1, max: 12 }),
		at: fc.integer({ min: 0, max: 1200 }),
		late: fc.integer({ min: 0, max: 60 }),
	});
	const arbitrary = fc.tuple(
		fc.array(change, { maxLength: 60 }),
		fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 3, maxLength: 20 }),
		fc.integer({ min: 1, max: 7 }),
		fc.integer({ min: -60, max: 60 }),
	);
	fc.assert(
		fc.property(arbitrary, ([changes, pauses, most, skew]) => {
			let of = startAt(T);
			const got: string[] = [];
			const shown = new Set<string>();
			let now = 0;
			for (const pause of [...pauses, 600, 600]) {
				now += pause;
				const rows = rowsAt(changes, now);
				for (const each of rows) shown.add(`${each.id} ${each.at} ${each.print}`);
				const settled = T + (now + skew) * 1000 - SETTLING_MS;
				const window = rows.filter(({ at }) => (at ?? 0) >= of.floor.at);
				const surveyed = window.reduce(
					(all, each) => survey(all, of.anchors, each),
					NOTHING_SURVEYED,
				);
				let left = whatIsNew(of, window, settled, false);
				do {
					const slice = left.slice(0, most);
					left = left.slice(most);
					got.push(...slice.map(({ row: each }) => `${each.id} ${each.at} ${each.print}`));
					of = advance(
						of,
						slice.map((each) => told(each)),
						left.length > 0,
						settled,
						surveyed,
					);
					for (const { row: each } of left) {
						expect(whatIsNew(of, [each], settled, false)).toHaveLength(1);
					}
				} while (left.length > 0);
			}
			expect([...new Set(got)].sort()).toEqual([...shown].sort());
			expect(got).toHaveLength(new Set(got).size);
		}),
		{ numRuns: 300 },
	);
});

/** The last visible version of each case; all cases are older than the window. */
function rowsAt(
	changes: ReadonlyArray<{ id: number; at: number; late: number }>,
	now: number,
): WindowRow[] {
	const rows = new Map<number, WindowRow>();
	changes.forEach(({ id, at, late }, place) => {
		if (at + late > now) return;
		const known = rows.get(id);
		if (known?.at && known.at > T + at * 1000) return;
		rows.set(id, { id: String(id), at: T + at * 1000, createdAt: T - 1, print: String(place) });
	});
	return [...rows.values()];
}
