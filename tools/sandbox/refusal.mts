/** One field that was not accepted, with the value as it came: servers of this kind repeat it. */
export interface Complaint {
	field: string;
	message: string;
	value: unknown;
}

/** Thrown anywhere below a route; the dialect puts it into its own error form. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: string;
	readonly complaints: readonly Complaint[];
	readonly details: Record<string, unknown>;

	constructor(
		status: number,
		code: string,
		message: string,
		more: { complaints?: readonly Complaint[]; details?: Record<string, unknown> } = {},
	) {
		super(message);
		this.status = status;
		this.code = code;
		this.complaints = more.complaints ?? [];
		this.details = more.details ?? {};
	}
}

export function invalid(complaints: readonly Complaint[]): Refusal {
	const words = complaints.map(sentence).join('; ');
	return new Refusal(400, 'VALIDATION_ERROR', `Validation failed: ${words}`, { complaints });
}

export function notFound(what: string, id: unknown): Refusal {
	return new Refusal(404, 'NOT_FOUND', `${what} ${String(id)} not found`, {
		details: { id: String(id) },
	});
}

export function sentence({ field, message, value }: Complaint): string {
	return `${field} ${message}, received ${JSON.stringify(value) ?? 'nothing'}`;
}
