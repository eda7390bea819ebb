import type { IDataObject } from 'n8n-workflow';

import type { Profile } from '../privacy/profiles';
import type { Reason } from '../transport/errors';
import type { EventName } from './events';
import { inOrder, isEvent } from './events';
import type { ChangeFilters } from './filters';
import { isFilters, toChangeFilters } from './filters';

/** What a person chose on a trigger, whoever tells it of changes. */
export interface Chosen {
	events: ReadonlySet<EventName>;
	filters: ChangeFilters;
	profile: Profile;
}

/** Reads 'Trigger On', 'Filters' and 'Options'; a reason when nothing could ever come of them. */
export function chosenOf(
	given: { events: unknown; filters: IDataObject; options: IDataObject },
	login: string,
): Chosen | Reason {
	const events = new Set(inOrder(listOf(given.events).filter(isEvent)));
	if (events.size === 0) return NO_EVENT;
	const filters = toChangeFilters(given.filters, login);
	if (!isFilters(filters)) return filters;
	const { output, outputFields, leaveOutPersonal } = given.options;
	const profile: Profile = {
		form: output === 'pointer' || output === 'selected' ? output : 'full',
		fields: listOf(outputFields),
		leaveOutPersonal: leaveOutPersonal === true,
	};
	if (profile.form === 'selected' && profile.fields.length === 0) return NO_FIELD;
	return { events, filters, profile };
}

export function isChosen(answer: Chosen | Reason): answer is Chosen {
	return 'profile' in answer;
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

const NO_FIELD: Reason = {
	code: 'setting',
	field: 'outputFields',
	message: "'Output Fields' is empty",
	description: "Choose the fields to hand on, or another 'Output'.",
};
