import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { splitReference, withReference } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Listing } from '../verbs';
import { idOf, textOrNull, timeOrText } from './caseRecord';
import { casePath, listOfCase, NO_SUCH_CASE } from './cases';
import type { ChildWrite } from './childWrites';
import { writeChild } from './childWrites';

function present(raw: IDataObject): Found {
	const { text, key } = splitReference(textOrNull(raw.description));
	return {
		raw,
		record: {
			id: idOf(raw.id),
			case_id: raw.case_id ?? null,
			activity_type: textOrNull(raw.activity_type),
			description: text,
			created_at: timeOrText(raw.created_at),
			created_by: raw.created_by ?? null,
			external_key: key,
		},
	};
}

export async function listActivities(
	connection: Connection,
	caseId: RecordId,
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	return await listOfCase(
		connection,
		caseId,
		{ verb: 'listActivities', below: 'activities', offeredAs: 'Activities' },
		present,
		limit,
		item,
	);
}

export async function addActivity(
	connection: Connection,
	caseId: RecordId,
	activity: { activity_type: string; description: string },
	key: CaseKey,
	item: number,
): Promise<ChildWrite> {
	return await writeChild(
		connection,
		{
			what: 'activity',
			caseId,
			offeredAs: 'Activities',
			text: 'description',
			key,
			call: (marker) => ({
				verb: 'addActivity',
				method: 'POST',
				path: `${casePath(caseId)}/activities`,
				body: {
					...activity,
					description:
						marker === null ? activity.description : withReference(activity.description, marker),
				},
				notFound: NO_SUCH_CASE,
				offeredAs: 'Activities',
			}),
			list: async () =>
				(await listActivities(connection, caseId, undefined, item)).found.map(({ raw }) => raw),
			present,
			sent: { case_id: caseId, ...activity },
		},
		item,
	);
}
