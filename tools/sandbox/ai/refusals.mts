import type { Answer } from '../wire.mts';

/** Thrown anywhere below a route of the AI service; carries the answer itself. */
export class AiRefusal extends Error {
	readonly answer: Answer;

	constructor(answer: Answer) {
		super(JSON.stringify(answer.body));
		this.answer = answer;
	}
}

/** One entry of a 422. `input` repeats what was sent, a whole file included (39). */
export interface Complaint {
	type: string;
	loc: string[];
	msg: string;
	input: unknown;
	ctx?: Record<string, unknown>;
}

/** `{"detail": "..."}`, which is how the service refuses almost everything. */
export function refused(status: number, detail: string): AiRefusal {
	return new AiRefusal({ status, body: { detail } });
}

export function invalid(complaints: readonly Complaint[]): AiRefusal {
	return new AiRefusal({ status: 422, body: { detail: complaints } });
}

export function missing(field: string, input: unknown = null, place = 'body'): Complaint {
	return { type: 'missing', loc: [place, field], msg: 'Field required', input };
}

/** A file was wanted and a text came (08, 39). */
export function notAFile(field: string, input: string): Complaint {
	return {
		type: 'value_error',
		loc: ['body', field],
		msg: "Value error, Expected UploadFile, received: <class 'str'>",
		input,
		ctx: { error: {} },
	};
}

/** Two of the text calls refuse blanks in a form of their own (26, 27). */
export function blank(field: string, what: string, timestamp: string): AiRefusal {
	const error = {
		error_code: 'INVALID_INPUT',
		message: `${what} input cannot be empty`,
		detail: null,
		field,
		timestamp,
	};
	return new AiRefusal({
		status: 400,
		body: { detail: { error, status: 'error', request_id: null } },
	});
}
