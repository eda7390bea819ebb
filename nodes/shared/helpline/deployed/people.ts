import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import type { ChildWritten, Listing, PersonKind } from '../verbs';
import { settle } from '../settle';
import { markTried } from '../triedKeys';
import type { Saved } from './api';
import { fail, write } from './api';
import { isSameText, lastStep, locationText } from './caseRecord';
import { caseIdText, proveCase } from './cases';
import { partKey } from './keys';
import { storedPhone } from './phone';
import { mayBeRepeat, partMatcher } from './repeats';
import { countryCode } from './settings';
import { listAll } from './lists';
import { checkPerson } from './personCheck';
import { textOrNull } from './text';

type Addable = Exclude<PersonKind, 'reporter'>;

/** Names of the lists, and the link that an active person has to its case (recordings 59, 62). */
const LISTS: Record<PersonKind, { resource: string; link: string }> = {
	client: { resource: 'clients', link: 'case_id_' },
	perpetrator: { resource: 'perpetrators', link: 'case_id_' },
	reporter: { resource: 'reporters', link: 'case_id' },
};

export function presentPerson(kind: PersonKind, raw: IDataObject): Found {
	return {
		raw,
		resource: `${kind}s`,
		record: {
			id: textOrNull(raw.id),
			case_id: textOrNull(raw.case_id_) ?? textOrNull(raw.case_id),
			kind,
			name: textOrNull(raw.contact_fullname),
			phone: textOrNull(raw.contact_phone),
			email: textOrNull(raw.contact_email),
			age: textOrNull(raw.contact_age),
			age_group: lastStep(raw.contact_age_group),
			sex: lastStep(raw.contact_sex),
			location: locationText(raw),
			relationship: lastStep(raw.relationship) ?? textOrNull(raw.relationship_comment),
			created_at: textOrNull(raw.created_on),
			external_key: textOrNull(raw.src_uid),
		},
	};
}

/** The people of a case, complete above the ten that come with the case itself (recording 62). */
export async function listPeople(
	connection: Connection,
	caseId: RecordId,
	kind: PersonKind | 'all',
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	const kinds: PersonKind[] = kind === 'all' ? ['reporter', 'client', 'perpetrator'] : [kind];
	const found: Found[] = [];
	const remarks: string[] = [];
	for (const each of kinds) {
		const list = await listKind(connection, caseId, each, item);
		found.push(...list.found);
		remarks.push(...list.remarks);
	}
	if (found.length === 0) await proveCase(connection, caseId, item);
	return { found: found.slice(0, limit ?? found.length), total: found.length, remarks };
}

async function listKind(
	connection: Connection,
	caseId: RecordId,
	kind: PersonKind,
	item: number,
): Promise<Listing> {
	const { resource, link } = LISTS[kind];
	return await listAll(
		connection,
		{
			verb: 'listPeople',
			resource,
			query: { [link]: caseIdText(connection, caseId, item) },
		},
		(raw) => presentPerson(kind, raw),
		undefined,
		item,
	);
}

/** Adds a person through the case, once: only so is it linked, and the line in the history written (recording 59). */
export async function addPerson(
	connection: Connection,
	caseId: RecordId,
	kind: Addable,
	fields: IDataObject,
	key: CaseKey,
	item: number,
): Promise<ChildWritten> {
	const body = await checkPerson(connection, kind, fields, 'create', item);
	await proveCase(connection, caseId, item);
	const isRepeat = mayBeRepeat(connection, key);
	markTried(connection.credentialKey, key.key);
	const written = await addChecked(connection, caseId, { kind, body, key, isRepeat }, item);
	return { ...presentPerson(kind, written.raw), outcome: written.outcome };
}

/** `isRepeat` where an earlier try may have added the person, so that the case's list is looked through first. */
export async function addChecked(
	connection: Connection,
	caseId: RecordId,
	person: { kind: Addable; body: IDataObject; key: CaseKey; isRepeat: boolean },
	item: number,
): Promise<{ raw: IDataObject; outcome: 'created' | 'already_there' }> {
	const { kind, body, key, isRepeat } = person;
	const { resource } = LISTS[kind];
	const isThis = partMatcher(key, kind);
	const look = async () => {
		const { found } = await listKind(connection, caseId, kind, item);
		return found.find(({ raw }) => isThis(raw.src_uid))?.raw ?? null;
	};
	const earlier = isRepeat ? await look() : null;
	if (earlier) return { raw: earlier, outcome: 'already_there' };
	const id = caseIdText(connection, caseId, item);
	const { result } = await settle<IDataObject, Saved>(
		connection,
		kind,
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'addPerson',
						path: ['cases', id, resource],
						resource,
						body: { src: 'edit', ...body, src_uid: partKey(key.key, kind) },
					},
					item,
				),
			accept: ({ table }) => table.rows.find((row) => row.case_id_ === id) ?? null,
			look,
		},
		item,
	);
	return { raw: result, outcome: 'created' };
}

const NO_SUCH_PERSON: Reason = {
	code: 'not_found',
	field: 'person_id',
	message: "This case has no person with the ID in 'Person'",
	description: "Take the ID and the kind from 'Person: Get Many' of the same case.",
};

async function personOf(
	connection: Connection,
	caseId: RecordId,
	kind: PersonKind,
	personId: RecordId,
	item: number,
): Promise<IDataObject> {
	const { found } = await listPeople(connection, caseId, kind, undefined, item);
	const person = found.find(({ record }) => String(record.id) === String(personId));
	if (!person) throw fail(connection, NO_SUCH_PERSON, item);
	return person.raw;
}

export async function updatePerson(
	connection: Connection,
	caseId: RecordId,
	kind: PersonKind,
	personId: RecordId,
	fields: IDataObject,
	item: number,
): Promise<Found & { outcome: 'updated' | 'unchanged' }> {
	const body = await checkPerson(connection, kind, fields, 'update', item);
	const current = await personOf(connection, caseId, kind, personId, item);
	const changes = changesTo(connection, current, body);
	if (Object.keys(changes).length === 0) {
		return { ...presentPerson(kind, current), outcome: 'unchanged' };
	}
	const raw = await changeChecked(connection, caseId, kind, current, changes, item);
	return { ...presentPerson(kind, raw), outcome: 'updated' };
}

/** The members of a checked person that are not so yet. */
export function changesTo(
	connection: Connection,
	current: IDataObject,
	body: IDataObject,
): IDataObject {
	return Object.fromEntries(
		Object.entries(body).filter(([name, value]) => !isSamePart(connection, current, name, value)),
	);
}

/** A row shows the parts of a person with `contact_` in front; the phone is kept with the country's code. */
function isSamePart(
	connection: Connection,
	current: IDataObject,
	name: string,
	value: unknown,
): boolean {
	const now = current[`contact_${name}`] ?? current[name];
	if (name === 'phone' || name === 'phone2') {
		const code = countryCode(connection);
		return storedPhone(textOrNull(now) ?? '', code) === storedPhone(textOrNull(value) ?? '', code);
	}
	if (name === 'dob') return Date.parse(String(now)) === Number(value) * 1000;
	return isSameText(now, value);
}

/** Sends changes of a person; the case is named, or the change would stand in no history (helpline v1, 10.1). */
export async function changeChecked(
	connection: Connection,
	caseId: RecordId,
	kind: PersonKind,
	current: IDataObject,
	changes: IDataObject,
	item: number,
): Promise<IDataObject> {
	const { resource } = LISTS[kind];
	const id = String(current.id);
	const { result } = await settle<IDataObject, Saved>(
		connection,
		kind,
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'updatePerson',
						path: [resource, id],
						resource,
						body: { ...changes, case_id: caseIdText(connection, caseId, item) },
					},
					item,
				),
			accept: ({ table }) => table.rows.find((row) => row.id === id) ?? null,
			look: async () => {
				const now = await personOf(connection, caseId, kind, id, item);
				return Object.keys(changesTo(connection, now, changes)).length === 0 ? now : null;
			},
		},
		item,
	);
	return result;
}

/** The only removal that there is: a flag, which also takes the person off the case (recording 61). */
export async function removePerson(
	connection: Connection,
	caseId: RecordId,
	kind: Addable,
	personId: RecordId,
	item: number,
): Promise<void> {
	const id = String(personId);
	const { found } = await listPeople(connection, caseId, kind, undefined, item);
	if (!found.some(({ record }) => record.id === id)) {
		// Who was removed before is no longer of the case, and is as the person wants it.
		if (await wasRemoved(connection, kind, id, caseId, item)) return;
		throw fail(connection, NO_SUCH_PERSON, item);
	}
	const { resource } = LISTS[kind];
	await settle<true, Saved>(
		connection,
		kind,
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'removePerson',
						path: [`${resource}^del`, id],
						resource: `${resource}_del`,
						body: { is_delete: '1', case_id: caseIdText(connection, caseId, item) },
					},
					item,
				),
			accept: ({ table }) => (table.rows.some((row) => row.id === id) ? true : null),
			look: async () => ((await wasRemoved(connection, kind, id, caseId, item)) ? true : null),
		},
		item,
	);
}

async function wasRemoved(
	connection: Connection,
	kind: Addable,
	id: string,
	caseId: RecordId,
	item: number,
): Promise<boolean> {
	const { found } = await listAll(
		connection,
		{ verb: 'listPeople', resource: LISTS[kind].resource, query: { id } },
		(raw) => presentPerson(kind, raw),
		undefined,
		item,
	);
	return found.some(
		({ raw }) =>
			raw.id === id && raw.is_delete === '1' && String(raw.case_id ?? '') === String(caseId),
	);
}
