import type { IDataObject } from 'n8n-workflow';

import type { Desk } from './desk';
import { textOrNull } from './text';
import { ageGroupOf } from './trees';

/** Parts of a person in the server's words, from ours. */

/** The first word is the first name, the rest the last name. */
export function nameParts(value: unknown): IDataObject {
	const [fname, ...rest] = (textOrNull(value) ?? '').trim().split(/\s+/);
	if (!fname) return {};
	return { fname, ...(rest.length > 0 ? { lname: rest.join(' ') } : {}) };
}

/** The age, and the group of the installation that holds it. */
export async function ageParts(desk: Desk, value: unknown): Promise<IDataObject> {
	const age = textOrNull(value);
	if (age === null) return {};
	const group = ageGroupOf(await desk.tree('ageGroup'), Number(age));
	return { age, ...(group ? { age_group_id: group.id } : {}) };
}

/** A place that is one entry of the tree by its id, else its words: the server keeps both. */
export async function placeParts(desk: Desk, value: unknown): Promise<IDataObject> {
	const place = textOrNull(value);
	if (place === null) return {};
	const entry = await desk.entryIfOne('location', place);
	return entry ? { location_id: entry.id } : { landmark: place };
}

export async function relationshipParts(desk: Desk, value: unknown): Promise<IDataObject> {
	const relationship = textOrNull(value);
	if (relationship === null) return {};
	const entry = await desk.entryIfOne('relationship', relationship);
	return entry ? { relationship_id: entry.id } : { relationship_comment: relationship };
}
