import { parseTime } from './clock.mts';
import { type Complaint, invalid } from './refusal.mts';

/** Says what a value should have been, or nothing when it is right. */
export type Check = (value: unknown) => string | undefined;

export function text(max: number, min = 0): Check {
	return (value) => {
		if (typeof value !== 'string') return 'must be text';
		if (value.trim().length < min) return 'must not be empty';
		return value.length > max ? `must have at most ${max} characters` : undefined;
	};
}

export function oneOf(words: readonly string[]): Check {
	return (value) =>
		typeof value === 'string' && words.includes(value)
			? undefined
			: `must be one of ${words.join(', ')}`;
}

export function wholeNumber(min: number, max: number): Check {
	return (value) =>
		typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
			? undefined
			: `must be a whole number from ${min} to ${max}`;
}

export function between(min: number, max: number): Check {
	return (value) =>
		typeof value === 'number' && value >= min && value <= max
			? undefined
			: `must be a number from ${min} to ${max}`;
}

export const email: Check = (value) =>
	typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
		? undefined
		: 'must be an e-mail address';

export const phone: Check = (value) =>
	typeof value === 'string' && /^\+?\d[\d ()-]{5,22}$/.test(value)
		? undefined
		: 'must be a phone number';

/** `null` clears a field; so does empty text, which forms send. */
export function clearable(check: Check): Check {
	return (value) => (value === null || value === '' ? undefined : check(value));
}

/** Numbers travel as text in an address. */
export function numberText(min: number, max: number): Check {
	return (value) =>
		typeof value === 'string' && /^\d{1,12}$/.test(value) && +value >= min && +value <= max
			? undefined
			: `must be a whole number from ${min} to ${max}`;
}

export const timeText: Check = (value) =>
	typeof value === 'string' && parseTime(value) ? undefined : 'must be an ISO 8601 date';

export interface Form {
	fields: Record<string, Check>;
	required?: readonly string[];
}

/** Refuses everything that the form does not name, all complaints at once. */
export function readForm(given: unknown, form: Form): Record<string, unknown> {
	if (given === null || typeof given !== 'object' || Array.isArray(given)) {
		throw invalid([{ field: 'body', message: 'must be a JSON object', value: given }]);
	}
	const body = given as Record<string, unknown>;
	const complaints: Complaint[] = [];
	for (const field of form.required ?? []) {
		if (body[field] === undefined || body[field] === null) {
			complaints.push({ field, message: 'is required', value: body[field] });
		}
	}
	for (const [field, value] of Object.entries(body)) {
		if (complaints.some((complaint) => complaint.field === field)) continue;
		const check = Object.hasOwn(form.fields, field) ? form.fields[field] : undefined;
		const message = check ? check(value) : 'is not a known field';
		if (message) complaints.push({ field, message, value });
	}
	if (complaints.length > 0) throw invalid(complaints);
	return body;
}
