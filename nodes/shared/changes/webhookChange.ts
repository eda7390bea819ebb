import type { IDataObject } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import type { KeyPlace } from '../helpline/published/caseRecord';
import { hasId, idOf, textOrNull, timeOrText, toRecord } from '../helpline/published/caseRecord';
import { present as presentCommunication } from '../helpline/published/communications';
import { isObject } from '../helpline/published/envelope';
import { present as presentRecording } from '../helpline/published/files';
import type { FoundCase } from '../record/case';
import { PRIORITIES } from '../record/case';
import { splitReference } from '../record/externalKey';
import type { Change, FromTo } from './change';
import { timeVersion } from './changeKey';
import type { EventName } from './events';
import { inOrder } from './events';

/** What a webhook of the published API tells, taken out of its envelope (published API, webhooks). */
export interface Delivered {
	/** The server's name for it. */
	event: string;
	/** When, ISO 8601 UTC. */
	at: string;
	data: IDataObject;
}

/**
 * What to ask a server for, by what somebody waits for. Notes are told by no event. A raised priority
 * is told by the fields of an update alone.
 */
export const TOLD_BY: Readonly<Partial<Record<EventName, readonly string[]>>> = {
	caseCreated: ['case.created'],
	caseUpdated: ['case.updated'],
	priorityRaised: ['case.updated'],
	statusChanged: ['case.status_changed', 'case.resolved'],
	assigned: ['case.assigned'],
	escalated: ['case.escalated'],
	communicationReceived: ['communication.received'],
	recordingAvailable: ['audio.processed'],
};

/** The server's events for these, each once. */
export function serverEvents(events: Iterable<EventName>): string[] {
	return [...new Set([...events].flatMap((event) => TOLD_BY[event] ?? []))].sort();
}

/** The change that a delivery tells of; null for what no trigger waits for, such as a login. */
export function toChange(delivered: Delivered, place: KeyPlace): Change | null {
	switch (delivered.event) {
		case 'case.created':
		case 'case.updated':
		case 'case.assigned':
		case 'case.status_changed':
		case 'case.escalated':
		case 'case.resolved':
			return caseChange(delivered, place);
		case 'communication.received':
			return communicationChange(delivered, place);
		case 'audio.processed':
			return recordingChange(delivered, place);
		default:
			return null;
	}
}

/** Most deliveries name their case and tell little of it; what these say is needed to act on one. */
const TELLING = ['title', 'category', 'priority', 'status'];

/** Whether a case is only named, so that it has to be read to know it. */
export function isOnlyNamed({ raw }: FoundCase): boolean {
	return !TELLING.every((name) => Object.hasOwn(raw, name));
}

/**
 * The change with the case as it was read afterwards. It may have changed once more since: then the
 * change keeps its own time, or its name would be that of the later one.
 */
export function withCase(change: Change, read: FoundCase): Change {
	if (change.kind !== 'case') return { ...change, about: read };
	const { created_at: createdAt, updated_at: updatedAt } = read.record;
	const time = change.events.includes('caseCreated') ? createdAt : updatedAt;
	const isSame = time !== null && secondOf(time) === secondOf(change.version);
	const version = isSame ? timeVersion(time) : change.version;
	return { ...change, version, found: read, about: read };
}

function secondOf(time: string): number {
	return Math.floor(Date.parse(time) / 1000);
}

function caseChange({ event, at, data }: Delivered, place: KeyPlace): Change | null {
	const found = caseIn(data, place);
	if (!found) return null;
	const isNew = event === 'case.created';
	const { created_at: createdAt, updated_at: updatedAt } = found.record;
	const version = timeVersion((isNew ? createdAt : updatedAt) ?? at);
	const change = isNew ? {} : changedFields(event, data);
	return {
		kind: 'case',
		id: found.record.id,
		version,
		at: version,
		events: isNew ? ['caseCreated'] : updateEvents(event, change),
		change,
		found,
		about: found,
	};
}

const SPECIFIC: Readonly<Record<string, EventName>> = {
	'case.assigned': 'assigned',
	'case.status_changed': 'statusChanged',
	'case.resolved': 'statusChanged',
	'case.escalated': 'escalated',
};

/** The name of the event, and what the changed fields say beyond it. */
function updateEvents(event: string, change: Record<string, FromTo>): EventName[] {
	const events: EventName[] = ['caseUpdated'];
	const own = SPECIFIC[event];
	if (own) events.push(own);
	if (change.status) events.push('statusChanged');
	if (change.assigned_user_id || change.assigned_to) events.push('assigned');
	if (change.priority && isRaised(change.priority)) events.push('priorityRaised');
	return inOrder(events);
}

/** From an unknown earlier priority it may be a raise, and one alert too many is better than none. */
function isRaised({ from, to }: FromTo): boolean {
	const rank = (value: unknown) => PRIORITIES.findIndex((word) => word === value);
	return rank(to) > rank(from);
}

/** `changes` of an update; the other events carry their one change in a place of its own. */
function changedFields(event: string, data: IDataObject): Record<string, FromTo> {
	const change: Record<string, FromTo> = {};
	const fields = isObject(data.changes) ? data.changes : {};
	for (const [name, value] of Object.entries(fields)) {
		if (isObject(value)) setSafeObjectProperty(change, name, fromTo(name, value));
	}
	if (event === 'case.status_changed' && isObject(data.status)) {
		change.status = fromTo('status', data.status);
	}
	if (event === 'case.resolved') change.status ??= { from: null, to: 'resolved' };
	const assignee = data.assigned_to;
	if (event === 'case.assigned' && isObject(assignee)) {
		change.assigned_to ??= { from: null, to: textOrNull(assignee.username) };
		change.assigned_user_id ??= { from: null, to: assignee.id ?? null };
	}
	return change;
}

function fromTo(name: string, value: IDataObject): FromTo {
	const own = (part: IDataObject[string]) =>
		name === 'description' ? splitReference(textOrNull(part)).text : (part ?? null);
	return { from: own(value.old), to: own(value.new) };
}

/** Only what came in: a call that the helpline made is logged by the same event. */
function communicationChange({ at, data }: Delivered, place: KeyPlace): Change | null {
	const raw = isObject(data.communication) ? data.communication : data;
	if (!hasId(raw) || textOrNull(raw.direction) === 'outbound') return null;
	return {
		kind: 'communication',
		id: idOf(raw.id),
		version: timeVersion(timeOrText(raw.created_at) ?? at),
		at: timeOrText(raw.created_at) ?? at,
		events: ['communicationReceived'],
		change: {},
		found: presentCommunication(raw),
		about: caseNamedBy(data, raw, place),
	};
}

/** The documented event names the call alone; without the recording's own ID nothing could be fetched. */
function recordingChange({ at, data }: Delivered, place: KeyPlace): Change | null {
	const raw = [data.attachment, data.recording].find(isObject) ?? { id: data.attachment_id };
	if (!hasId(raw)) return null;
	const whole: IDataObject = { case_id: data.case_id ?? null, file_type: 'audio', ...raw };
	return {
		kind: 'recording',
		id: idOf(raw.id),
		version: timeVersion(timeOrText(raw.created_at) ?? at),
		at: timeOrText(raw.created_at) ?? at,
		events: ['recordingAvailable'],
		change: {},
		found: presentRecording(whole),
		about: caseNamedBy(data, whole, place),
	};
}

/** The case stands in `data.case`, or is `data` itself; what only its event tells is put with it. */
function caseIn(data: IDataObject, place: KeyPlace): FoundCase | null {
	const own = isObject(data.case) ? data.case : data;
	if (!hasId(own)) return null;
	const raw: IDataObject = { ...own };
	const { status, assigned_to: assignee } = data;
	if (isObject(status) && (raw.status === undefined || isObject(raw.status))) {
		raw.status = status.new ?? null;
	}
	if (isObject(assignee)) {
		raw.assigned_user_id ??= assignee.id;
		raw.assigned_user ??= assignee;
	}
	if (isObject(raw.assigned_to)) delete raw.assigned_to;
	return { raw, record: toRecord(raw, place) };
}

function caseNamedBy(data: IDataObject, child: IDataObject, place: KeyPlace): FoundCase | null {
	if (isObject(data.case)) return caseIn(data, place);
	const id = child.case_id;
	if (id === undefined || id === null || id === '') return null;
	return { raw: { id }, record: toRecord({ id }, place) };
}
