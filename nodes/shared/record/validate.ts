import type { Reason } from '../transport/errors';
import type { CaseFields } from './case';
import { quoted, WRITABLE_FIELDS, writableField } from './fields';

const MAX_TITLE = 255;
const MAX_AGE = 18;
/** Digits with the usual separators; 6 is the shortest subscriber number, 15 the longest of E.164. Short codes such as 116 are not a reporter's phone. */
const PHONE = /^\+?[\d\s().-]+$/;
const PHONE_DIGITS = { min: 6, max: 15 };
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * What a person gave, in the form that is sent: text trimmed, list words in lower case, numbers as
 * numbers. Empty text means "not given"; null stays, because it clears a field on update.
 */
export function normalizeCase(fields: CaseFields): CaseFields {
	const normal: CaseFields = {};
	for (const [name, value] of Object.entries(fields)) {
		const given = normalizeValue(name, value);
		if (given !== undefined) normal[name] = given;
	}
	return normal;
}

function normalizeValue(name: string, value: CaseFields[string]): CaseFields[string] {
	if (value === null) return null;
	const field = writableField(name);
	const text = typeof value === 'string' ? value.trim() : value;
	if (text === '' || text === undefined) return undefined;
	if (field?.type === 'number') return typeof text === 'string' ? toNumber(text) : text;
	if (field?.type === 'options' && typeof text === 'string')
		return text.toLowerCase().replace(/[\s-]+/g, '_');
	// A spreadsheet gives a phone as a number; the server takes text. Ids go through as they are.
	if (field?.type === 'string' && typeof text === 'number' && name !== 'assigned_user_id')
		return String(text);
	return text;
}

function toNumber(text: string): number | string {
	return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/**
 * Everything that would be refused, found before anything is sent. Each reason names the field and
 * never the value. `extra` are the names that this server has beyond the one record.
 */
export function validateCase(
	fields: CaseFields,
	mode: 'create' | 'update',
	extra: readonly string[] = [],
): Reason[] {
	const normal = normalizeCase(fields);
	return [
		...(mode === 'create' ? missing(normal) : clearedRequired(normal)),
		...Object.entries(normal).flatMap(([name, value]) => problemsOf(name, value, extra)),
	];
}

function missing(fields: CaseFields): Reason[] {
	return WRITABLE_FIELDS.filter(
		(field) =>
			field.isRequired && (fields[field.name] === undefined || fields[field.name] === null),
	).map((field) => ({
		code: 'missing_field' as const,
		field: field.name,
		message: `${quoted(field.name)} is needed to create a case`,
		description: 'Fill the field in, or map a column to it.',
	}));
}

function clearedRequired(fields: CaseFields): Reason[] {
	return WRITABLE_FIELDS.filter((field) => field.isRequired && fields[field.name] === null).map(
		(field) => ({
			code: 'refused_value' as const,
			field: field.name,
			message: `${quoted(field.name)} cannot be cleared`,
			description: 'Every case needs it. Leave the field as it is, or give another value.',
		}),
	);
}

function problemsOf(name: string, value: unknown, extra: readonly string[]): Reason[] {
	if (value === null) return [];
	const field = writableField(name);
	if (!field) return extra.includes(name) ? [] : [unknownField(name)];
	const rule = brokenRule(name, value, field.options);
	if (!rule) return [];
	return [
		{
			code: 'refused_value',
			field: name,
			message: `${quoted(name)} was not accepted`,
			description: rule,
		},
	];
}

/** The rule that a value breaks, in words; null when it is fine. */
function brokenRule(
	name: string,
	value: unknown,
	options: readonly string[] | undefined,
): string | null {
	if (typeof value === 'object') return 'Give a single value, not a list or an object.';
	if (options) {
		return options.includes(String(value)) ? null : `Use one of: ${options.join(', ')}.`;
	}
	switch (name) {
		case 'title':
			return [...String(value)].length > MAX_TITLE ? `At most ${MAX_TITLE} characters fit.` : null;
		case 'child_age':
			return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_AGE
				? null
				: `Give whole years from 0 to ${MAX_AGE}.`;
		case 'reporter_phone':
			return isPhone(String(value))
				? null
				: `Use ${PHONE_DIGITS.min} to ${PHONE_DIGITS.max} digits, with + and the country code in front or without.`;
		case 'reporter_email':
			return EMAIL.test(String(value)) ? null : 'Use the form name@example.org.';
		default:
			return null;
	}
}

function isPhone(text: string): boolean {
	const digits = text.replace(/\D/g, '').length;
	return PHONE.test(text) && digits >= PHONE_DIGITS.min && digits <= PHONE_DIGITS.max;
}

/** A column name that a person made up may itself be a value, so long or odd ones are not repeated. */
function unknownField(name: string): Reason {
	const isPlainName = /^[A-Za-z][A-Za-z0-9_ ]{0,39}$/.test(name);
	return {
		code: 'unknown_field',
		...(isPlainName ? { field: name } : {}),
		message: isPlainName
			? `'${name}' is not a field of a case`
			: 'A field was sent that is not a field of a case',
		description:
			"Take it out, add it to 'Custom Fields' in the credential if this server has it, or set 'Unknown Fields' in 'Options' to 'Add to Description'.",
	};
}
