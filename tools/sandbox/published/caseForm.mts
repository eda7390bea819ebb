import {
	between,
	type Check,
	clearable,
	email,
	oneOf,
	phone,
	readForm,
	text,
	wholeNumber,
} from '../checks.mts';
import { type CaseRow, GENDERS, PRIORITIES, STATUSES } from '../records.mts';
import { invalid } from '../refusal.mts';
import type { Call } from './route.mts';

const NARRATIVE = text(65_535);
const SHORT = text(255);

/** What a create may carry: the documented body, no more. */
const CREATE: Record<string, Check> = {
	title: text(255, 1),
	description: clearable(NARRATIVE),
	category: text(255, 1),
	subcategory: clearable(SHORT),
	priority: oneOf(PRIORITIES),
	reporter_name: clearable(SHORT),
	reporter_phone: clearable(phone),
	reporter_email: clearable(email),
	reporter_relationship: clearable(SHORT),
	child_name: clearable(SHORT),
	child_age: clearable(wholeNumber(0, 18)),
	child_gender: clearable(oneOf(GENDERS)),
	child_location: clearable(SHORT),
};

/** An update takes every field of a case that a server does not set by itself. */
const UPDATE: Record<string, Check> = {
	...CREATE,
	status: oneOf(STATUSES),
	notes: text(65_535, 1),
	ai_transcript: clearable(NARRATIVE),
	ai_translation: clearable(NARRATIVE),
	ai_entities: clearable((value) =>
		typeof value === 'object' ? undefined : 'must be an object or a list',
	),
	ai_classification: clearable(SHORT),
	ai_risk_level: clearable(SHORT),
	ai_confidence: clearable(between(0, 1)),
};

const REQUIRED = ['title', 'category', 'priority'];

/** Fields by `acceptFields` are the installation's own, so their form is not known here. */
const ACCEPTED: Check = (value) =>
	['string', 'number', 'boolean'].includes(typeof value) || value === null
		? text(255)(String(value))
		: 'must be text, a number or a switch';

export interface CaseChanges {
	fields: Partial<CaseRow>;
	extra: Record<string, unknown>;
	notes?: string;
}

export function readNewCase(call: Call): CaseChanges {
	return split(call, readForm(call.body, { fields: fieldsWith(call, CREATE), required: REQUIRED }));
}

export function readCaseChanges(call: Call): CaseChanges {
	const fields = { ...UPDATE, assigned_user_id: clearable(existingUser(call)) };
	const body = readForm(call.body, { fields: fieldsWith(call, fields) });
	if (Object.keys(body).length === 0) {
		throw invalid([{ field: 'body', message: 'must name a field', value: body }]);
	}
	return split(call, body);
}

function fieldsWith(call: Call, fields: Record<string, Check>): Record<string, Check> {
	const accepted = call.settings.acceptFields.map((name) => [name, ACCEPTED] as const);
	return { ...Object.fromEntries(accepted), ...fields };
}

/** Ids are numbers, or texts where the server writes them as texts. */
export function idIn(call: Call, table: 'users' | 'cases' | 'dispositions'): Check {
	return (value) => {
		const isId = Number.isInteger(value) || (call.settings.idsAsText && /^\d+$/.test(`${value}`));
		if (!isId) return 'must be an id';
		const shown = table === 'cases' ? 'AND deleted_at IS NULL' : '';
		const found = call.store.row(`SELECT id FROM ${table} WHERE id = ? ${shown}`, Number(value));
		return found ? undefined : 'does not exist';
	};
}

function existingUser(call: Call): Check {
	return idIn(call, 'users');
}

function split(call: Call, body: Record<string, unknown>): CaseChanges {
	const fields: Record<string, unknown> = {};
	const extra: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(body)) {
		if (name === 'notes') continue;
		const isOwn = name in UPDATE || name === 'assigned_user_id';
		if (isOwn) fields[name] = value === '' ? null : value;
		else if (call.settings.acceptFields.includes(name)) extra[name] = value;
	}
	if (fields.ai_entities !== undefined && fields.ai_entities !== null) {
		fields.ai_entities = JSON.stringify(fields.ai_entities);
	}
	if (typeof fields.assigned_user_id === 'string') {
		fields.assigned_user_id = Number(fields.assigned_user_id);
	}
	const changes: CaseChanges = { fields: fields as Partial<CaseRow>, extra };
	if (typeof body.notes === 'string') changes.notes = body.notes;
	return changes;
}
