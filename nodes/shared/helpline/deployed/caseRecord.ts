import type { IDataObject } from 'n8n-workflow';

import type { CaseRecord } from '../../record/case';
import { GENDERS } from '../../record/case';
import { givenKeyOf } from './keys';
import { fold, textOrNull } from './text';
import { pathSteps } from './trees';

export const PRIORITY_CODES: Readonly<Record<string, string>> = {
	low: '1',
	medium: '2',
	high: '3',
	// This server has three; a critical case is handed to the person named in the credential.
	critical: '3',
};

export const STATUS_CODES: Readonly<Record<string, string>> = {
	open: '1',
	assigned: '1',
	in_progress: '1',
	resolved: '2',
	closed: '2',
};

const PRIORITY_WORDS: Readonly<Record<string, string>> = { 1: 'low', 2: 'medium', 3: 'high' };
const STATUS_WORDS: Readonly<Record<string, string>> = { 1: 'open', 2: 'closed' };
const FLAG_WORDS: Readonly<Record<string, string>> = { 0: 'no', 1: 'yes', 2: 'unknown' };
/** `final_status` of a case that is open and escalated (recording 30). */
const ESCALATED = '3';

/** What hangs on a case, where it was read with it. */
export interface Related {
	clients: readonly IDataObject[];
	/** ISO 8601; the newest activity. */
	updatedAt: string | null;
}

/** A case as the server's rows tell it, in our words. Without `related` nothing is known about its children. */
export function toRecord(raw: IDataObject, prefix: string, related?: Related): CaseRecord {
	const id = textOrNull(raw.id) ?? '';
	const path = pathSteps(raw.case_category);
	const children = related?.clients.map(toChild);
	const child = children?.[0];
	return {
		id,
		case_number: `${prefix}${id}`,
		channel: textOrNull(raw.src),
		title: path.at(-1) ?? null,
		description: textOrNull(raw.narrative),
		plan: textOrNull(raw.plan),
		category: path[0] ?? null,
		subcategory: path.length > 1 ? path.slice(1).join(' > ') : null,
		priority: priorityWord(raw.priority),
		status: statusWord(raw.status),
		is_escalated: raw.final_status === ESCALATED,
		gbv_related: flagWord(raw.gbv_related),
		reporter_name: textOrNull(raw.reporter_fullname),
		reporter_phone: textOrNull(raw.reporter_phone),
		reporter_email: textOrNull(raw.reporter_email),
		reporter_age_group: lastStep(raw.reporter_age_group),
		reporter_sex: lastStep(raw.reporter_sex),
		reporter_relationship: child?.relationship ?? null,
		child_name: child?.name ?? null,
		child_age: child?.age ?? null,
		child_gender: child?.gender ?? null,
		child_location: child?.location ?? null,
		...(children ? { children } : {}),
		assigned_to: textOrNull(raw.assigned_to),
		assigned_user_id: textOrNull(raw.assigned_to_id),
		created_at: textOrNull(raw.created_on),
		updated_at: related?.updatedAt ?? null,
		created_by: textOrNull(raw.created_by),
		external_key: givenKeyOf(textOrNull(raw.src_uid), textOrNull(raw.theirref)),
		ai_transcript: null,
		ai_translation: null,
		ai_entities: null,
		ai_classification: null,
		ai_risk_level: null,
		ai_confidence: null,
	};
}

function toChild(client: IDataObject) {
	const age = textOrNull(client.contact_age);
	return {
		id: textOrNull(client.id),
		name: textOrNull(client.contact_fullname),
		age: age !== null && /^\d+$/.test(age) ? Number(age) : age,
		age_group: lastStep(client.contact_age_group),
		gender: genderWord(client.contact_sex),
		location: locationText(client),
		relationship: lastStep(client.relationship) ?? textOrNull(client.relationship_comment),
	};
}

/** The place as its path, or the landmark where it is no place of the tree. */
export function locationText(person: IDataObject): string | null {
	const path = pathSteps(person.contact_location);
	return path.length > 0 ? path.join(' > ') : textOrNull(person.contact_landmark);
}

/** The server's own name of a sex, in our word where we have one for it. */
export function genderWord(value: unknown): string | null {
	const name = lastStep(value);
	return GENDERS.find((gender) => gender === fold(name ?? '')) ?? name;
}

export function lastStep(value: unknown): string | null {
	return pathSteps(value).at(-1) ?? null;
}

export function priorityWord(value: unknown): string | null {
	return wordOf(PRIORITY_WORDS, value);
}

export function flagWord(value: unknown): string | null {
	return wordOf(FLAG_WORDS, value);
}

export function statusWord(value: unknown): string | null {
	return wordOf(STATUS_WORDS, value);
}

/** Values are not checked by the server, so others than the known ones come through as they are. */
function wordOf(words: Readonly<Record<string, string>>, value: unknown): string | null {
	const text = textOrNull(value);
	if (text === null) return null;
	return Object.hasOwn(words, text) ? (words[text] ?? text) : text;
}

/** Title and description in the one text that this server has: a paragraph, an empty line, the rest. */
export function toNarrative(title: string | null, description: string | null): string | null {
	if (title === null || description === null) return title ?? description;
	return isSameText(title, description) ? description : `${title}\n\n${description}`;
}

/** Empty and absent are the same; line breaks and accents have several spellings. */
export function isSameText(a: unknown, b: unknown): boolean {
	return comparable(a) === comparable(b);
}

function comparable(value: unknown): string {
	return (textOrNull(value) ?? '').replace(/\r\n?/g, '\n').trim().normalize('NFC');
}
