import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { splitReference, withReference } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Listing } from '../verbs';
import { idForBody, idOf, textOrNull, timeOrText } from './caseRecord';
import { listOfCase, NO_SUCH_CASE } from './cases';
import type { ChildWrite } from './childWrites';
import { writeChild } from './childWrites';

export function present(raw: IDataObject): Found {
	const { text, key } = splitReference(textOrNull(raw.message));
	return {
		raw,
		record: {
			id: idOf(raw.id),
			case_id: raw.case_id ?? null,
			contact_type: textOrNull(raw.contact_type),
			direction: textOrNull(raw.direction),
			contact_address: textOrNull(raw.contact_address),
			message: text,
			duration: raw.duration ?? null,
			call_status: textOrNull(raw.call_status),
			disposition_id: raw.disposition_id ?? null,
			created_at: timeOrText(raw.created_at),
			external_key: key,
		},
	};
}

export async function listCommunications(
	connection: Connection,
	caseId: RecordId,
	type: 'all' | 'calls' | 'messages',
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	return await listOfCase(
		connection,
		caseId,
		{ verb: 'listCommunications', below: 'communications', offeredAs: 'Communications' },
		present,
		limit,
		item,
		({ record }) => type === 'all' || (record.contact_type === 'call') === (type === 'calls'),
	);
}

export async function logCommunication(
	connection: Connection,
	caseId: RecordId,
	communication: IDataObject,
	key: CaseKey,
	item: number,
): Promise<ChildWrite> {
	const message = textOrNull(communication.message);
	return await writeChild(
		connection,
		{
			what: 'communication',
			caseId,
			offeredAs: 'Communications',
			text: 'message',
			key,
			call: (marker) => ({
				verb: 'logCommunication',
				method: 'POST',
				path: '/communications',
				body: {
					case_id: idForBody(caseId),
					...communication,
					...(communication.disposition_id === undefined
						? {}
						: { disposition_id: idForBody(communication.disposition_id) }),
					...(marker === null ? {} : { message: withReference(message, marker) }),
				},
				notFound: NO_SUCH_CASE,
				offeredAs: 'Communications',
			}),
			list: async () =>
				(await listCommunications(connection, caseId, 'all', undefined, item)).found.map(
					({ raw }) => raw,
				),
			present,
			sent: { case_id: caseId, ...communication },
		},
		item,
	);
}
