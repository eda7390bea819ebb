import type { IDataObject } from 'n8n-workflow';

import type { EventName } from '../../changes/events';
import type { Known, WindowState } from '../../changes/windowCursor';
import type { Found, RecordId } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { cleanError, reasonOf } from '../../transport/errors';
import type { Listing } from '../verbs';
import { listActivities } from './activities';
import { printOf } from './changeEvents';
import { listCommunications } from './communications';
import { listAttachments } from './files';

/** What hangs on a case and must be read for the events that somebody waits for. */
export interface Needs {
	activities: boolean;
	communications: boolean;
	attachments: boolean;
}

const TOLD_BY_ACTIVITIES = [
	'assigned',
	'escalated',
	'noteAdded',
	'priorityRaised',
	'statusChanged',
] as const satisfies readonly EventName[];

export function needsOf(events: ReadonlySet<EventName>): Needs {
	return {
		activities: TOLD_BY_ACTIVITIES.some((event) => events.has(event)),
		communications: events.has('communicationReceived'),
		attachments: events.has('recordingAvailable'),
	};
}

export function isAnyNeeded({ activities, communications, attachments }: Needs): boolean {
	return activities || communications || attachments;
}

/** What hangs on a case and is new since it was told last. */
export interface Details {
	/** Oldest first; null when none were read, because nobody waits for them or the server has no such list. */
	activities: IDataObject[] | null;
	communications: Found[];
	recordings: Found[];
	/** All of it by kind and id, with its time, to be remembered as told. */
	names: Array<[string, number]>;
	/** What this server does not have, as it stands on the screen. */
	missing: string[];
}

/** `changedAt` stands in for what has no time of its own. */
export async function readDetails(
	connection: Connection,
	id: RecordId,
	needs: Needs,
	isNew: (name: string, at: number | null) => boolean,
	changedAt: number,
	item: number,
): Promise<Details> {
	const details: Details = {
		activities: null,
		communications: [],
		recordings: [],
		names: [],
		missing: [],
	};
	const take = async (
		kind: string,
		list: (
			connection: Connection,
			id: RecordId,
			limit: number | undefined,
			item: number,
		) => Promise<Listing>,
		label: string,
	): Promise<Found[] | null> => {
		const found = await listIfThere(connection, list(connection, id, undefined, item), item);
		if (found === null) {
			details.missing.push(label);
			return null;
		}
		const fresh = found.filter((each) => isNew(nameOf(kind, each), timeOf(each)));
		details.names.push(
			...fresh.map((each): [string, number] => [nameOf(kind, each), timeOf(each) ?? changedAt]),
		);
		return fresh.sort((a, b) => (timeOf(a) ?? changedAt) - (timeOf(b) ?? changedAt));
	};
	if (needs.activities) {
		const fresh = await take('a', listActivities, 'Activities');
		details.activities = fresh?.map(({ record }) => record) ?? null;
	}
	if (needs.communications) {
		details.communications = (await take('c', listTheirs, 'Communications')) ?? [];
	}
	if (needs.attachments) {
		details.recordings = ((await take('r', listAttachments, 'Attachments')) ?? []).filter(isAudio);
	}
	details.communications = details.communications.filter(isInbound);
	return details;
}

async function listTheirs(
	connection: Connection,
	id: RecordId,
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	return await listCommunications(connection, id, 'all', limit, item);
}

/** Nothing hangs on a case that was deleted meanwhile; null where the server has no such list. */
async function listIfThere(
	connection: Connection,
	listing: Promise<Listing>,
	item: number,
): Promise<Found[] | null> {
	try {
		return (await listing).found;
	} catch (error) {
		const code = reasonOf(error)?.code;
		if (code === 'not_found') return [];
		if (code === 'not_offered') return null;
		throw cleanError(connection.context.getNode(), error, item);
	}
}

/** A direction that is not told may be theirs. */
function isInbound({ record }: Found): boolean {
	return String(record.direction ?? '').toLowerCase() !== 'outbound';
}

function isAudio({ record }: Found): boolean {
	const { file_type: type, mime_type: mime } = record;
	return type === 'audio' || (typeof mime === 'string' && mime.startsWith('audio/'));
}

function nameOf(kind: string, { record, raw }: Found): string {
	return `${kind}${String(record.id || printOf(raw))}`;
}

export function timeOf({ record }: Found): number | null {
	const at = Date.parse(String(record.created_at ?? ''));
	return Number.isNaN(at) ? null : at;
}

/**
 * Whether something that hangs on a case was not told yet. Of a case that is known, what is newer than
 * what was told, or may have become visible late; of another one, what is in the window.
 */
export function isNewBelow(
	state: WindowState,
	known: Known | undefined,
	name: string,
	at: number | null,
): boolean {
	const told = state.below.get(name);
	// A server restored from a backup gives an id again, to something of another time.
	if (told !== undefined && (at === null || at === told)) return false;
	if (at === null) return true;
	const from = known ? Math.min(known.told + 1, state.floor.at) : state.base;
	return at > state.started && at >= from;
}
