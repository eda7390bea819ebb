import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { MARK_BYTES } from '../../../../nodes/shared/changes/change';
import type { Reading, Remembered, Stored, Wanted } from '../../../../nodes/shared/changes/cursor';
import {
	beginReading,
	endReading,
	FORMAT,
	goOnAfterRestore,
	holdPlace,
	isReading,
	readOn,
	UNKNOWN_FORMAT,
} from '../../../../nodes/shared/changes/cursor';

const NOW: Wanted = { startFrom: 'now', from: null, source: 'login demo' };
const DATE: Wanted = {
	startFrom: '2026-01-31',
	from: '2026-01-31T00:00:00Z',
	source: 'login demo',
};
const AS_OF = '2026-02-01T10:00:00.000Z';
const LATER = '2026-02-01T10:05:00.000Z';

function at(number: number) {
	return { mark: { cursor: number }, since: AS_OF };
}

function stored(changes: Partial<Stored> = {}): Stored {
	return {
		format: FORMAT,
		startFrom: 'now',
		source: 'login demo',
		stamp: 'one',
		...at(10),
		...changes,
	};
}

function remember(changes: Partial<Remembered> = {}): Remembered {
	return { stored: stored(), place: at(20), replaces: null, ...changes };
}

function begin(kept: object, remembered: Remembered | null = null, wanted: Wanted = NOW): Reading {
	const begun = beginReading(kept as IDataObject, remembered, wanted);
	if (!isReading(begun)) throw new Error(begun.message);
	return begun;
}

function end(reading: Reading, isDelivered: boolean, stamp = 'two', wanted = NOW) {
	return endReading(reading, { isDelivered, wanted, stamp });
}

describe('the first check', () => {
	it('of a trigger that starts now begins without a mark and without a time', () => {
		expect(begin({})).toEqual({
			stored: null,
			before: { mark: null, since: null },
			reached: { mark: null, since: null },
			mustStore: true,
			isRemembered: false,
		});
	});

	it('of a trigger that starts at a date begins at that date', () => {
		expect(begin({}, null, DATE).reached).toEqual({ mark: null, since: DATE.from });
	});

	it('stores where now was, although it delivers nothing', () => {
		const read = readOn(begin({}), { mark: { cursor: 5 }, isMore: false }, AS_OF);

		const { store, remember: kept } = end(read, false);

		expect(store).toEqual(stored({ stamp: 'two', mark: { cursor: 5 } }));
		expect(kept).toEqual({
			stored: store,
			place: { mark: { cursor: 5 }, since: AS_OF },
			replaces: null,
		});
	});

	it('that starts now and finds something right after it repeats from now, not from later', () => {
		const now = readOn(begin({}), { mark: { cursor: 5 }, isMore: true }, AS_OF);
		const next = readOn(now, { mark: { cursor: 7 }, isMore: false }, AS_OF);

		const { store, remember: kept } = end(next, true);

		expect(store?.mark).toEqual({ cursor: 5 });
		expect(kept.place.mark).toEqual({ cursor: 7 });
	});

	it('that starts at a date and delivers repeats from the date', () => {
		const read = readOn(begin({}, null, DATE), { mark: { cursor: 5 }, isMore: true }, AS_OF);

		const { store } = end(read, true, 'two', DATE);

		expect(store).toEqual({
			...stored({ startFrom: DATE.startFrom, stamp: 'two' }),
			mark: null,
			since: DATE.from,
		});
	});

	it('that starts at a date and delivers nothing does not read the same again', () => {
		const read = readOn(begin({}, null, DATE), { mark: { cursor: 5 }, isMore: false }, AS_OF);

		expect(end(read, false, 'two', DATE).store).toMatchObject({ mark: { cursor: 5 } });
	});
});

describe('a check that delivers', () => {
	it('stores where reading stood before it and remembers where it stands after it, under one stamp', () => {
		const read = readOn(begin(stored()), { mark: { cursor: 30 }, isMore: false }, LATER);

		const { store, remember: kept } = end(read, true);

		expect(store).toEqual(stored({ stamp: 'two' }));
		expect(kept).toEqual({
			stored: store,
			place: { mark: { cursor: 30 }, since: LATER },
			replaces: null,
		});
	});

	it('repeats from where the process stood, not from where the last delivery stood', () => {
		const read = readOn(
			begin(stored(), remember()),
			{ mark: { cursor: 30 }, isMore: false },
			LATER,
		);

		expect(end(read, true).store?.mark).toEqual({ cursor: 20 });
	});
});

describe('a check that delivers nothing', () => {
	it('stores nothing and moves the memory alone', () => {
		const read = readOn(
			begin(stored(), remember()),
			{ mark: { cursor: 30 }, isMore: false },
			LATER,
		);

		const { store, remember: kept } = end(read, false);

		expect(store).toBeNull();
		expect(kept).toEqual({
			stored: stored(),
			place: { mark: { cursor: 30 }, since: LATER },
			replaces: null,
		});
	});

	it('keeps the memory in step with what is stored also when it is the first of the process', () => {
		const read = readOn(begin(stored()), { mark: { cursor: 30 }, isMore: false }, LATER);

		const { remember: kept } = end(read, false);

		expect(begin(stored(), kept)).toMatchObject({
			reached: { mark: { cursor: 30 } },
			isRemembered: true,
		});
	});
});

describe('the next check', () => {
	it('goes on from the memory while both stamps agree', () => {
		const next = begin(stored(), remember());

		expect(next).toEqual({
			stored: stored(),
			before: at(20),
			reached: at(20),
			mustStore: false,
			isRemembered: true,
		});
	});

	it('of a new process goes on from what is stored, which is the last delivery again', () => {
		expect(begin(stored())).toMatchObject({ before: at(10), reached: at(10), isRemembered: false });
	});

	it('after a write that was dropped goes on from what is stored', () => {
		const next = begin(stored(), remember({ stored: stored({ stamp: 'two' }) }));

		expect(next).toMatchObject({ reached: at(10), mustStore: false, isRemembered: false });
	});

	it('after a first write that was dropped takes what should have been stored', () => {
		const next = begin({}, remember());

		expect(next).toMatchObject({
			stored: stored(),
			before: at(10),
			reached: at(10),
			mustStore: true,
			isRemembered: false,
		});
	});

	it('after a first write that was dropped stores it, although it delivers nothing', () => {
		const read = readOn(begin({}, remember()), { mark: { cursor: 11 }, isMore: false }, LATER);

		expect(end(read, false).store).toEqual(
			stored({ stamp: 'two', mark: { cursor: 11 }, since: LATER }),
		);
	});

	it('goes on from the memory after a dropped write that delivered nothing, and stores it again', () => {
		const restored = end(goOnAfterRestore(begin(stored(), remember()), { cursor: 3 }), false);
		expect(restored.remember.replaces).toBe('one');

		const next = begin(stored(), restored.remember);

		const place = { mark: { cursor: 3 }, since: AS_OF };
		expect(next).toEqual({
			stored: stored(),
			before: place,
			reached: place,
			mustStore: true,
			isRemembered: true,
		});
		expect(begin(restored.store ?? {}, restored.remember)).toMatchObject({
			reached: place,
			mustStore: false,
			isRemembered: true,
		});
	});

	it('does not believe the memory after a dropped write that delivered something', () => {
		const delivered = end(goOnAfterRestore(begin(stored()), { cursor: 3 }), true);

		expect(begin(stored(), delivered.remember)).toMatchObject({ reached: at(10) });
	});

	it('hands the mark on as it was kept, and not the kept object itself', () => {
		const kept = stored();

		const { mark } = begin(kept).reached;

		expect(mark).toEqual(kept.mark);
		expect(mark).not.toBe(kept.mark);
	});
});

describe("another 'Start From'", () => {
	it('starts anew from there', () => {
		expect(begin(stored(), remember(), DATE)).toMatchObject({
			stored: null,
			reached: { mark: null, since: DATE.from },
			mustStore: true,
			isRemembered: false,
		});
	});

	it('begins once, although the write of its first check was dropped', () => {
		const again = remember({ stored: stored({ startFrom: DATE.startFrom }) });

		expect(begin(stored(), again, DATE)).toMatchObject({ reached: at(10), mustStore: true });
	});

	it('leaves what is stored of another format behind', () => {
		expect(begin({ format: 7, startFrom: 'now' }, null, DATE).reached.since).toBe(DATE.from);
	});
});

describe('another helpline or login', () => {
	const OTHER = { ...NOW, source: 'apiKey other' };

	it.each([
		['stored', null, AS_OF],
		['remembered', remember({ place: { mark: { cursor: 20 }, since: LATER } }), LATER],
	])('goes on by time from what is %s, without the mark', (_where, remembered, since) => {
		const anew = { mark: null, since };

		expect(begin(stored(), remembered, OTHER)).toEqual({
			stored: stored(),
			before: anew,
			reached: anew,
			mustStore: true,
			isRemembered: false,
		});
	});

	it('keeps its own mark when the first write with it was dropped', () => {
		const read = readOn(begin(stored(), null, OTHER), { mark: { id: 1 }, isMore: false }, LATER);
		const { remember: kept } = end(read, false, 'two', OTHER);

		expect(begin(stored(), kept, OTHER)).toMatchObject({
			reached: { mark: { id: 1 }, since: LATER },
			mustStore: true,
			isRemembered: true,
		});
	});

	it('is stored by the first check with it', () => {
		const read = readOn(begin(stored(), null, OTHER), { mark: { id: 1 }, isMore: false }, LATER);

		expect(end(read, false, 'two', OTHER).store).toMatchObject({
			source: 'apiKey other',
			mark: { id: 1 },
		});
	});

	it('does not shorten what was asked for from a date', () => {
		const held = stored({ ...DATE, mark: null, since: DATE.from });

		expect(begin(held, null, { ...DATE, source: 'x' }).reached.since).toBe(DATE.from);
	});
});

describe('what is stored', () => {
	it.each([
		['of a later format', { format: FORMAT + 1 }],
		['of an earlier format', { format: 0 }],
		['without a format', { format: undefined }],
		['with a format in words', { format: String(FORMAT) }],
		['without a source', { source: undefined }],
		['without a stamp', { stamp: undefined }],
		['without a mark', { mark: undefined }],
		['with a mark in words', { mark: 'ten' }],
		['with a list for a mark', { mark: [1] }],
		['without a time', { since: undefined }],
		['with a time that is none', { since: 'soon' }],
		['with a number for a time', { since: 5 }],
	])('%s is an error in words, also for a process that remembers', (_what, changes) => {
		const kept = { ...stored(), ...changes } as unknown as IDataObject;

		expect(beginReading(kept, null, NOW)).toBe(UNKNOWN_FORMAT);
		expect(beginReading(kept, remember(), NOW)).toBe(UNKNOWN_FORMAT);
	});

	it('without the text of its start is an error in words', () => {
		expect(beginReading({ something: 1 }, null, NOW)).toBe(UNKNOWN_FORMAT);
		expect(beginReading({ startFrom: 5 }, remember(), NOW)).toBe(UNKNOWN_FORMAT);
	});

	it('may have neither mark nor time', () => {
		expect(begin(stored({ mark: null, since: null })).reached).toEqual({ mark: null, since: null });
	});

	it('stays below 64 KB with the largest mark', () => {
		const text = 'x'.repeat(MARK_BYTES - '{"seen":""}'.length);
		const wanted = { ...DATE, source: `login ${'y'.repeat(100)}` };
		const read = readOn(begin({}, null, wanted), { mark: { seen: text }, isMore: false }, AS_OF);

		const { store } = end(read, false, '0123456789abcdef0123456789abcdef0123', wanted);

		expect(JSON.stringify(store?.mark)).toHaveLength(MARK_BYTES);
		expect(Buffer.byteLength(JSON.stringify(store))).toBeLessThanOrEqual(65_536);
	});
});

describe('the words about an unknown format', () => {
	it('say what to do and hold no value', () => {
		expect(UNKNOWN_FORMAT).toEqual({
			code: 'setting',
			message: expect.stringMatching(/cannot be read by this version/),
			description: expect.stringMatching(/'Start From'/),
		});
	});
});

describe('the time up to which everything was read', () => {
	it('moves when nothing more is waiting', () => {
		const read = readOn(begin(stored()), { mark: { cursor: 11 }, isMore: false }, LATER);

		expect(read.reached).toEqual({ mark: { cursor: 11 }, since: LATER });
	});

	it('stays while more is waiting', () => {
		const read = readOn(begin(stored()), { mark: { cursor: 11 }, isMore: true }, LATER);

		expect(read.reached).toEqual({ mark: { cursor: 11 }, since: AS_OF });
	});

	it('is the first check when a trigger starts now and more is waiting', () => {
		const read = readOn(begin({}), { mark: { cursor: 11 }, isMore: true }, LATER);

		expect(read.reached.since).toBe(LATER);
	});
});

describe('a restored server', () => {
	it('leaves nothing to repeat from before it, and is stored also when nothing is delivered', () => {
		const begun = begin(stored(), remember());

		const restored = goOnAfterRestore(begun, { cursor: 3 });

		const place = { mark: { cursor: 3 }, since: AS_OF };
		expect(restored).toEqual({ ...begun, before: place, reached: place, mustStore: true });
		expect(end(restored, false).store).toEqual(stored({ stamp: 'two', ...place }));
	});
});

describe('a failure before anything was read', () => {
	it('keeps the time of the first try of a trigger that starts now', () => {
		const held = holdPlace(begin({}), AS_OF);

		expect(end(held, false).store).toEqual(stored({ stamp: 'two', mark: null, since: AS_OF }));
	});

	it('keeps the date of a trigger that starts at a date', () => {
		expect(holdPlace(begin({}, null, DATE), AS_OF).reached).toEqual({
			mark: null,
			since: DATE.from,
		});
	});

	it('leaves a place alone that was read up to', () => {
		const begun = begin(stored({ since: null }));

		expect(holdPlace(begun, LATER)).toBe(begun);
	});
});

/** What can happen at a check: it delivers or not, n8n drops the write or not, the process ends or not. */
const TICK = fc.record({
	news: fc.integer({ min: 0, max: 3 }),
	isWanted: fc.boolean(),
	isDropped: fc.boolean(),
	isRestarted: fc.boolean(),
	/** The static data was saved, and then the process ended before the execution existed. */
	isKilled: fc.boolean(),
});

describe('whatever happens between the checks', () => {
	it('no change is left out, and none is repeated while the process lives and writes are kept', () => {
		fc.assert(
			fc.property(fc.array(TICK, { maxLength: 12 }), (ticks) => {
				const { wanted, delivered, repeats } = live(ticks);

				expect([...delivered].sort((a, b) => a - b)).toEqual(wanted);
				const isCalm = ticks.every(
					({ isDropped, isRestarted, isKilled }) => !isDropped && !isRestarted && !isKilled,
				);
				if (isCalm) expect(repeats).toBe(0);
			}),
		);
	});

	const CALM = { isDropped: false, isKilled: false };

	/** A server of numbered changes; a delivery whose write was dropped never became an execution. */
	function live(ticks: Array<typeof TICK extends fc.Arbitrary<infer T> ? T : never>) {
		let kept: IDataObject = {};
		let memory: Remembered | null = null;
		let newest = 0;
		let stamp = 0;
		let repeats = 0;
		const wanted = new Set<number>();
		const delivered = new Set<number>();
		const check = ({ isDropped, isKilled }: { isDropped: boolean; isKilled: boolean }) => {
			const begun = begin(kept, memory);
			const { mark } = begun.reached;
			const from = mark === null ? newest : Number(mark.cursor);
			const read = readOn(begun, { mark: { cursor: newest }, isMore: false }, AS_OF);
			const found = [...wanted].filter((id) => id > from);
			const ended = end(read, found.length > 0, String(stamp++));
			memory = ended.remember;
			if (isDropped) return;
			if (ended.store) kept = { ...ended.store };
			if (isKilled) {
				memory = null;
				return;
			}
			for (const id of found) {
				if (delivered.has(id)) repeats++;
				delivered.add(id);
			}
		};
		check(CALM);
		for (const { news, isWanted, isRestarted, ...how } of ticks) {
			for (let count = 0; count < news; count++) {
				newest++;
				if (isWanted) wanted.add(newest);
			}
			if (isRestarted) memory = null;
			check(how);
		}
		check(CALM);
		return { wanted: [...wanted], delivered, repeats };
	}
});
