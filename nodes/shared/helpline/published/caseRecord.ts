import type { IDataObject } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import type { CaseFields, CaseRecord, FoundCase } from '../../record/case';
import { toUtc } from '../../record/dates';
import { splitReference, withReference } from '../../record/externalKey';
import { writableField } from '../../record/fields';

/** Where the credential keeps the external key, because the published create has no field for it. */
export type KeyPlace = { in: 'description' } | { in: 'field'; name: string } | { in: 'nowhere' };

/** Members that go over as they are; the server's spelling is ours (one record, column "Documented"). */
const SAME = [
	'title',
	'category',
	'subcategory',
	'priority',
	'status',
	'reporter_name',
	'reporter_phone',
	'reporter_email',
	'reporter_relationship',
	'child_name',
	'child_age',
	'child_gender',
	'child_location',
	'ai_transcript',
	'ai_translation',
	'ai_entities',
	'ai_classification',
	'ai_risk_level',
	'ai_confidence',
	'created_by',
	'updated_by',
] as const;

/** A case as the server sends it, in our words. `userName` finds a user's name by id where the case does not tell. */
export function toRecord(
	raw: IDataObject,
	place: KeyPlace,
	userName: (id: string) => string | null = () => null,
): CaseRecord {
	const reference = splitReference(textOrNull(raw.description));
	const isInDescription = place.in === 'description';
	const key =
		place.in === 'field' ? textOrNull(raw[place.name]) : isInDescription ? reference.key : null;
	const record: CaseRecord = {
		id: idOf(raw.id),
		case_number: textOrNull(raw.case_number),
		title: null,
		description: isInDescription ? reference.text : textOrNull(raw.description),
		category: null,
		subcategory: null,
		priority: null,
		status: null,
		assigned_to: assignee(raw, userName),
		assigned_user_id: hasValue(raw.assigned_user_id) ? idOf(raw.assigned_user_id) : null,
		created_at: timeOrText(raw.created_at),
		updated_at: timeOrText(raw.updated_at),
		external_key: key,
	};
	for (const name of SAME) setSafeObjectProperty(record, name, raw[name] ?? null);
	return record;
}

function assignee(raw: IDataObject, userName: (id: string) => string | null): string | null {
	const own = textOrNull(raw.assigned_to);
	if (own) return own;
	const user = raw.assigned_user;
	if (typeof user === 'object' && user !== null && 'username' in user) {
		return textOrNull(user.username as string);
	}
	const id = raw.assigned_user_id;
	return hasValue(id) ? userName(String(id)) : null;
}

/** Whether the case names its assignee by id alone, so that the user list is needed. */
export function needsUserName(raw: IDataObject): boolean {
	return hasValue(raw.assigned_user_id) && assignee(raw, () => null) === null;
}

function hasValue(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/**
 * The body of a create or update, and what this server has no place for. `key` is written where the
 * credential says; on an update it is written only into a description that is sent anyway.
 */
export function toWire(
	fields: CaseFields,
	place: KeyPlace,
	key: string | null,
	mode: 'create' | 'update',
): { body: IDataObject; notSent: string[] } {
	const body: IDataObject = {};
	const notSent: string[] = [];
	for (const [name, value] of Object.entries(fields)) {
		const field = writableField(name);
		const isId = name === 'assigned_user_id' && value !== null;
		if (field?.isDeployedOnly || (mode === 'create' && field?.isUpdateOnly)) notSent.push(name);
		// Nothing is there yet that a create could clear.
		else if (mode === 'update' || value !== null) {
			setSafeObjectProperty(body, name, isId ? idForBody(value) : value);
		}
	}
	if (key !== null && place.in === 'field' && mode === 'create') {
		setSafeObjectProperty(body, place.name, key);
	}
	const writesDescription = mode === 'create' || 'description' in body;
	if (key !== null && place.in === 'description' && writesDescription) {
		body.description = withReference(textOrNull(body.description), key);
	}
	return { body, notSent };
}

/** Names of the fields whose value in the case is not the one given; write-only fields are left out. */
export function differing({ record, raw }: FoundCase, fields: CaseFields): string[] {
	return Object.keys(fields).filter((name) => {
		const field = writableField(name);
		if (name === 'notes' || field?.isDeployedOnly) return false;
		// A field of the server's own is not part of the record.
		return !isSame(field ? record[name] : raw[name], fields[name]);
	});
}

function isSame(a: unknown, b: unknown): boolean {
	return comparable(a) === comparable(b);
}

/** Empty, absent and null mean the same; numbers and texts of the same digits too, since servers differ in that. */
function comparable(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'object') return JSON.stringify(value);
	return String(value).replace(/\r\n/g, '\n').trim().normalize('NFC');
}

/**
 * An id as a body carries it. A person's panel gives text, and a server that counts takes numbers only;
 * an id that is not plain digits goes over as it is.
 */
export function idForBody(id: unknown): string | number {
	const text = String(id ?? '');
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : text;
}

export function idOf(value: unknown): string | number {
	return typeof value === 'number' ? value : String(value ?? '');
}

export function hasId(raw: IDataObject): boolean {
	return (
		(typeof raw.id === 'number' && Number.isFinite(raw.id)) ||
		(typeof raw.id === 'string' && raw.id !== '')
	);
}

export function textOrNull(value: unknown): string | null {
	if (typeof value === 'string') return value === '' ? null : value;
	return typeof value === 'number' ? String(value) : null;
}

/** A time without a zone is UTC; one that cannot be read goes through as it is. */
export function timeOrText(value: unknown): string | null {
	return toUtc(value, 'utc') ?? textOrNull(value);
}
