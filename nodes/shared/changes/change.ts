import type { IDataObject } from 'n8n-workflow';

import type { Found, FoundCase, RecordId } from '../record/case';
import type { Reason } from '../transport/errors';
import type { EventName } from './events';

/**
 * One change on a server, whoever tells of it: the trigger's poll, a delivery by webhook, or
 * 'Get Many Changes'. Nothing in here knows which server it was.
 */
export interface Change {
	kind: ChangeKind;
	/** Of the case, the call, the message or the recording. */
	id: RecordId;
	/** What makes this change of that thing different from the next one: see `changeKey.ts`. */
	version: string;
	/** When it happened by the server's clock, ISO 8601 UTC; null where the server does not tell. */
	at: string | null;
	/** All that apply, the most specific first; never empty. */
	events: EventName[];
	/** Field by field, where the server tells or the earlier state is known; names of the one record. */
	change: Readonly<Record<string, FromTo>>;
	/** The case, call, message or recording as it is now. */
	found: Found;
	/** The case that it is about, for filters; null where the server names none. */
	about: FoundCase | null;
}

export type ChangeKind = 'case' | 'communication' | 'message' | 'recording';

/** `from` is null where the earlier state is not known. */
export interface FromTo {
	from: IDataObject[string];
	to: IDataObject[string];
}

/**
 * Where reading stands: plain JSON that a dialect writes and reads, without a personal value and below
 * `MARK_BYTES` whatever the volume. Whoever keeps it hands it back unchanged.
 */
export type Mark = IDataObject;

/** Most characters of a mark as JSON text, so that a trigger's whole state stays below 64 KB. */
export const MARK_BYTES = 60_000;

/** What a read of changes asks. */
export interface ChangesAsk {
	/** Where the last read ended; null begins at `from`. */
	mark: Mark | null;
	/** ISO 8601 UTC, included; null is "now": nothing that is there already is handed over. Used without a mark only. */
	from: string | null;
	/** What somebody waits for: feeds and details that nobody waits for are not read. */
	events: ReadonlySet<EventName>;
	/** About so many changes are enough for one read; what belongs together may exceed it. At least 1. */
	most: number;
	/** May be remembered between two reads of one process; it may be empty at any time, and nothing but speed may depend on it. */
	memory: Map<string, unknown>;
}

/** The next changes, oldest first, and in their order for each case. */
export interface ChangesSlice {
	changes: Change[];
	/** Everything before it is in this slice or was in an earlier one. */
	mark: Mark;
	/** Whether more is known to be waiting. */
	isMore: boolean;
	/** Why the read ended early although something was read: too many requests, no time left, a server that failed on the way. */
	stopped: Reason | null;
	/** The server seems to have been restored from a backup: the sentence for it. The mark goes on by time. */
	restored: Reason | null;
	/** Sentences for a person. */
	remarks: string[];
}
