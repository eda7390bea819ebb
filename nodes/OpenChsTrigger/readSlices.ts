import type { Change, ChangesSlice } from '../shared/changes/change';
import type { Reading } from '../shared/changes/cursor';
import { goOnAfterRestore, readOn } from '../shared/changes/cursor';
import type { EventName } from '../shared/changes/events';
import { chosenEvent } from '../shared/changes/events';
import { passes } from '../shared/changes/filters';
import type { Helpline } from '../shared/helpline/verbs';
import type { Reason } from '../shared/transport/errors';
import { reasonFor } from '../shared/transport/errors';
import type { Settings } from './settings';

/** What one check read. */
export interface Read {
	reading: Reading;
	/** What is wanted of it, oldest first, each under the event that names it. */
	wanted: Array<{ change: Change; event: EventName }>;
	/** Changes read, also those that nobody wants. */
	seen: number;
	isMore: boolean;
	/** Why it ended early although something was read. */
	stopped: Reason | null;
	/** The sentence of a restored server; nothing is delivered with it. */
	restored: Reason | null;
	/** Sentences for a person. */
	remarks: string[];
}

export interface ReadLimits {
	/** Milliseconds of the clock. */
	deadline: number;
	/** A time before which everything has been read when nothing is waiting, ISO 8601 UTC. */
	asOf: string;
	/** Of the dialect. */
	memory: Map<string, unknown>;
}

/**
 * Reads slice after slice until enough is there, nothing is waiting or the time is over; slices of which
 * nothing is wanted cost time only. Throws when the first one cannot be read; what fails later ends the
 * read with what is there.
 */
export async function readSlices(
	helpline: Helpline,
	begun: Reading,
	settings: Settings,
	limits: ReadLimits,
): Promise<Read> {
	const read: Read = {
		reading: begun,
		wanted: [],
		seen: 0,
		isMore: true,
		stopped: null,
		restored: null,
		remarks: [],
	};
	let slice = await readSlice(helpline, read, settings, limits);
	for (;;) {
		const from = read.reading.reached.mark;
		if (slice.restored) {
			// What was read before it is delivered first; the next check meets the restored server again.
			if (read.wanted.length > 0) return read;
			const reading = goOnAfterRestore(read.reading, slice.mark);
			return { ...read, reading, restored: slice.restored };
		}
		const isMore = slice.isMore || slice.stopped !== null;
		read.reading = readOn(read.reading, { mark: slice.mark, isMore }, limits.asOf);
		add(read, slice, settings);
		// A server that promises more and gives nothing would be asked for ever.
		if (slice.changes.length === 0 && isSame(from, slice.mark)) return read;
		if (!isWorthMore(read, settings, limits)) return read;
		try {
			slice = await readSlice(helpline, read, settings, limits);
		} catch (error) {
			return { ...read, stopped: reasonFor(error) };
		}
	}
}

async function readSlice(
	{ readChanges }: Helpline,
	{ reading, wanted }: Read,
	{ events, most }: Settings,
	{ memory }: ReadLimits,
): Promise<ChangesSlice> {
	const { mark, since } = reading.reached;
	return await readChanges(
		{ mark, from: mark === null ? since : null, events, most: most - wanted.length, memory },
		0,
	);
}

function add(read: Read, slice: ChangesSlice, { events, filters }: Settings): void {
	read.seen += slice.changes.length;
	read.isMore = slice.isMore;
	read.stopped = slice.stopped;
	read.remarks.push(...slice.remarks);
	for (const change of slice.changes) {
		const event = chosenEvent(change.events, events);
		if (event && passes(change.about, filters)) read.wanted.push({ change, event });
	}
}

function isWorthMore(read: Read, { most }: Settings, { deadline }: ReadLimits): boolean {
	return read.isMore && read.stopped === null && read.wanted.length < most && Date.now() < deadline;
}

function isSame(one: object | null, other: object): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
