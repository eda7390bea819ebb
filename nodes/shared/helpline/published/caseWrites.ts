import type { IDataObject } from 'n8n-workflow';

import type { CaseFields, CaseWrite, FoundCase, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { refusedKey } from '../../record/externalKey';
import { normalizeCase, validateCase } from '../../record/validate';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { markTried, wasTried } from '../triedKeys';
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
import { beforeFirstAttempt, beforeRetry, findByContent, findByKey } from './keyLookup';
import { settle } from './settle';

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
	if (earlier) {
		return {
			...earlier.found,
			outcome: 'already_there',
			matched: earlier.matched,
			externalKey: earlier.found.record.external_key,
			notSent: [],
		};
	}
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
	return { ...written, matched: earlier.matched, externalKey: earlier.found.record.external_key };
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
	const names = differing(current.record, normal);
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
			send: async () =>
				await write(
					connection,
					{ verb: 'updateCase', method: 'PUT', path: casePath(id), body, notFound: NO_SUCH_CASE },
					item,
				),
			accept: (data) =>
				hasId(data) && String(data.id) === String(id)
					? { ...current?.raw, ...body, ...data }
					: null,
			look: async () => await lookForUpdate(connection, id, normal, item),
		},
		item,
	);
	const found = await present(connection, result, item);
	return { ...found, outcome: 'updated', externalKey: found.record.external_key, notSent };
}

/** The case as it is now, if every field given is in it; a note is sought among the case's activities. */
async function lookForUpdate(
	connection: Connection,
	id: RecordId,
	fields: CaseFields,
	item: number,
): Promise<IDataObject | null> {
	const now = await getCase(connection, id, item);
	if (differing(now.record, fields).length > 0) return null;
	if (typeof fields.notes !== 'string') return now.raw;
	const { found } = await listActivities(connection, id, undefined, item);
	return found.some(({ record }) => record.description === fields.notes) ? now.raw : null;
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
	const { body, notSent } = toWire(fields, place, key.key, 'create');
	const firstAttempt = new Date().toISOString();
	markTried(connection.credentialKey, key.key);
	const { result } = await settle<IDataObject>(
		connection,
		'case',
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'createCase',
						method: 'POST',
						path: '/cases',
						body,
						headers: { 'idempotency-key': key.key },
					},
					item,
				),
			// The answer repeats what the server likes to repeat; the rest is what we sent.
			accept: (data) => (hasId(data) ? { ...body, ...data } : null),
			...(place.in === 'nowhere'
				? {}
				: {
						look: async () =>
							(await findByKey(connection, place, key.key, beforeFirstAttempt(firstAttempt), item))
								?.raw ?? null,
					}),
		},
		item,
	);
	const found = await present(connection, result, item);
	return { ...found, outcome: 'created', matched: null, externalKey: key.key, notSent };
}

async function findEarlier(
	connection: Connection,
	key: CaseKey,
	item: number,
): Promise<{ found: FoundCase; matched: NonNullable<CaseWrite['matched']> } | null> {
	const place = keyPlace(connection);
	const now = new Date().toISOString();
	if (key.isMapped || wasTried(connection.credentialKey, key.key)) {
		const found = await findByKey(
			connection,
			place,
			key.key,
			key.isMapped ? null : beforeRetry(now),
			item,
		);
		if (found) return { found, matched: key.isMapped ? 'external key' : 'this run' };
	}
	if (key.isRetry && key.content !== null) {
		const found = await findByContent(connection, place, key, beforeRetry(now), item);
		if (found) return { found, matched: 'earlier run' };
	}
	return null;
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
