import type { IDataObject } from 'n8n-workflow';

import type { CaseQuery } from '../../../shared/record/case';
import { toUtc } from '../../../shared/record/dates';
import type { Reason } from '../../../shared/transport/errors';

const TIMES = {
	createdAfter: { label: 'Created After', field: 'created_at' },
	createdBefore: { label: 'Created Before', field: 'created_at' },
	updatedSince: { label: 'Updated Since', field: 'updated_at' },
} as const;

/**
 * The filters and sort rules of the screen as a query; a time that cannot be read is a reason
 * instead. Times without a zone are in the workflow's time zone.
 */
export function toQuery(
	filters: IDataObject,
	rules: readonly IDataObject[],
	limit: number | undefined,
	timezone: string,
): CaseQuery | Reason {
	const query: CaseQuery = {};
	const status = words(filters.status);
	const priority = words(filters.priority);
	if (status.length > 0) query.status = status;
	if (priority.length > 0) query.priority = priority;
	if (isGiven(filters.category)) query.category = String(filters.category);
	if (isGiven(filters.assignedUserId)) query.assignedUserId = String(filters.assignedUserId);
	if (isGiven(filters.text)) query.text = String(filters.text);
	for (const name of ['createdAfter', 'createdBefore', 'updatedSince'] as const) {
		const value = filters[name];
		if (!isGiven(value)) continue;
		const time = toUtc(value, timezone);
		if (time === null) return notATime(TIMES[name]);
		query[name] = time;
	}
	const sort = rules.map(({ field, direction }) => ({
		field: String(field ?? 'created_at'),
		descending: direction === 'desc',
	}));
	if (sort.length > 0) query.sort = sort;
	if (limit !== undefined) query.limit = limit;
	return query;
}

export function isReason(answer: CaseQuery | Reason): answer is Reason {
	return 'code' in answer;
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** Chosen on the screen as a list; an expression may give one word, or words with commas. */
function words(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return parts.map((part) => String(part).trim()).filter((part) => part !== '');
}

function notATime({ label, field }: { label: string; field: string }): Reason {
	return {
		code: 'refused_value',
		field,
		message: `'${label}' does not hold a date`,
		description: 'Use a date such as 2026-01-31 or a time such as 2026-01-31T08:30.',
	};
}
