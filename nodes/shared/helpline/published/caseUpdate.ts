import type { IDataObject } from 'n8n-workflow';

import type { CaseFields, CaseWrite, FoundCase, RecordId } from '../../record/case';
import { normalizeCase } from '../../record/validate';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { unclearReason } from '../../transport/sentences';
import { asWrite } from '../caseWrite';
import { settle } from '../settle';
import { listActivities } from './activities';
import { fail, write } from './api';
import { checkBeforeSending } from './caseCheck';
import { differing, hasId, toWire } from './caseRecord';
import { casePath, getCase, keyPlace, NO_SUCH_CASE, present } from './cases';
import { beforeFirstAttempt } from './keyLookup';

export async function updateCase(
	connection: Connection,
	id: RecordId,
	fields: CaseFields,
	item: number,
): Promise<CaseWrite> {
	checkBeforeSending(connection, fields, 'update', item);
	if (Object.keys(normalizeCase(fields)).length === 0)
		throw fail(connection, NOTHING_TO_UPDATE, item);
	const needsCurrent =
		keyPlace(connection).in === 'description' && 'description' in normalizeCase(fields);
	// The reference line stands in the description, so a new description must carry it on.
	const current = needsCurrent ? await getCase(connection, id, item) : null;
	return await sendUpdate(connection, id, fields, current, item);
}

const NOTHING_TO_UPDATE: Reason = {
	code: 'missing_field',
	message: 'No field was given to update',
	description:
		"Fill in at least one field. Empty text means 'leave as it is'; use 'Fields to Clear' to empty one.",
};

/** Sends only what differs; a case that already is as asked is left alone. */
export async function changeCase(
	connection: Connection,
	current: FoundCase,
	fields: CaseFields,
	item: number,
): Promise<CaseWrite> {
	const normal = normalizeCase(fields);
	const names = differing(current, normal);
	const changes = Object.fromEntries(
		Object.entries(normal).filter(([name]) => names.includes(name) || name === 'notes'),
	);
	const { notSent } = toWire(normal, keyPlace(connection), null, 'update');
	if (Object.keys(changes).length === 0) {
		return asWrite(current, 'unchanged', notSent);
	}
	const written = await sendUpdate(connection, current.record.id, changes, current, item);
	return { ...written, notSent };
}

async function sendUpdate(
	connection: Connection,
	id: RecordId,
	fields: CaseFields,
	current: FoundCase | null,
	item: number,
): Promise<CaseWrite> {
	const place = keyPlace(connection);
	const normal = normalizeCase(fields);
	const { body, notSent } = toWire(normal, place, current?.record.external_key ?? null, 'update');
	const started = new Date().toISOString();
	let mayBeNoted = false;
	if (Object.keys(body).length === 0) {
		const unchanged = current ?? (await getCase(connection, id, item));
		return asWrite(unchanged, 'unchanged', notSent);
	}
	const { result } = await settle<IDataObject>(
		connection,
		'change',
		{
			send: async () => {
				const written = await write(
					connection,
					{ verb: 'updateCase', method: 'PUT', path: casePath(id), body, notFound: NO_SUCH_CASE },
					item,
				);
				mayBeNoted ||= written.state === 'saved' || (written.state === 'unclear' && written.sent);
				return written;
			},
			accept: (data) =>
				hasId(data) && String(data.id) === String(id)
					? { ...withoutAssignee(current?.raw, body), ...body, ...data }
					: null,
			look: async () => await lookForUpdate(connection, id, normal, { started, mayBeNoted }, item),
		},
		item,
	);
	return asWrite(await present(connection, result, item), 'updated', notSent);
}

/** The name of the user before does not belong to the one who is assigned now. */
function withoutAssignee(raw: IDataObject | undefined, body: IDataObject): IDataObject {
	if (!raw || !('assigned_user_id' in body)) return { ...raw };
	return { ...raw, assigned_to: null, assigned_user: null };
}

/**
 * The case as it is now, if every field given is in it. A note is sought among the case's activities;
 * one that is not there may stand where nobody can look, so that it is not sent again.
 */
async function lookForUpdate(
	connection: Connection,
	id: RecordId,
	fields: CaseFields,
	{ started, mayBeNoted }: { started: string; mayBeNoted: boolean },
	item: number,
): Promise<IDataObject | null> {
	const now = await getCase(connection, id, item);
	const { notes } = fields;
	if (typeof notes !== 'string') return differing(now, fields).length > 0 ? null : now.raw;
	const { found } = await listActivities(connection, id, undefined, item);
	const since = Date.parse(beforeFirstAttempt(started).since ?? '');
	const isNoted = found.some(
		({ record }) =>
			record.description === notes && !(Date.parse(String(record.created_at)) < since),
	);
	if (isNoted && differing(now, fields).length === 0) return now.raw;
	if (!mayBeNoted) return null;
	throw fail(connection, unclearReason('change'), item);
}
