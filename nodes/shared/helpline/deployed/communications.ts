import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { ContactType, Listing } from '../verbs';
import { CONTACT_TYPES } from '../verbs';
import { activitiesOf, isNote } from './activities';
import { proveCase } from './cases';
import { listAll } from './lists';
import { textOrNull } from './text';
import { anyOf } from './wire/filters';

/** The server's spelling of channels (helpline v1, 14); other spellings are taken too, and not told apart. */
export const CHANNELS: Readonly<Record<ContactType, string>> = {
	call: 'call',
	email: 'email',
	sms: 'sms',
	web: 'chat',
	whatsapp: 'WHATSAPP',
};
export const INBOUND = '1';
export const OUTBOUND = '2';

function contactType(channel: unknown): string | null {
	const text = textOrNull(channel);
	return CONTACT_TYPES.find((type) => CHANNELS[type] === text) ?? text?.toLowerCase() ?? null;
}

function direction(vector: unknown): string | null {
	if (vector === INBOUND) return 'inbound';
	return vector === OUTBOUND ? 'outbound' : textOrNull(vector);
}

export function presentMessage(caseId: string | null, raw: IDataObject): Found {
	return {
		raw,
		resource: 'messages',
		record: {
			id: textOrNull(raw.id),
			case_id: caseId,
			contact_type: contactType(raw.src),
			direction: direction(raw.src_vector),
			contact_address: textOrNull(raw.src_address),
			message: textOrNull(raw.src_msg),
			duration: null,
			call_status: null,
			created_at: textOrNull(raw.src_ts) ?? textOrNull(raw.created_on),
			external_key: textOrNull(raw.src_uid),
		},
	};
}

export function presentCall(caseId: string | null, raw: IDataObject): Found {
	const seconds = textOrNull(raw.talk_time);
	return {
		raw,
		resource: 'calls',
		record: {
			id: textOrNull(raw.uniqueid),
			case_id: caseId,
			contact_type: 'call',
			direction: direction(raw.vector),
			contact_address: textOrNull(raw.phone),
			message: null,
			duration: seconds === null ? null : Number(seconds),
			call_status: textOrNull(raw.hangup_status_txt),
			created_at: textOrNull(raw.chan_ts),
			external_key: null,
		},
	};
}

export function presentNote(caseId: string, raw: IDataObject): Found {
	return {
		raw,
		resource: 'case_activities',
		record: {
			id: textOrNull(raw.id),
			case_id: caseId,
			contact_type: contactType(raw.src),
			direction: direction(raw.src_vector),
			contact_address: null,
			message: textOrNull(raw.detail),
			duration: null,
			call_status: null,
			created_at: textOrNull(raw.created_on),
			external_key: textOrNull(raw.src_uid),
		},
	};
}

/**
 * What was said and written about a case: messages of its conversations, calls of its session, and the
 * lines of its history that were written for a communication.
 */
export async function listCommunications(
	connection: Connection,
	caseId: RecordId,
	type: 'all' | 'calls' | 'messages',
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	const row = await proveCase(connection, caseId, item);
	const id = String(row.id);
	const lists = [
		...(type === 'calls' ? [] : [await messagesOf(connection, row, item)]),
		...(type === 'messages' ? [] : [await callsOf(connection, row, item)]),
		await loggedOf(connection, id, type, item),
	];
	const found = lists
		.flatMap((list) => list.found)
		.sort((a, b) => text(b.record.created_at).localeCompare(text(a.record.created_at)));
	return {
		found: found.slice(0, limit ?? found.length),
		total: found.length,
		remarks: lists.flatMap(({ remarks }) => remarks),
	};
}

export function text(value: unknown): string {
	return textOrNull(value) ?? '';
}

/** The conversation that a logged message opens for a case: the server links messages to no case. */
export function conversationOf(caseId: string): string {
	return `case-${caseId}`;
}

/** The case for which such a conversation was opened; null for every other one. */
export function caseOfConversation(session: string): string | null {
	return /^case-([1-9]\d*)$/.exec(session)?.[1] ?? null;
}

async function messagesOf(
	connection: Connection,
	row: IDataObject,
	item: number,
): Promise<Listing> {
	const id = String(row.id);
	const src_callid = anyOf([conversationOf(id), text(row.src_callid)]);
	return await listAll(
		connection,
		{ verb: 'listCommunications', resource: 'messages', query: { src_callid } },
		(raw) => presentMessage(id, raw),
		undefined,
		item,
	);
}

/** The calls of a case: a unique id stands in the session of a case that came by phone (recording 80). */
export function callIdsOf(row: IDataObject): string[] {
	return [text(row.src_callid), text(row.src_uid)]
		.flatMap((session) => [session, session.replace(/-\d+$/, '')])
		.filter((session) => /^\d+\.\d+$/.test(session));
}

export async function callsOf(
	connection: Connection,
	row: IDataObject,
	item: number,
): Promise<Listing> {
	const uniqueid = anyOf(callIdsOf(row));
	if (uniqueid === '') return { found: [], total: 0, remarks: [] };
	return await listAll(
		connection,
		{ verb: 'listCalls', resource: 'calls', query: { uniqueid } },
		(raw) => presentCall(String(row.id), raw),
		undefined,
		item,
	);
}

async function loggedOf(
	connection: Connection,
	id: string,
	type: 'all' | 'calls' | 'messages',
	item: number,
): Promise<Listing> {
	const channels = CONTACT_TYPES.filter(
		(each) => type === 'all' || (each === 'call') === (type === 'calls'),
	);
	const src = anyOf(channels.map((each) => CHANNELS[each]));
	const list = await activitiesOf(connection, id, { src }, undefined, item);
	const found = list.found.filter(({ raw }) => isNote(raw)).map(({ raw }) => presentNote(id, raw));
	return { ...list, found };
}
