import type { CaseQuery, CaseRecord } from './case';
import { PRIORITIES, STATUSES } from './case';

/** Words that have an order of their own are sorted by it, numbers as numbers, the rest as text; nothing comes last. */
export function sortCases<T extends { record: CaseRecord }>(
	found: T[],
	sort: NonNullable<CaseQuery['sort']>,
): T[] {
	return [...found].sort((a, b) => {
		for (const { field, descending } of sort) {
			const order = compareField(field, a.record[field], b.record[field], descending);
			if (order !== 0) return order;
		}
		return 0;
	});
}

const RANKS: Record<string, readonly string[]> = { priority: PRIORITIES, status: STATUSES };

function compareField(field: string, a: unknown, b: unknown, descending: boolean): number {
	const isEmptyA = a === null || a === undefined || a === '';
	const isEmptyB = b === null || b === undefined || b === '';
	if (isEmptyA || isEmptyB) return Number(isEmptyA) - Number(isEmptyB);
	const ranks = RANKS[field];
	const times = field.endsWith('_at') ? [Date.parse(String(a)), Date.parse(String(b))] : [];
	const [timeA = Number.NaN, timeB = Number.NaN] = times;
	if (timeA !== timeB && !Number.isNaN(timeA) && !Number.isNaN(timeB)) {
		return descending ? timeB - timeA : timeA - timeB;
	}
	const order = ranks
		? ranks.indexOf(String(a)) - ranks.indexOf(String(b))
		: typeof a === 'number' && typeof b === 'number'
			? a - b
			: String(a).localeCompare(String(b), 'en', { numeric: true });
	return descending ? -order : order;
}
