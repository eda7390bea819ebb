import { randomUUID } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { CaseFields, CaseWrite, FoundCase, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { refusedKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { reasonOf } from '../../transport/errors';
import type { Winner } from '../duplicates';
import { readBack } from '../duplicates';
import { settle } from '../settle';
import { forgetTried, markSaved, markTried, triedBefore, wasTried } from '../triedKeys';
import { addNote } from './activities';
import type { Saved, WriteCall } from './api';
import { fail, write } from './api';
import type { CheckedCase } from './caseCheck';
import { checkCase } from './caseCheck';
import { isSameText } from './caseCodec';
import { caseIdText, getCase, getCaseIfThere, NO_SUCH_CASE, presentWhole } from './cases';
import { withChild } from './caseChild';
import { changePeople } from './casePeople';
import { chooseByKey } from './duplicates';
import { casesWithKey, findByContent } from './keyLookup';
import { noteKey, wireKey } from './keys';

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
	const written = await change(connection, earlier.found, changes, key, item);
	return {
		...written,
		matched: earlier.matched,
		...(earlier.duplicates.length > 0 ? { duplicates: earlier.duplicates } : {}),
	};
}

export async function updateCase(
	connection: Connection,
	id: RecordId,
	fields: CaseFields,
	item: number,
): Promise<CaseWrite> {
	const checked = await checkCase(connection, fields, 'update', item);
	const { body, reporter, child, note } = checked;
	const touchesPeople = Object.keys({ ...reporter, ...child }).length > 0;
	if (!touchesPeople && note === null && Object.keys(body).length === 0) {
		const current = await getCase(connection, id, item);
		return asWrite(current, 'unchanged', checked.notSent);
	}
	if (touchesPeople || Object.keys(body).length === 0) {
		return await change(connection, await getCase(connection, id, item), checked, null, item);
	}
	const changed = await sendUpdate(connection, caseIdText(connection, id, item), body, item);
	await noteOnUpdate(connection, id, note, item);
	return asWrite(changed, 'updated', checked.notSent);
}

/** This server keeps every case: DELETE answers as if it had worked and does nothing (recording 64). */
export async function deleteCase(connection: Connection, item: number): Promise<void> {
	await Promise.reject(fail(connection, KEEPS_CASES, item));
}

const KEEPS_CASES: Reason = {
	code: 'not_offered',
	message: 'This OpenCHS keeps all cases; none was deleted',
	description: "Use 'Case: Update' with the status 'closed' instead.",
};

interface Earlier extends Winner {
	matched: NonNullable<CaseWrite['matched']>;
}

async function findEarlier(
	connection: Connection,
	key: CaseKey,
	item: number,
): Promise<Earlier | null> {
	const savedId = triedBefore(connection.credentialKey, key.key)?.id ?? null;
	const saved = savedId === null ? null : await getCaseIfThere(connection, savedId, item);
	if (saved && !key.isMapped) return { found: saved, duplicates: [], matched: 'this run' };
	if (key.isMapped || wasTried(connection.credentialKey, key.key)) {
		const winner = await chooseByKey(connection, key.key, item);
		if (winner) return { ...winner, matched: key.isMapped ? 'external key' : 'this run' };
	}
	if (key.isRetry) {
		const found = await findByContent(connection, key, item);
		if (found) return { found, duplicates: [], matched: 'earlier run' };
	}
	return null;
}

/** What an earlier try has left undone. */
async function finish(
	connection: Connection,
	earlier: Earlier,
	checked: CheckedCase,
	key: CaseKey,
	item: number,
): Promise<CaseWrite> {
	const { found, duplicates, matched } = earlier;
	const whole = await withChild(
		connection,
		found,
		{ child: checked.child, key, isRepeat: true },
		item,
	);
	return {
		...asWrite(whole.found, 'already_there', checked.notSent),
		matched,
		...(whole.child ? { parts: { case: 'already_there', child: whole.child } } : {}),
		...(duplicates.length > 0 ? { duplicates } : {}),
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
		...(winner && winner.duplicates.length > 0 ? { duplicates: winner.duplicates } : {}),
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

async function presentSaved(
	connection: Connection,
	{ table, answer }: Saved,
	item: number,
): Promise<FoundCase> {
	return await presentWhole(connection, table.rows[0] ?? {}, answer, item);
}

/** Sends only what differs; a case that already is as asked is left alone. */
async function change(
	connection: Connection,
	current: FoundCase,
	checked: CheckedCase,
	key: CaseKey | null,
	item: number,
): Promise<CaseWrite> {
	const { id } = current.record;
	const people = await changePeople(connection, current, checked, key, item);
	const notSent = [...checked.notSent, ...people.notSent];
	const body = differing(current.raw, checked.body);
	const hasChanges = Object.keys(body).length > 0;
	// The case's own copy of the reporter is renewed by an update of the case alone (helpline v1, 9).
	const changed =
		hasChanges || people.isReporterChanged
			? await sendUpdate(connection, String(id), body, item)
			: people.isChildChanged
				? await getCase(connection, id, item)
				: current;
	await noteOnUpdate(connection, id, checked.note, item);
	const isUnchanged = changed === current && checked.note === null;
	return asWrite(changed, isUnchanged ? 'unchanged' : 'updated', notSent);
}

/** The members that are not so yet. Lists only ever grow, so they are sent as they are (helpline v1, 9). */
function differing(raw: IDataObject, body: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(body).filter(([name, value]) => {
			if (Array.isArray(value)) return value.some((entry) => !isLinked(raw[name], entry));
			if (name === 'incidence_when') return !isSameTime(raw[name], value);
			return !isSameText(raw[name], value);
		}),
	);
}

/** `services` and `referals` come back as `id:name,id:name` (recording 30). */
function isLinked(stored: unknown, entry: unknown): boolean {
	const { category_id: id } = entry as { category_id: string };
	return String(stored ?? '')
		.split(',')
		.some((part) => part.split(':')[0] === id);
}

function isSameTime(stored: unknown, seconds: unknown): boolean {
	return Date.parse(String(stored)) === Number(seconds) * 1000;
}

/** An update is POST with the id (recordings 52, 63), and counts only when the row comes back (recording 53). */
async function sendUpdate(
	connection: Connection,
	id: string,
	changes: IDataObject,
	item: number,
): Promise<FoundCase> {
	const { result } = await settle<FoundCase | Saved | 'missing', Saved>(
		connection,
		'change',
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'updateCase',
						path: ['cases', id],
						resource: 'cases',
						body: { ...changes, src: 'edit', src_uid: `update-${randomUUID()}` },
						notFound: NO_SUCH_CASE,
					},
					item,
				),
			accept: (saved) => {
				const [row] = saved.table.rows;
				if (!row) return 'missing';
				return row.id === id ? saved : null;
			},
			look: async () => {
				const now = await getCaseIfThere(connection, id, item);
				if (!now) return 'missing';
				return Object.keys(differing(now.raw, changes)).length === 0 ? now : null;
			},
		},
		item,
	);
	if (result === 'missing') throw fail(connection, NO_SUCH_CASE, item);
	return 'record' in result ? result : await presentSaved(connection, result, item);
}

/** A note of an update stands in the history by itself; a run that n8n tries again writes it once. */
async function noteOnUpdate(
	connection: Connection,
	id: RecordId,
	note: string | null,
	item: number,
): Promise<void> {
	if (note === null) return;
	const key = noteKey(connection, id, note, item);
	await addNote(connection, id, { note: { detail: note }, key, part: 'note' }, item);
}

function asWrite(found: FoundCase, outcome: CaseWrite['outcome'], notSent: string[]): CaseWrite {
	return { ...found, outcome, externalKey: found.record.external_key, notSent };
}

function checkKey(connection: Connection, key: CaseKey, fields: CaseFields, item: number): void {
	if (!key.isMapped) return;
	const refused = refusedKey(key.key, fields);
	if (refused) throw fail(connection, refused, item);
}
