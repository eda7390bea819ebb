import { type Complaint, type Refusal, sentence } from '../refusal.mts';
import type { Settings } from '../settings.mts';

export interface Pagination {
	total: number;
	limit: number;
	offset: number;
	has_more: boolean;
}

/** What a route hands back; how it goes over the wire is decided here. */
export interface Result {
	status?: number;
	data?: unknown;
	message?: string;
	pagination?: Pagination;
	/** Members that stand beside `success`, for the replies that are documented without `data`. */
	beside?: Record<string, unknown>;
	headers?: Record<string, string>;
}

/** The documented envelope, or the payload alone. */
export function successBody(result: Result, settings: Settings): unknown {
	if (settings.bare && result.data !== undefined) return result.data;
	return {
		success: true,
		...result.beside,
		...(result.data !== undefined && { data: result.data }),
		...(result.message !== undefined && { message: result.message }),
		...(result.pagination && settings.paginationSent && { pagination: result.pagination }),
	};
}

export function errorBody(refusal: Refusal, shape: Settings['detailsShape']): unknown {
	const details =
		refusal.complaints.length > 0 ? detailsOf(refusal.complaints, shape) : refusal.details;
	return { success: false, error: { code: refusal.code, message: refusal.message, details } };
}

function detailsOf(complaints: readonly Complaint[], shape: Settings['detailsShape']): unknown {
	const list = complaints.map(({ field, message, value }) => ({
		field,
		message,
		value: value ?? null,
	}));
	if (shape === 'list') return list;
	if (shape === 'field') return list[0];
	return Object.fromEntries(complaints.map((complaint) => [complaint.field, sentence(complaint)]));
}
