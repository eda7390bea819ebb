import type { IDataObject } from 'n8n-workflow';

/**
 * What an error answer means. Of its cells only the code, the resource and the name of the field are
 * read: the message and the last cell repeat what a person typed (recordings 20, 55).
 */
export type Fault =
	/** Wrong password, unknown or inactive user: 412, not 401 (recordings 02 to 04). */
	| { kind: 'login' }
	/** No session, or one that has ended (recordings 09 to 12, 93). */
	| { kind: 'session' }
	/** There is no 403 here (recording 70). */
	| { kind: 'forbidden' }
	| { kind: 'not_found' }
	/** What stands before the server says that it had too many calls, or that it gave up waiting; nothing of it is about the data. */
	| { kind: 'passing' }
	/** Bad data; `fields` are the server's names, in its order. */
	| { kind: 'refused'; code: RefusalCode; fields: string[] }
	| { kind: 'server' };

export const REFUSAL_CODES = [
	'REQUIRED',
	'INVALID',
	'INVALID_FOREIGN_KEY',
	'DUPLICATE',
	'ERROR',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

interface ErrorRow {
	code: unknown;
	resource: unknown;
	field: unknown;
}

/** Three meanings share 412 and are told apart by the code and resource cells, never by the status alone. */
export function faultOf(status: number, answer: IDataObject | null): Fault {
	const rows = errorRows(answer);
	if (rows.some(({ code }) => code === 'Access Denied')) return { kind: 'forbidden' };
	if (status === 401) return { kind: 'session' };
	if (status === 403) return { kind: 'forbidden' };
	if (status === 404) return { kind: 'not_found' };
	if (status === 408 || status === 429) return { kind: 'passing' };
	if (status >= 500) return { kind: 'server' };
	if (rows.some(({ resource, field }) => resource === 'auth' && field === 'login')) {
		return { kind: 'login' };
	}
	return { kind: 'refused', code: refusalCode(rows), fields: fieldNames(rows) };
}

function errorRows(answer: IDataObject | null): ErrorRow[] {
	const errors = answer?.errors;
	if (!Array.isArray(errors)) return [];
	return (errors as unknown[]).flatMap((row) =>
		Array.isArray(row) && row[0] === 'error'
			? [{ code: row[2] as unknown, resource: row[3] as unknown, field: row[5] as unknown }]
			: [],
	);
}

function refusalCode(rows: readonly ErrorRow[]): RefusalCode {
	return REFUSAL_CODES.find((code) => rows[0]?.code === code) ?? 'ERROR';
}

/** A field cell that does not look like a column could be a value in disguise (recording 27: "File Format"). */
function fieldNames(rows: readonly ErrorRow[]): string[] {
	const names = rows.flatMap(({ field }) =>
		typeof field === 'string' && /^[a-z][a-z0-9_]{0,40}$/.test(field) ? [field] : [],
	);
	return [...new Set(names)];
}
