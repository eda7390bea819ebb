import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { ChildWritten, Listing } from '../verbs';
import { settle } from '../settle';
import { markTried } from '../triedKeys';
import type { Saved } from './api';
import { write } from './api';
import { caseIdText, proveCase } from './cases';
import { partKey } from './keys';
import { listAll } from './lists';
import { mayBeRepeat, partMatcher } from './repeats';
import { textOrNull } from './text';

/** What each line of a case's history stands for (helpline v1, 11.1). */
const TYPES: Readonly<Record<string, string>> = {
	1: 'created',
	2: 'updated',
	3: 'edited',
	4: 'type_changed',
	6: 'client_added',
	7: 'perpetrator_added',
	8: 'attachment_added',
	9: 'reporter_edited',
	10: 'client_edited',
	11: 'perpetrator_edited',
	12: 'attachment_edited',
	13: 'client_removed',
	14: 'perpetrator_removed',
	15: 'attachment_removed',
};
const CHANGE = '2';

/** A note has the code of a change and, unlike one, no audit behind it (recordings 67, 69). */
export function isNote(raw: IDataObject): boolean {
	return raw.activity === CHANGE && raw.aub_id === null;
}

function present(raw: IDataObject): Found {
	const code = textOrNull(raw.activity) ?? '';
	return {
		raw,
		resource: 'case_activities',
		record: {
			id: textOrNull(raw.id),
			case_id: textOrNull(raw.case_id),
			activity_type: isNote(raw) ? 'note' : (Object.hasOwn(TYPES, code) && TYPES[code]) || code,
			description: textOrNull(raw.detail),
			user_id: textOrNull(raw.created_by_id),
			created_by: textOrNull(raw.created_by),
			created_at: textOrNull(raw.created_on),
			external_key: textOrNull(raw.src_uid),
		},
	};
}

export async function listActivities(
	connection: Connection,
	caseId: RecordId,
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	const list = await activitiesOf(connection, caseId, {}, limit, item);
	// Every case has its first line, so only a case that does not exist has none.
	if (list.found.length === 0) await proveCase(connection, caseId, item);
	return list;
}

export async function activitiesOf(
	connection: Connection,
	caseId: RecordId,
	query: IDataObject,
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	const case_id = caseIdText(connection, caseId, item);
	return await listAll(
		connection,
		{ verb: 'listActivities', resource: 'case_activities', query: { case_id, ...query } },
		present,
		limit,
		item,
	);
}

/** Adds a line to a case's history. The server does not check the case, so it is proved first (helpline v1, 10.4). */
export async function addActivity(
	connection: Connection,
	caseId: RecordId,
	activity: { activity_type: string; description: string },
	key: CaseKey,
	item: number,
): Promise<ChildWritten> {
	await proveCase(connection, caseId, item);
	const note = { detail: activity.description };
	const written = await addNote(connection, caseId, { note, key, part: 'note' }, item);
	const isKept = activity.activity_type === 'note';
	return { ...written, ...(isKept ? {} : { notSent: ['activity_type'] }) };
}

/** One line of a case that is known to exist, once for its key. */
export async function addNote(
	connection: Connection,
	caseId: RecordId,
	line: { note: IDataObject; key: CaseKey; part: string },
	item: number,
): Promise<ChildWritten> {
	const { note, key, part } = line;
	const isThis = partMatcher(key, part);
	const look = async () => {
		const { found } = await activitiesOf(connection, caseId, {}, undefined, item);
		return found.find(({ raw }) => isThis(raw.src_uid))?.raw ?? null;
	};
	const earlier = mayBeRepeat(connection, key) ? await look() : null;
	if (earlier) return { ...present(earlier), outcome: 'already_there' };
	markTried(connection.credentialKey, key.key);
	const case_id = caseIdText(connection, caseId, item);
	const { result } = await settle<IDataObject, Saved>(
		connection,
		'note',
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'addActivity',
						path: ['case_activities'],
						resource: 'case_activities',
						body: {
							src: 'edit',
							...note,
							case_id,
							activity: CHANGE,
							src_uid: partKey(key.key, part),
						},
					},
					item,
				),
			accept: ({ table }) => table.rows.find((row) => row.case_id === case_id) ?? null,
			look,
		},
		item,
	);
	return { ...present(result), outcome: 'created' };
}
