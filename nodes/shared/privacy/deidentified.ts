import { createHmac } from 'crypto';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { GENDERS, PRIORITIES, STATUSES } from '../record/case';
import { toUtc } from '../record/dates';
import { ageBand } from './ageBand';
import type { PlaceLevel } from './place';
import { placeTo } from './place';

/** Who gets the data, and what of the place may be told. */
export interface Recipient {
	/** Of this recipient alone, so that two recipients cannot join their files. */
	secret: string;
	/** The helpline's code: case 17 of one helpline is not case 17 of another. */
	helpline: string;
	placeLevel: PlaceLevel;
}

type Reader = (record: IDataObject, recipient: Recipient, zone: string) => IDataObject[string];

const FLAGS = ['yes', 'no', 'unknown'] as const;

/** Ways in which a helpline server says that a case came (helpline v1, section 14); their exact case differs. */
const CHANNELS = [
	...['call', 'walkin', 'sms', 'whatsapp', 'chat', 'safepal', 'webform', 'cmis', 'facebook'],
	...['twitter', 'weni', 'email'],
] as const;

/** Everything that leaves, in its order. What is not read here stays inside, whatever the server adds. */
const READERS: Readonly<Record<string, Reader>> = {
	case_ref: ({ id }, recipient) => (isId(id) ? caseRef(String(id), recipient) : null),
	created_month: ({ created_at }, _recipient, zone) => monthOf(created_at, zone),
	updated_month: ({ updated_at }, _recipient, zone) => monthOf(updated_at, zone),
	resolved_month: ({ resolved_at }, _recipient, zone) => monthOf(resolved_at, zone),
	category: ({ category }) => listName(category),
	subcategory: ({ subcategory }) => listName(subcategory),
	priority: ({ priority }) => oneOf(PRIORITIES, priority),
	status: ({ status }) => oneOf(STATUSES, status),
	is_escalated: ({ is_escalated }) => (typeof is_escalated === 'boolean' ? is_escalated : null),
	gbv_related: ({ gbv_related }) => oneOf(FLAGS, gbv_related),
	channel: ({ channel }) => oneOf(CHANNELS, channel),
	child_age_band: (record) => ageBand(record.child_age, firstChild(record)?.age_group),
	child_gender: ({ child_gender }) => oneOf(GENDERS, child_gender),
	child_place: ({ child_location }, { placeLevel }) => placeTo(child_location, placeLevel),
};

/** The columns of a de-identified file. Recipients build upon them: a new one is a new version of the profile. */
export const DEIDENTIFIED_COLUMNS: readonly string[] = Object.freeze(Object.keys(READERS));

/**
 * A case without what tells who it is about: every column of the profile and nothing else, null where the
 * value is not known for certain. `zone` (IANA, the workflow's) says in which month an instant falls.
 * Throws a `RangeError` when the recipient has no secret.
 */
export function deidentified(record: IDataObject, recipient: Recipient, zone = 'UTC'): IDataObject {
	return Object.fromEntries(
		Object.entries(READERS).map(([column, read]) => [column, read(record, recipient, zone)]),
	);
}

/**
 * The name of a case for one recipient: HMAC-SHA-256, hexadecimal. The same secret gives the same name,
 * and nobody without it can tell which case it is, not even by trying every id.
 */
export function caseRef(
	id: string,
	{ secret, helpline }: Pick<Recipient, 'secret' | 'helpline'>,
): string {
	// Ids are small numbers: without a secret the hash would be undone in a moment.
	if (secret.trim() === '') throw new RangeError('The secret of the recipient is empty');
	return createHmac('sha256', secret)
		.update(JSON.stringify(['case', helpline, id]))
		.digest('hex');
}

function isId(value: unknown): boolean {
	return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

/** `2026-01` in the zone; the same instant may lie in two months of two zones. */
function monthOf(value: unknown, zone: string): string | null {
	const utc = toUtc(value, 'UTC');
	if (utc === null) return null;
	const day = DateTime.fromISO(utc).setZone(zone).toISODate();
	return day === null ? null : (/^\d{4}-\d{2}(?=-\d{2}$)/.exec(day)?.[0] ?? null);
}

/** Servers let other texts through where a word of a list belongs, and those may say anything. */
function oneOf(words: readonly string[], value: unknown): string | null {
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return words.find((word) => word === text) ?? null;
}

/** Longer than any entry of a list of categories, shorter than a story. */
const LONGEST_NAME = 100;
/** An address, or digits enough for a phone number. */
const LIKE_CONTACT = /@|\d(?:[ ().-]*\d){6}/;

/** The name of an entry of the server's lists, which not every server checks. */
function listName(value: unknown): string | null {
	if (typeof value !== 'string') return null;
	const text = value.trim();
	const isName = text !== '' && text.length <= LONGEST_NAME && !/\p{Cc}/u.test(text);
	return isName && !LIKE_CONTACT.test(text) ? text : null;
}

function firstChild({ children }: IDataObject): IDataObject | null {
	const first: unknown = Array.isArray(children) ? children[0] : null;
	return typeof first === 'object' && first !== null ? (first as IDataObject) : null;
}
