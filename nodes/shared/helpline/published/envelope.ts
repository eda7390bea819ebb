import type { IDataObject } from 'n8n-workflow';

export interface Pagination {
	total: number | null;
	hasMore: boolean | null;
}

/** An answer's text, read: data with what the server says about pages, or why it is no data. */
export type Parsed =
	| { ok: true; data: unknown; pagination: Pagination }
	| { ok: false; why: 'empty' | 'not_json' | 'failure' };

/**
 * Reads an answer. The reference wraps data as `{success, data, pagination}`, the guide's samples read
 * it bare: both are accepted (published API, envelopes). A page of HTML, half a JSON and an empty body
 * are never data.
 */
export function parseAnswer(text: string): Parsed {
	const trimmed = text.trim();
	if (trimmed === '') return { ok: false, why: 'empty' };
	const value = parseJson(trimmed);
	if (!isObject(value) && !Array.isArray(value)) return { ok: false, why: 'not_json' };
	if (Array.isArray(value)) return { ok: true, data: value, pagination: NOTHING_SAID };
	if (value.success === false || isBareError(value)) return { ok: false, why: 'failure' };
	const pagination = readPagination(value.pagination);
	if (value.success !== true) return { ok: true, data: value, pagination };
	const data = 'data' in value ? value.data : withoutSuccess(value);
	return { ok: true, data, pagination };
}

/** Some servers, and what stands before them, answer a refusal with 200 and nothing but the refusal. */
function isBareError(value: IDataObject): boolean {
	const { error } = value;
	const tellsError = isObject(error) || (typeof error === 'string' && error !== '');
	return tellsError && value.success !== true && value.id === undefined;
}

/** Whether what was read is an answer at all; what the door asks before it gives a read up. */
export function isReadable(parsed: Parsed): boolean {
	return parsed.ok;
}

const NOTHING_SAID: Pagination = { total: null, hasMore: null };

/** Some replies carry their one member beside `success`, such as `{success, user}` of a login. */
function withoutSuccess(value: IDataObject): IDataObject {
	const beside = ['success', 'message', 'pagination'];
	return Object.fromEntries(Object.entries(value).filter(([name]) => !beside.includes(name)));
}

function readPagination(value: unknown): Pagination {
	if (!isObject(value)) return NOTHING_SAID;
	return {
		total: toCount(value.total),
		hasMore: typeof value.has_more === 'boolean' ? value.has_more : null,
	};
}

/** Some databases tell numbers as text. */
function toCount(value: unknown): number | null {
	const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : null;
}

/** The member names that an error answer names in its details, whatever their shape; values are not read. */
export function namesInDetails(text: string): string[] {
	const value = parseJson(text.trim());
	if (!isObject(value) || !isObject(value.error)) return [];
	const { details } = value.error;
	const entries = Array.isArray(details) ? details : [details];
	return entries.flatMap((entry) => {
		if (!isObject(entry)) return [];
		const named = [entry.field, entry.name, entry.path].filter((name) => typeof name === 'string');
		return [...named, ...Object.keys(entry)];
	});
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
