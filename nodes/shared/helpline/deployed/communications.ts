import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import type { ChildWritten, ContactType, Listing } from '../verbs';
import { CONTACT_TYPES } from '../verbs';
import { settle } from '../settle';
import { markTried } from '../triedKeys';
import { activitiesOf, addNote, isNote } from './activities';
import type { Saved } from './api';
import { fail, write } from './api';
import { proveCase } from './cases';
import { Desk } from './desk';
import { partKey } from './keys';
import { listAll } from './lists';
import { mayBeRepeat, partMatcher } from './repeats';
import { textOrNull } from './text';
import { anyOf } from './wire/filters';

/** The server's spelling of channels (helpline v1, 14); other spellings are taken too, and not told apart. */
const CHANNELS: Readonly<Record<ContactType, string>> = {
	call: 'call',
	email: 'email',
	sms: 'sms',
	web: 'chat',
	whatsapp: 'WHATSAPP',
};
export const INBOUND = '1';
const OUTBOUND = '2';
/** The part of a key under which a communication is kept. */
const PART = 'communication';

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

function presentNote(caseId: string, raw: IDataObject): Found {
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

function text(value: unknown): string {
	return textOrNull(value) ?? '';
}

/** The conversation that a logged message opens for a case: the server links messages to no case. */
function conversationOf(caseId: string): string {
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

/**
 * Logs what was said or written. A message that came in is stored as one, in a conversation of the
 * case's own. Calls are written by the telephone system alone, and a message that goes out would really
 * be sent (helpline v1, 10.6): both are kept as a line of the case's history.
 */
export async function logCommunication(
	connection: Connection,
	caseId: RecordId,
	communication: IDataObject,
	key: CaseKey,
	item: number,
): Promise<ChildWritten> {
	const type = contactTypeOf(connection, communication, item);
	const isMessage = type !== 'call' && communication.direction !== 'outbound';
	if (isMessage) checkMessage(connection, communication, item);
	const row = await proveCase(connection, caseId, item);
	const id = String(row.id);
	return isMessage
		? await storeMessage(connection, id, { type, communication, key }, item)
		: await storeLine(connection, id, { type, communication, key }, item);
}

interface Logged {
	type: ContactType;
	communication: IDataObject;
	key: CaseKey;
}

function contactTypeOf(
	connection: Connection,
	communication: IDataObject,
	item: number,
): ContactType {
	const type = CONTACT_TYPES.find((each) => each === communication.contact_type);
	if (type) return type;
	const desk = new Desk(connection, item);
	desk.refuse('contact_type', `Use one of: ${CONTACT_TYPES.join(', ')}.`);
	desk.close();
	throw fail(connection, NO_MESSAGE, item);
}

const NO_MESSAGE: Reason = {
	code: 'missing_field',
	field: 'message',
	message: "'Message' is needed to log a message in this OpenCHS",
	description: 'Write what was said or written, or map a column to it.',
};

/** A message without words is refused and leaves an empty conversation behind (helpline v1, 10.6). */
function checkMessage(connection: Connection, communication: IDataObject, item: number): void {
	if (textOrNull(communication.message) === null) throw fail(connection, NO_MESSAGE, item);
	const desk = new Desk(connection, item);
	desk.measure({ contact_address: communication.contact_address ?? null }, {});
	desk.close();
}

async function storeMessage(
	connection: Connection,
	id: string,
	{ type, communication, key }: Logged,
	item: number,
): Promise<ChildWritten> {
	const isThis = partMatcher(key, PART);
	const look = async () => {
		const query = { src_callid: conversationOf(id) };
		const { found } = await listAll(
			connection,
			{ verb: 'listCommunications', resource: 'messages', query },
			(raw) => presentMessage(id, raw),
			undefined,
			item,
		);
		return found.find(({ raw }) => isThis(raw.src_uid))?.raw ?? null;
	};
	const earlier = mayBeRepeat(connection, key) ? await look() : null;
	if (earlier) return { ...presentMessage(id, earlier), outcome: 'already_there' };
	markTried(connection.credentialKey, key.key);
	const { result } = await settle<IDataObject, Saved>(
		connection,
		'message',
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'logCommunication',
						path: ['msg'],
						resource: 'messages',
						// All seven are sent: a missing one makes warnings that break the answer (helpline v1, 10.6).
						body: {
							channel: CHANNELS[type],
							timestamp: String(Math.floor(Date.now() / 1000)),
							session_id: conversationOf(id),
							message_id: partKey(key.key, PART),
							from: text(communication.contact_address),
							message: text(communication.message),
							mime: 'text/plain',
						},
					},
					item,
				),
			accept: ({ table }) => (table.rows[0]?.id ? table.rows[0] : null),
			look,
		},
		item,
	);
	return { ...presentMessage(id, result), outcome: 'created' };
}

async function storeLine(
	connection: Connection,
	id: string,
	{ type, communication, key }: Logged,
	item: number,
): Promise<ChildWritten> {
	const isOutbound = communication.direction === 'outbound';
	const note = {
		src: CHANNELS[type],
		src_vector: isOutbound ? OUTBOUND : INBOUND,
		detail: lineOf(type, communication),
	};
	const { outcome, raw } = await addNote(connection, id, { note, key, part: PART }, item);
	const notSent = textOrNull(communication.disposition_id) ? ['disposition_id'] : [];
	return { ...presentNote(id, raw), outcome, notSent };
}

function lineOf(type: ContactType, communication: IDataObject): string {
	const { direction: way, contact_address, duration, call_status, message } = communication;
	const seconds = textOrNull(duration);
	const facts = [
		`${type} ${text(way) || 'inbound'}`,
		text(contact_address),
		seconds === null || seconds === '0' ? '' : `${seconds} s`,
		text(call_status),
	].filter((fact) => fact !== '');
	return [facts.join(', '), text(message)].filter((part) => part !== '').join('\n\n');
}
