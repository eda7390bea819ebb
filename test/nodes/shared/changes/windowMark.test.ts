import fc from 'fast-check';

import { MARK_BYTES } from '../../../../nodes/shared/changes/change';
import type { Known, Seen, WindowState } from '../../../../nodes/shared/changes/windowCursor';
import { startAt } from '../../../../nodes/shared/changes/windowCursor';
import { newestLeftOut, readMark, writeMark } from '../../../../nodes/shared/changes/windowMark';

const T = Date.parse('2026-03-01T12:00:00Z');

/** As a mark is stored. */
function stored(state: WindowState): WindowState | null {
	return readMark(JSON.parse(JSON.stringify(writeMark(state))));
}

const time = fc.integer({ min: -5_000_000_000, max: 5_000_000_000 }).map((at) => T + at);
const id = fc.oneof(
	fc.nat().map(String),
	fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
);
const word = fc.option(
	fc.oneof(fc.constantFrom('open', 'a b:c%20', ''), fc.string({ maxLength: 8 })),
);

const anyState: fc.Arbitrary<WindowState> = fc.record({
	floor: fc.record({ at: time, id: fc.oneof(fc.constant(''), id) }),
	base: time,
	started: time,
	seen: fc
		.array(
			fc.tuple(
				id,
				fc.record({
					at: fc.option(time),
					print: fc.constantFrom('', 'Ab3_-x'),
					isSettled: fc.boolean(),
				}),
			),
			{ maxLength: 20 },
		)
		.map((entries) => new Map<string, Seen>(entries)),
	below: fc.array(fc.tuple(id, time), { maxLength: 20 }).map((entries) => new Map(entries)),
	known: fc
		.array(fc.tuple(id, fc.record({ status: word, priority: word, assigned: word, told: time })), {
			maxLength: 20,
		})
		.map((entries) => new Map<string, Known>(entries)),
	anchors: fc.array(fc.record({ id, at: time }), { maxLength: 3 }),
});

test('a state comes back from its mark as it was', () => {
	fc.assert(fc.property(anyState, (state) => expect(stored(state)).toEqual(state)));
});

test.each([
	[{}],
	[{ since: 'x', base: 'x', started: 'x' }],
	[{ cursor: 7 }],
	[{ since: '2026-03-01T12:00:00Z' }],
])('%j is no mark', (mark) => expect(readMark(mark)).toBeNull());

test.each(['since', 'base', 'started'])('a mark without "%s" is none', (name) => {
	expect(readMark({ ...writeMark(startAt(T)), [name]: null })).toBeNull();
});

test('what a mark holds beside its times may be damaged: it is read as empty', () => {
	const mark = {
		...writeMark(startAt(T)),
		upTo: 7,
		seen: 7,
		below: null,
		known: [],
		anchors: [[1], 'x'],
	};
	expect(readMark(mark)).toEqual(startAt(T));
	expect(readMark({ ...mark, anchors: 'x' })).toEqual(startAt(T));
});

test('a mark is as short as it can be: whole seconds, and no place in a second where there is none', () => {
	const state = startAt(T);
	state.seen = new Map([
		['1', { at: T, print: 'x', isSettled: true }],
		['2', { at: T + 250, print: 'y', isSettled: false }],
		['3', { at: null, print: 'z', isSettled: false }],
	]);
	const mark = writeMark(state);

	expect(mark).not.toHaveProperty('upTo');
	expect(mark.seen).toBe(
		`1:${(T / 1000).toString(36)}:x! 2:.${(T + 250).toString(36)}:y 3::z`,
	);
});

test('an entry that was cut short is read as far as it goes', () => {
	const mark = { ...writeMark(startAt(T)), seen: 'a', below: 'b', known: 'c' };

	expect(readMark(mark)).toMatchObject({
		seen: new Map([['a', { at: null, print: '', isSettled: false }]]),
		below: new Map([['b', T]]),
		known: new Map([['c', { status: null, priority: null, assigned: null, told: 0 }]]),
	});
});

test.each([[[['x', 'y']]], [[[1, 2]]], [['x']]])('%j are no anchors', (anchors) => {
	expect(readMark({ ...writeMark(startAt(T)), anchors })?.anchors).toEqual([]);
});

test('a time is a text', () => {
	expect(readMark({ ...writeMark(startAt(T)), since: 7 })).toBeNull();
});

describe('a mark stays small', () => {
	function large(count: number, idOf: (place: number) => string): WindowState {
		const places = Array.from({ length: count }, (_, place) => place);
		return {
			...startAt(T),
			seen: new Map(
				places.map((place) => [
					idOf(place),
					{ at: T + place * 1000, print: 'Ab3_-x', isSettled: false },
				]),
			),
			below: new Map(places.map((place) => [`c${idOf(place)}`, T + place * 1000])),
			known: new Map(
				places.map((place) => [
					idOf(place),
					{ status: 'open', priority: 'medium', assigned: '7', told: T },
				]),
			),
			anchors: places.slice(0, 3).map((place) => ({ id: 'y'.repeat(200), at: T + place })),
		};
	}

	test.each<[string, (place: number) => string]>([
		['numbers', String],
		['long texts', (place) => `${'"'.repeat(40)}${place}`],
		['texts that JSON writes longer', (place) => `\u0001\u0002${place}`],
	])('with ids that are %s, and keeps the newest', (_, idOf) => {
		const state = large(30_000, idOf);
		const mark = writeMark(state);
		expect(JSON.stringify(mark).length).toBeLessThanOrEqual(MARK_BYTES);
		const kept = readMark(mark);
		for (const list of ['seen', 'known', 'below'] as const) {
			const prefix = list === 'below' ? 'c' : '';
			const names = [...(kept?.[list].keys() ?? [])];
			expect(names.length).toBeGreaterThan(90);
			expect(names.at(-1)).toBe(`${prefix}${idOf(29_999)}`);
			expect(names[0]).toBe(`${prefix}${idOf(30_000 - names.length)}`);
		}
	});

	test('the newest are kept in whatever order they were met', () => {
		const state = large(30_000, String);
		state.seen = new Map([...state.seen].reverse());
		state.below = new Map([...state.below].reverse());
		const kept = readMark(writeMark(state));

		expect(kept?.seen.has('29999')).toBe(true);
		expect(kept?.seen.has('0')).toBe(false);
		expect(kept?.below.has('c29999')).toBe(true);
		expect(kept?.below.has('c0')).toBe(false);
		expect(newestLeftOut(state)).toBe(T + (30_000 - (kept?.seen.size ?? 0) - 1) * 1000);
	});

	test('a full list uses its space', () => {
		const { seen, below, known } = writeMark(large(30_000, String));
		expect(String(seen).length).toBeGreaterThan(33_900);
		expect(String(below).length).toBeGreaterThan(10_900);
		expect(String(known).length).toBeGreaterThan(12_900);
	});

	test('says what found no place', () => {
		const state = large(30_000, String);
		const kept = readMark(writeMark(state))?.seen.size ?? 0;
		expect(newestLeftOut(state)).toBe(T + (30_000 - kept - 1) * 1000);
		expect(newestLeftOut(large(5, String))).toBeNull();
	});

	test('what has no time is kept before what has one', () => {
		const state = large(30_000, String);
		state.seen = new Map([['none', { at: null, print: 'x', isSettled: true }], ...state.seen]);
		expect(readMark(writeMark(state))?.seen.has('none')).toBe(true);
	});
});
