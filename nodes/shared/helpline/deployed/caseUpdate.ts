import { randomUUID } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { CaseFields, CaseWrite, FoundCase, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import { asWrite } from '../caseWrite';
import { settle } from '../settle';
import { addNote } from './activities';
import type { Saved } from './api';
import { fail, write } from './api';
import type { CheckedCase } from './caseCheck';
import { checkCase } from './caseCheck';
import { isSameText } from './caseRecord';
import { changePeople } from './casePeople';
import { caseIdText, getCase, getCaseIfThere, NO_SUCH_CASE, presentSaved } from './cases';
import { noteKey } from './keys';

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
		return await changeCase(connection, await getCase(connection, id, item), checked, null, item);
	}
	const changed = await sendUpdate(connection, caseIdText(connection, id, item), body, item);
	await noteOnUpdate(connection, id, note, item);
	return asWrite(changed, 'updated', checked.notSent);
}

/** Sends only what differs; a case that already is as asked is left alone. */
export async function changeCase(
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
