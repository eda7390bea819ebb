import type { IDataObject } from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

import type { Reason } from '../transport/errors';
import type { Mark } from './change';

/**
 * What the trigger stores between two checks, and what only the process remembers.
 *
 * n8n's default engine saves static data when a check delivers (and after the first check of a
 * publication), and it does so before the execution exists. So a check that delivers stores where reading
 * stood BEFORE it, with a stamp, and the process remembers where reading stands AFTER it under the same
 * stamp. The next check believes the memory as long as both stamps agree. The first check of a process
 * therefore delivers the last delivery again, and so does the check after a write that was dropped;
 * nothing else does. Repeats carry the same change key.
 */

/** The number of the shape below. `format` and `startFrom` stay where they are in every later one. */
export const FORMAT = 1;

/** Where reading stands. */
export interface Place {
	/** What the dialect goes on from; null begins at `since`. */
	mark: Mark | null;
	/** Everything before it has been read, ISO 8601 UTC; null is not known yet, which is "now". */
	since: string | null;
}

/** The static data of the trigger's node. */
export interface Stored extends Place {
	format: number;
	/** The text of 'Start From'; another text starts anew. */
	startFrom: string;
	/** Login and helpline that the mark belongs to: on another one it means nothing. */
	source: string;
	/** Says which delivery this was written with. */
	stamp: string;
}

/** What a process knows beyond the static data. */
export interface Remembered {
	/** What was stored last, or should have been. */
	stored: Stored;
	/** Where reading stands after the last check. */
	place: Place;
	/**
	 * The stamp of what was stored before, when nothing was delivered with the last write: should n8n drop
	 * that write, which its durable engine does when a check throws, this memory holds all the same.
	 */
	replaces: string | null;
}

/** What the person chose. */
export interface Wanted {
	startFrom: string;
	/** The chosen date, ISO 8601 UTC; null is now. */
	from: string | null;
	source: string;
}

/** One check under way. */
export interface Reading {
	/** What the check began from; null when it starts anew. */
	stored: Stored | null;
	/** Where a delivery has to be repeated from. */
	before: Place;
	/** Where the next read goes on. */
	reached: Place;
	/** Whether even a check that delivers nothing has something to store. */
	mustStore: boolean;
	/** Whether the memory of the process was believed. */
	isRemembered: boolean;
}

export const UNKNOWN_FORMAT: Reason = {
	code: 'setting',
	message:
		'What this trigger stored at its last check cannot be read by this version of the package',
	description:
		"Install the version that stored it, or a newer one. To begin without it, set 'Start From' to a date: everything since then is delivered.",
};

/** Where a check begins, by what is kept and what is remembered; a reason when what is kept cannot be read. */
export function beginReading(
	kept: IDataObject,
	remembered: Remembered | null,
	wanted: Wanted,
): Reading | Reason {
	const isEmpty = Object.keys(kept).length === 0;
	if (!isEmpty && kept.startFrom === wanted.startFrom) {
		const stored = readStored(kept);
		return stored ? goOn(stored, remembered, wanted) : UNKNOWN_FORMAT;
	}
	if (!isEmpty && typeof kept.startFrom !== 'string') return UNKNOWN_FORMAT;
	// A first write that n8n dropped: what should be kept stands in for it. Where reading stood after it does not count.
	if (remembered?.stored.startFrom === wanted.startFrom) {
		return { ...goOn(remembered.stored, null, wanted), mustStore: true };
	}
	const place = { mark: null, since: wanted.from };
	return { stored: null, before: place, reached: place, mustStore: true, isRemembered: false };
}

export function isReading(begun: Reading | Reason): begun is Reading {
	return 'reached' in begun;
}

function goOn(stored: Stored, remembered: Remembered | null, wanted: Wanted): Reading {
	const isKept = remembered?.stored.stamp === stored.stamp;
	const believed = isKept || remembered?.replaces === stored.stamp ? remembered : null;
	const { mark, since } = believed?.place ?? stored;
	// On another helpline or with another login a mark means nothing: reading goes on by time.
	const isSame = (believed?.stored ?? stored).source === wanted.source;
	const place = { mark: isSame ? mark : null, since };
	return {
		stored,
		before: place,
		reached: place,
		mustStore: !isSame || (believed !== null && !isKept),
		isRemembered: isSame && believed !== null,
	};
}

/**
 * The check after one more slice. `asOf` is a time before which everything has been read when nothing
 * more is waiting.
 */
export function readOn(
	now: Reading,
	slice: { mark: Mark; isMore: boolean },
	asOf: string,
): Reading {
	const since = slice.isMore ? (now.reached.since ?? asOf) : asOf;
	const reached = { mark: slice.mark, since };
	// "Now" is where the first read found it: there is nothing before it to repeat.
	const isNow = now.before.mark === null && now.before.since === null;
	return { ...now, reached, before: isNow ? reached : now.before };
}

/** The check after the server was seen to be restored: what the old mark meant is gone for good. */
export function goOnAfterRestore(now: Reading, mark: Mark): Reading {
	const reached = { mark, since: now.reached.since };
	return { ...now, reached, before: reached, mustStore: true };
}

/**
 * The check after a failure before anything was read. A trigger that starts now keeps the time of its
 * first try, so that what happens until the server answers is not left out.
 */
export function holdPlace(now: Reading, asOf: string): Reading {
	const { mark, since } = now.reached;
	return mark === null && since === null ? { ...now, reached: { mark: null, since: asOf } } : now;
}

/** What to store and what to remember at the end of a check; `store` null leaves the static data as it is. */
export function endReading(
	now: Reading,
	{ isDelivered, wanted, stamp }: { isDelivered: boolean; wanted: Wanted; stamp: string },
): { store: Stored | null; remember: Remembered } {
	const { stored, before, reached } = now;
	if (!isDelivered && !now.mustStore && stored) {
		return { store: null, remember: { stored, place: reached, replaces: null } };
	}
	const { startFrom, source } = wanted;
	const place = isDelivered ? before : reached;
	const store = { format: FORMAT, startFrom, source, stamp, ...place };
	const replaces = isDelivered ? null : (stored?.stamp ?? null);
	return { store, remember: { stored: store, place: reached, replaces } };
}

/** A copy without n8n's watch on it; null when it is not of this format. */
function readStored(kept: IDataObject): Stored | null {
	const { format, startFrom, source, stamp, mark, since } = kept;
	if (format !== FORMAT) return null;
	if (typeof startFrom !== 'string' || typeof source !== 'string') return null;
	if (typeof stamp !== 'string' || !isMark(mark) || !isTime(since)) return null;
	return { format, startFrom, source, stamp, mark: deepCopy(mark), since };
}

function isMark(value: unknown): value is Mark | null {
	return value === null || (typeof value === 'object' && !Array.isArray(value));
}

function isTime(value: unknown): value is string | null {
	return value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
}
