import type { Answer } from '../wire.mts';

export type ErrorRow = readonly unknown[];

/** Thrown anywhere below the server; it says exactly what goes over the wire. */
export class Refused extends Error {
	readonly answer: Answer;

	constructor(answer: Answer) {
		super(`${answer.status}`);
		this.answer = answer;
	}
}

export const REASONS: Record<number, string> = {
	200: 'OK',
	201: 'Created',
	202: 'Updated',
	400: 'Bad Request',
	401: 'Authentication Required',
	404: 'Not Found',
	412: 'Invalid Data',
	500: 'Internal Server Error',
};

export const JSON_TYPE = 'application/json';
export const HTML_TYPE = 'text/html; charset=UTF-8';

export function errorAnswer(status: number, rows: readonly ErrorRow[], reason?: string): Answer {
	return {
		status,
		body: { errors: rows },
		contentType: JSON_TYPE,
		reason: reason ?? REASONS[status] ?? 'Error',
	};
}

/** 05, 18: invalid JSON, an empty object, a JSON content type without a body. */
export function badRequest(): Refused {
	return new Refused(errorAnswer(400, [['error', 'Invalid Request']]));
}

/** 09 to 12: also the answer to every logout (92). */
export function loginRequired(): Refused {
	return new Refused(errorAnswer(401, [['error', 'Authentication Required']]));
}

/** 71, 88, 94. */
export function unknownAddress(url: string): Refused {
	const sentence = `The requested URL ${url} was not found on this server`;
	return new Refused(errorAnswer(404, [['error', sentence]]));
}

/** 70: there is no 403; a missing right looks like bad data. */
export function accessDenied(): Refused {
	const sentence = 'You do not have rights to update this resource';
	const row = ['error', sentence, 'Access Denied', '', '', ''];
	return new Refused(errorAnswer(412, [row], 'Access Denied'));
}

/** 17, 20 to 22, 54, 55, 77: bad data; each row repeats what was sent. */
export function invalidData(rows: readonly ErrorRow[]): Refused {
	return new Refused(errorAnswer(412, rows));
}

/** 28, 37, 42, 97: an error of the database or of PHP, which ends the script where it stands. */
export class ScriptError extends Error {}

export function errorRow(
	message: string,
	code: string,
	resource: string,
	field: string,
	value: unknown,
): ErrorRow {
	return ['error', message, code, resource, 0, field, value ?? null];
}
