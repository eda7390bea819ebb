import type { IDataObject } from 'n8n-workflow';

import type { CaseFields, CaseWrite, FoundCase } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { normalizeCase } from '../../record/validate';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { cleanError, reasonOf } from '../../transport/errors';
import { asWrite, checkKey, told, toldOf } from '../caseWrite';
import { lowestFirst, readBack } from '../duplicates';
import { settle } from '../settle';
import { forgetTried, markSaved, markTried, wasTried } from '../triedKeys';
import { fail, write } from './api';
import { checkBeforeSending } from './caseCheck';
import { hasId, toWire } from './caseRecord';
import { keyPlace, present } from './cases';
import { changeCase } from './caseUpdate';
import { chooseAfter } from './duplicates';
import { findEarlier } from './earlierCase';
import type { Stretch } from './keyLookup';
import { beforeFirstAttempt, casesWithKey, whole } from './keyLookup';

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
	if (earlier) return { ...asWrite(earlier.found, 'already_there', []), ...told(earlier) };
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
	const written = await changeCase(connection, earlier.found, fields, item);
	return { ...written, ...told(earlier), externalKey: earlier.found.record.external_key };
}

const KEY_KEPT_NOWHERE: Reason = {
	code: 'setting',
	message: "'Create or Update' needs a place where the external key is kept",
	description: "Set 'Keep the External Key In' in the credential to the description or to a field.",
};

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
		return { ...created, ...toldOf(winner?.duplicates) };
	}
	markSaved(connection.credentialKey, key.key, winner.found.record.id);
	const matched = key.isMapped ? 'external key' : 'this run';
	return { ...asWrite(winner.found, 'already_there', notSent), ...told({ ...winner, matched }) };
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
