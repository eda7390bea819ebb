import type { IDataObject } from 'n8n-workflow';

import type { CaseFields, CaseWrite, FoundCase, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { refusedKey } from '../../record/externalKey';
import { normalizeCase, validateCase } from '../../record/validate';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { cleanError, reasonOf } from '../../transport/errors';
import { unclearReason } from '../../transport/sentences';
import type { Winner } from '../duplicates';
import { lowestFirst, readBack } from '../duplicates';
import { settle } from '../settle';
import type { Tried } from '../triedKeys';
import {
	forgetTried,
	isStillUnclear,
	markSaved,
	markTried,
	triedBefore,
	wasTried,
} from '../triedKeys';
import { fail, write } from './api';
import { listActivities } from './activities';
import { differing, hasId, toWire } from './caseCodec';
import {
	casePath,
	customFields,
	getCase,
	getCaseIfThere,
	keyPlace,
	NO_SUCH_CASE,
	present,
} from './cases';
import { chooseAfter, chooseByKey } from './duplicates';
import type { Stretch } from './keyLookup';
import { beforeFirstAttempt, casesWithKey, findByContent, justBefore, whole } from './keyLookup';

/**
 * Creates a case once. It looks first when a person gave the key, when this process has tried the key
 * before, when n8n runs a stored execution again, and after every unclear outcome (published API, last
 * section: which key).
 */
export async function createCase(
	connection: Connection,
	fields: CaseFields,
	key: CaseKey,
	item: number,
): Promise<CaseWrite> {
	checkBeforeSending(connection, fields, 'create', item);
	checkKey(connection, key, fields, item);
	const earlier = await findEarlier(connection, key, item);
	if (earlier) return asAlreadyThere(earlier, []);
	return await sendNew(connection, normalizeCase(fields), key, item);
}

export async function createOrUpdateCase(
	connection: Connection,
	fields: CaseFields,
	key: CaseKey,
	item: number,
): Promise<CaseWrite> {
	checkKey(connection, key, fields, item);
	if (keyPlace(connection).in === 'nowhere') throw fail(connection, KEY_KEPT_NOWHERE, item);
	checkBeforeSending(connection, fields, 'create', item);
	const earlier = await findEarlier(connection, key, item);
	if (!earlier) return await sendNew(connection, normalizeCase(fields), key, item);
	const written = await change(connection, earlier.found, fields, item);
	return { ...written, ...told(earlier), externalKey: earlier.found.record.external_key };
}

interface Earlier extends Winner {
	matched: NonNullable<CaseWrite['matched']>;
}

function asAlreadyThere(earlier: Earlier, notSent: string[]): CaseWrite {
	const { found } = earlier;
	const { external_key: externalKey } = found.record;
	return { ...found, outcome: 'already_there', ...told(earlier), externalKey, notSent };
}

function told({ matched, duplicates }: Earlier): Pick<CaseWrite, 'matched' | 'duplicates'> {
	return { matched, ...(duplicates.length > 0 ? { duplicates } : {}) };
}

const KEY_KEPT_NOWHERE: Reason = {
	code: 'setting',
	message: "'Create or Update' needs a place where the external key is kept",
	description: "Set 'Keep the External Key In' in the credential to the description or to a field.",
};

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
async function change(
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
		return { ...current, outcome: 'unchanged', externalKey: current.record.external_key, notSent };
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
		return {
			...unchanged,
			outcome: 'unchanged',
			externalKey: unchanged.record.external_key,
			notSent,
		};
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
	const found = await present(connection, result, item);
	return { ...found, outcome: 'updated', externalKey: found.record.external_key, notSent };
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

export async function deleteCase(
	connection: Connection,
	id: RecordId,
	item: number,
): Promise<void> {
	await settle<true>(
		connection,
		'deletion',
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'deleteCase',
						method: 'DELETE',
						path: casePath(id),
						notFound: NO_SUCH_CASE,
						mayBeEmpty: true,
					},
					item,
				),
			accept: () => true,
			look: async () => ((await getCaseIfThere(connection, id, item)) === null ? true : null),
		},
		item,
	);
}

async function sendNew(
	connection: Connection,
	fields: CaseFields,
	key: CaseKey,
	item: number,
): Promise<CaseWrite> {
	const place = keyPlace(connection);
	const since = beforeFirstAttempt(new Date().toISOString());
	const { body, notSent } = toWire(fields, place, key.key, 'create');
	const { found, wasRepeated } = await create(connection, body, key, since, item);
	const created = { ...found, outcome: 'created' as const, externalKey: key.key, notSent };
	const mayBeTwice = key.isMapped || wasRepeated;
	if (!mayBeTwice || place.in === 'nowhere') return created;
	const look = async () => await chooseAfter(connection, found, key.key, since, item);
	const winner = await readBack(connection, found, look, item);
	if (!winner || String(winner.found.record.id) === String(found.record.id)) {
		const { duplicates = [] } = winner ?? {};
		return { ...created, ...(duplicates.length > 0 ? { duplicates } : {}) };
	}
	markSaved(connection.credentialKey, key.key, winner.found.record.id);
	const matched = key.isMapped ? 'external key' : 'this run';
	return asAlreadyThere({ ...winner, matched }, notSent);
}

/** `wasRepeated`: an earlier attempt, of this call or of this run, may have been saved later than it was looked for. */
async function create(
	connection: Connection,
	body: IDataObject,
	{ key }: CaseKey,
	since: Stretch,
	item: number,
): Promise<{ found: FoundCase; wasRepeated: boolean }> {
	const place = keyPlace(connection);
	const { credentialKey } = connection;
	let sent = wasTried(credentialKey, key) ? 1 : 0;
	markTried(credentialKey, key);
	const look = async () => {
		const found = await casesWithKey(connection, place, key, { besides: since }, item);
		const [first] = lowestFirst(found);
		return first ? (await whole(connection, first, item)).raw : null;
	};
	try {
		const { result } = await settle<IDataObject>(
			connection,
			'case',
			{
				send: async () => {
					sent += 1;
					return await write(
						connection,
						{
							verb: 'createCase',
							method: 'POST',
							path: '/cases',
							body,
							headers: { 'idempotency-key': inHeader(key) },
						},
						item,
					);
				},
				// The answer repeats what the server likes to repeat; the rest is what we sent.
				accept: (data) => (hasId(data) ? { ...body, ...data } : null),
				...(place.in === 'nowhere' ? {} : { look }),
			},
			item,
		);
		const found = await present(connection, result, item);
		markSaved(credentialKey, key, found.record.id);
		return { found, wasRepeated: sent > 1 };
	} catch (error) {
		const code = reasonOf(error)?.code;
		const isClear = code !== 'unclear_outcome' && code !== 'stopped';
		if (place.in === 'nowhere' && isClear) forgetTried(credentialKey, key);
		throw cleanError(connection.context.getNode(), error, item);
	}
}

/** A header takes plain letters only; other ones go escaped. */
function inHeader(key: string): string {
	return /^[\x20-\x7e]*$/.test(key) ? key : encodeURIComponent(key);
}

async function findEarlier(
	connection: Connection,
	key: CaseKey,
	item: number,
): Promise<Earlier | null> {
	const place = keyPlace(connection);
	const now = new Date().toISOString();
	const tried = triedBefore(connection.credentialKey, key.key);
	if (key.isMapped || tried) {
		const winner = await findTried(connection, key, tried, now, item);
		if (winner) return { ...winner, matched: key.isMapped ? 'external key' : 'this run' };
	}
	if (place.in === 'nowhere' && isStillUnclear(tried)) {
		throw fail(connection, unclearReason('case'), item);
	}
	if (key.isRetry && key.content !== null) {
		const found = await findByContent(connection, place, key, now, item);
		if (found) return { found, duplicates: [], matched: 'earlier run' };
	}
	return null;
}

/** By its key; and by its id, where this process has written it and the key was taken out since, or is kept nowhere. */
async function findTried(
	connection: Connection,
	key: CaseKey,
	tried: Tried | null,
	now: string,
	item: number,
): Promise<Winner | null> {
	const place = keyPlace(connection);
	const lately = key.isRetry ? justBefore(now) : null;
	const besides = tried ? beforeFirstAttempt(tried.since) : lately;
	const winner = await chooseByKey(connection, key.key, besides, item);
	if (winner || tried?.id === undefined || tried.id === null) return winner;
	const isOwn = !key.isMapped || place.in === 'nowhere';
	const found = isOwn ? await getCaseIfThere(connection, tried.id, item) : null;
	return found && { found, duplicates: [] };
}

function checkBeforeSending(
	connection: Connection,
	fields: CaseFields,
	mode: 'create' | 'update',
	item: number,
): void {
	const [first, ...others] = validateCase(fields, mode, customFields(connection));
	if (!first) return;
	const alsoNamed = others.flatMap(({ field }) => (field ? [field] : []));
	const more = alsoNamed.length > 0 ? ` Also: ${alsoNamed.join(', ')}.` : '';
	throw fail(connection, { ...first, description: `${first.description ?? ''}${more}` }, item);
}

function checkKey(connection: Connection, key: CaseKey, fields: CaseFields, item: number): void {
	if (!key.isMapped) return;
	const refused = refusedKey(key.key, fields);
	if (refused) throw fail(connection, refused, item);
}
