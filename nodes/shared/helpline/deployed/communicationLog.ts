import type { IDataObject } from 'n8n-workflow';

import type { RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import type { ChildWritten, ContactType } from '../verbs';
import { CONTACT_TYPES } from '../verbs';
import { settle } from '../settle';
import { markTried } from '../triedKeys';
import { addNote } from './activities';
import type { Saved } from './api';
import { fail, write } from './api';
import { proveCase } from './cases';
import {
	CHANNELS,
	conversationOf,
	INBOUND,
	OUTBOUND,
	presentMessage,
	presentNote,
	text,
} from './communications';
import { Desk } from './desk';
import { partKey } from './keys';
import { listAll } from './lists';
import { mayBeRepeat, partMatcher } from './repeats';
import { textOrNull } from './text';

/** The part of a key under which a communication is kept. */
const PART = 'communication';

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
