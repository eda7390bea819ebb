import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import type { PersonKind } from '../verbs';
import { Desk } from './desk';
import { OWN_PERSON_FIELDS } from './fields';
import { isPersonField } from './personFields';
import { ageParts, nameParts, placeParts, relationshipParts } from './personParts';
import { sentPhone } from './phone';
import { isObjectValue, textOrNull } from './text';

const ORIGINS = {
	fname: 'name',
	lname: 'name',
	landmark: 'location',
	relationship_comment: 'relationship',
};

/** The server takes a phone that begins with three digits and nothing shorter (recording 20). */
const FEWEST_DIGITS = 3;

/** A person in the server's words; everything is checked before anything is sent. */
export async function checkPerson(
	connection: Connection,
	kind: PersonKind,
	fields: IDataObject,
	mode: 'create' | 'update',
	item: number,
): Promise<IDataObject> {
	const desk = new Desk(connection, item);
	const given = trimmed(fields);
	for (const name of Object.keys(given)) {
		if (!isPersonField(kind, name)) desk.problems.push(unknownField(name));
		else if (isObjectValue(given[name])) desk.refuse(name, 'Give a single value.');
	}
	checkPlain(desk, given, mode);
	desk.close();
	const body = await toWire(desk, given, kind);
	desk.measure(body, ORIGINS);
	desk.close();
	return body;
}

function trimmed(fields: IDataObject): IDataObject {
	const given: IDataObject = {};
	for (const [name, value] of Object.entries(fields)) {
		const text = typeof value === 'string' ? value.trim() : value;
		if (text !== '' && text !== null && text !== undefined) given[name] = text;
	}
	return given;
}

function checkPlain(desk: Desk, given: IDataObject, mode: 'create' | 'update'): void {
	if (mode === 'create' && textOrNull(given.name) === null) {
		desk.problems.push({
			code: 'missing_field',
			field: 'name',
			message: "'Name' is needed to add a person",
			description: 'Fill the field in, or map a column to it.',
		});
	}
	const phone = textOrNull(given.phone);
	if (phone !== null && (/[^\d\s().+-]/.test(phone) || sentPhone(phone).length < FEWEST_DIGITS)) {
		desk.refuse('phone', 'Use digits, with + and the country code in front or without.');
	}
	const age = textOrNull(given.age);
	if (age !== null && !/^\d{1,3}$/.test(age)) desk.refuse('age', 'Give whole years.');
}

async function toWire(desk: Desk, given: IDataObject, kind: PersonKind): Promise<IDataObject> {
	const body: IDataObject = { ...nameParts(given.name) };
	const [phone, email, ageGroup, sex] = [given.phone, given.email, given.age_group, given.sex].map(
		textOrNull,
	);
	if (phone) body.phone = sentPhone(phone);
	if (email) body.email = email;
	Object.assign(body, await ageParts(desk, given.age));
	if (ageGroup) body.age_group_id = (await desk.entry('age_group', 'ageGroup', ageGroup))?.id;
	if (sex) body.sex_id = (await desk.entry('sex', 'sex', sex))?.id;
	Object.assign(body, await placeParts(desk, given.location));
	Object.assign(body, await relationOf(desk, given.relationship, kind));
	for (const [name, field] of Object.entries(OWN_PERSON_FIELDS[kind])) {
		const value = textOrNull(given[name]);
		if (value !== null) body[name] = await desk.own(name, field, value);
	}
	return body;
}

/** A client's may be words; a perpetrator's has no place for them. */
async function relationOf(desk: Desk, value: unknown, kind: PersonKind): Promise<IDataObject> {
	const relationship = textOrNull(value);
	if (relationship === null) return {};
	if (kind === 'client') return await relationshipParts(desk, relationship);
	const found = await desk.entry('relationship', 'relationship', relationship);
	return found ? { relationship_id: found.id } : {};
}

/** A name that a person made up may itself be a value, so odd ones are not repeated. */
function unknownField(name: string) {
	const isPlain = /^[a-z][a-z0-9_]{0,39}$/.test(name);
	return {
		code: 'unknown_field' as const,
		...(isPlain ? { field: name } : {}),
		message: isPlain
			? `'${name}' is not a field of a person`
			: 'A field was given that is not a field of a person',
		description: 'Take it out, or use the name that this OpenCHS has for it.',
	};
}
