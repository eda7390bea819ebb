import type { IDataObject } from 'n8n-workflow';

import type { CaseQuery, CaseRecord } from '../../record/case';
import { PRIORITIES, STATUSES } from '../../record/case';
import { shift } from '../../record/dates';

/** Whether the server's bounds are inclusive is not stated: ask for a little more and filter here. */
const BOUND_OVERLAP_SECONDS = 1;

/** The part of a query that the server can answer; several values of one filter are chosen here. */
export function toServerQuery(query: CaseQuery): IDataObject {
	const server: IDataObject = {};
	if (query.status?.length === 1) server.status = query.status[0];
	if (query.priority?.length === 1) server.priority = query.priority[0];
	if (query.category) server.category = query.category;
	if (query.assignedUserId) server.assigned_user_id = query.assignedUserId;
	if (query.createdAfter) server.created_after = shift(query.createdAfter, -BOUND_OVERLAP_SECONDS);
	if (query.updatedSince) server.updated_since = shift(query.updatedSince, -BOUND_OVERLAP_SECONDS);
	return server;
}

/** Whether a case is asked for, whatever the server made of the query. `createdBefore` leaves its bound out, the others include it. */
export function isWanted(record: CaseRecord, query: CaseQuery): boolean {
	return (
		isOneOf(record.status, query.status) &&
		isOneOf(record.priority, query.priority) &&
		(query.category === undefined || fold(record.category) === fold(query.category)) &&
		(query.assignedUserId === undefined ||
			String(record.assigned_user_id ?? '') === query.assignedUserId) &&
		isNotBefore(record.created_at, query.createdAfter) &&
		isNotBefore(record.updated_at, query.updatedSince) &&
		isBefore(record.created_at, query.createdBefore) &&
		holdsText(record, query.text)
	);
}

function isOneOf(value: string | null, wanted: string[] | undefined): boolean {
	return !wanted?.length || (value !== null && wanted.includes(value));
}

/** A case without a time is kept: leaving it out would lose it without a word. */
function isNotBefore(value: string | null, bound: string | undefined): boolean {
	return bound === undefined || value === null || Date.parse(value) >= Date.parse(bound);
}

function isBefore(value: string | null, bound: string | undefined): boolean {
	return bound === undefined || value === null || Date.parse(value) < Date.parse(bound);
}

const TEXT_FIELDS = ['title', 'description', 'category', 'subcategory', 'case_number'] as const;

function holdsText(record: CaseRecord, text: string | undefined): boolean {
	if (!text) return true;
	const words = fold(text).split(/\s+/).filter(Boolean);
	const all = fold(TEXT_FIELDS.map((field) => record[field] ?? '').join(' '));
	return words.every((word) => all.includes(word));
}

function fold(value: string | null | undefined): string {
	return (value ?? '').normalize('NFC').toLowerCase();
}

/** Whether something of the query is chosen here rather than by the server, so that its total does not apply. */
export function isFilteredHere(query: CaseQuery): boolean {
	return Boolean(
		query.createdBefore ||
			query.text ||
			(query.status?.length ?? 0) > 1 ||
			(query.priority?.length ?? 0) > 1,
	);
}

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
	const order = ranks
		? ranks.indexOf(String(a)) - ranks.indexOf(String(b))
		: typeof a === 'number' && typeof b === 'number'
			? a - b
			: String(a).localeCompare(String(b), 'en', { numeric: true });
	return descending ? -order : order;
}
