import type { CaseFields, CaseWrite, FoundCase } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { reasonOf } from '../../transport/errors';
import type { Earlier } from '../caseWrite';
import { asWrite, checkKey, told, toldOf } from '../caseWrite';
import { readBack } from '../duplicates';
import { settle } from '../settle';
import { forgetTried, markSaved, markTried, wasTried } from '../triedKeys';
import type { Saved, WriteCall } from './api';
import { fail, write } from './api';
import type { CheckedCase } from './caseCheck';
import { checkCase } from './caseCheck';
import { withChild } from './caseChild';
import { presentSaved } from './cases';
import { changeCase } from './caseUpdate';
import { chooseByKey } from './duplicates';
import { findEarlier } from './earlierCase';
import { casesWithKey } from './keyLookup';
import { wireKey } from './keys';

/**
 * Creates a case once, with its reporter in the same call and its child in a second one. It looks first
 * when a person gave the key, when this process has tried it before and when n8n runs a stored execution
 * again; it looks after every unclear outcome, and a run that is repeated finishes what is missing.
 */
export async function createCase(
	connection: Connection,
	fields: CaseFields,
	key: CaseKey,
	item: number,
): Promise<CaseWrite> {
	checkKey(connection, key, fields, item);
	const checked = await checkCase(connection, fields, 'create', item);
	const earlier = await findEarlier(connection, key, item);
	if (earlier) return await finish(connection, earlier, checked, key, item);
	return await sendNew(connection, checked, key, item);
}

export async function createOrUpdateCase(
	connection: Connection,
	fields: CaseFields,
	key: CaseKey,
	item: number,
): Promise<CaseWrite> {
	checkKey(connection, key, fields, item);
	const checked = await checkCase(connection, fields, 'create', item);
	const earlier = await findEarlier(connection, key, item);
	if (!earlier) return await sendNew(connection, checked, key, item);
	const changes = await checkCase(connection, fields, 'update', item);
	const written = await changeCase(connection, earlier.found, changes, key, item);
	return { ...written, ...told(earlier) };
}

/** What an earlier try has left undone. */
async function finish(
	connection: Connection,
	earlier: Earlier,
	checked: CheckedCase,
	key: CaseKey,
	item: number,
): Promise<CaseWrite> {
	const whole = await withChild(
		connection,
		earlier.found,
		{ child: checked.child, key, isRepeat: true },
		item,
	);
	return {
		...asWrite(whole.found, 'already_there', checked.notSent),
		...told(earlier),
		...(whole.child ? { parts: { case: 'already_there', child: whole.child } } : {}),
	};
}

async function sendNew(
	connection: Connection,
	checked: CheckedCase,
	key: CaseKey,
	item: number,
): Promise<CaseWrite> {
	const { found: created, wasRepeated } = await create(connection, checked, key, item);
	const look = async () => await chooseByKey(connection, key.key, item);
	const mayBeTwice = key.isMapped || wasRepeated;
	const winner = mayBeTwice ? await readBack(connection, created, look, item) : null;
	if (winner && winner.found.record.id !== created.record.id) {
		markSaved(connection.credentialKey, key.key, winner.found.record.id);
		return {
			...asWrite(winner.found, 'already_there', checked.notSent),
			matched: key.isMapped ? 'external key' : 'this run',
			duplicates: winner.duplicates,
		};
	}
	const whole = await withChild(
		connection,
		created,
		{ child: checked.child, key, isRepeat: false },
		item,
	);
	return {
		...asWrite(whole.found, 'created', checked.notSent),
		...(whole.child ? { parts: { case: 'created', child: whole.child } } : {}),
		...toldOf(winner?.duplicates),
	};
}

/** `wasRepeated`: an earlier attempt, of this call or of this run, may have been saved later than it was looked for. */
async function create(
	connection: Connection,
	checked: CheckedCase,
	key: CaseKey,
	item: number,
): Promise<{ found: FoundCase; wasRepeated: boolean }> {
	const { credentialKey } = connection;
	let sent = wasTried(credentialKey, key.key) ? 1 : 0;
	markTried(credentialKey, key.key);
	try {
		const { result } = await settle<FoundCase | Saved, Saved>(
			connection,
			'case',
			{
				send: async () => {
					sent += 1;
					return await write(connection, createCall(checked, key), item);
				},
				// Where a key is unique, older servers answer a second create with 201 and no row (helpline v1, 18).
				accept: (saved) => (saved.table.rows[0]?.id ? saved : null),
				look: async () => (await casesWithKey(connection, key.key, item))[0] ?? null,
			},
			item,
		);
		const found = 'record' in result ? result : await presentSaved(connection, result, item);
		markSaved(credentialKey, key.key, found.record.id);
		return { found, wasRepeated: sent > 1 };
	} catch (error) {
		const reason = reasonOf(error);
		if (reason?.code === 'refused_by_server') forgetTried(credentialKey, key.key);
		throw fail(connection, reason ?? UNKNOWN, item);
	}
}

const UNKNOWN: Reason = { code: 'unknown', message: 'The case could not be created' };

function createCall({ body, reporter }: CheckedCase, { key }: CaseKey): WriteCall {
	return {
		verb: 'createCase',
		path: ['cases'],
		resource: 'cases',
		body: { ...body, src_uid: wireKey(key), theirref: key, reporters_uuid: reporter },
	};
}
