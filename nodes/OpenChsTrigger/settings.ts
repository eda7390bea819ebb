import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { createHash } from 'crypto';
import type { EventName } from '../shared/changes/events';
import { inOrder, isEvent } from '../shared/changes/events';
import type { ChangeFilters } from '../shared/changes/filters';
import { isFilters, toChangeFilters } from '../shared/changes/filters';
import type { Profile } from '../shared/privacy/profiles';
import { toUtc } from '../shared/record/dates';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';

/** What a person set on the trigger. */
export interface Settings {
	login: string;
	events: ReadonlySet<EventName>;
	filters: ChangeFilters;
	/** The text of 'Start From', and the time that it means; null is now. */
	startFrom: string;
	from: string | null;
	most: number;
	profile: Profile;
}

export function readSettings(context: IPollFunctions): Settings {
	const read = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, otherwise);
	const refuse = (reason: Reason) => toNodeError(context.getNode(), reason);

	const login = String(read('authentication', 'login'));
	const events = new Set(inOrder(listOf(read('events', [])).filter(isEvent)));
	if (events.size === 0) throw refuse(NO_EVENT);
	const filters = toChangeFilters(read('filters', {}) as IDataObject, login);
	if (!isFilters(filters)) throw refuse(filters);
	const isDate = read('startFrom', 'now') === 'date';
	const startFrom = isDate ? String(read('startDate', '')) : 'now';
	const from = isDate ? toUtc(startFrom, context.getTimezone()) : null;
	if (isDate && from === null) throw refuse(NOT_A_DATE);
	const profile = toProfile(read('options', {}) as IDataObject);
	if (profile.form === 'selected' && profile.fields.length === 0) throw refuse(NO_FIELD);
	const most = Math.max(1, Math.floor(Number(read('options.mostChanges', MOST)) || MOST));
	return { login, events, filters, startFrom, from, most, profile };
}

/** Changes when anything does that a person set, so that a new publication is told from the old one. */
export function fingerprint(context: IPollFunctions): string {
	const { parameters, credentials } = context.getNode();
	return createHash('sha256')
		.update(JSON.stringify([parameters, credentials]))
		.digest('hex')
		.slice(0, 32);
}

const MOST = 500;

function toProfile(options: IDataObject): Profile {
	const { output, outputFields, leaveOutPersonal } = options;
	return {
		form: output === 'pointer' || output === 'selected' ? output : 'full',
		fields: listOf(outputFields),
		leaveOutPersonal: leaveOutPersonal === true,
	};
}

/** Chosen on the screen as a list; an expression may give one name, or names with commas. */
function listOf(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return parts.map((part) => String(part).trim()).filter((part) => part !== '');
}

const NO_EVENT: Reason = {
	code: 'setting',
	message: "'Trigger On' is empty",
	description: 'Choose what this trigger waits for.',
};

const NOT_A_DATE: Reason = {
	code: 'setting',
	field: 'startDate',
	message: "'Start Date' does not hold a date",
	description: 'Use a date such as 2026-01-31 or a time such as 2026-01-31T08:30.',
};

const NO_FIELD: Reason = {
	code: 'setting',
	field: 'outputFields',
	message: "'Output Fields' is empty",
	description: "Choose the fields to hand on, or another 'Output'.",
};
