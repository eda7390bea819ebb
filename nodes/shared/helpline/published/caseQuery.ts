import type { IDataObject } from 'n8n-workflow';

import type { CaseQuery, CaseRecord } from '../../record/case';
import { shift } from '../../record/dates';

export { sortCases } from '../../record/sortCases';

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
		isChangedSince(record.updated_at, query.updatedSince) &&
		isBefore(record.created_at, query.createdBefore) &&
		holdsText(record, query.text)
	);
}

function isOneOf(value: string | null, wanted: string[] | undefined): boolean {
	return !wanted?.length || (value !== null && wanted.map(fold).includes(fold(value)));
}

/** A case without a time that can be read is kept: leaving it out would lose it without a word. */
function isNotBefore(value: string | null, bound: string | undefined): boolean {
	return bound === undefined || !(Date.parse(value ?? '') < Date.parse(bound));
}

/**
 * Most servers stamp whole seconds: such a stamp may stand for a change behind a bound in the same second.
 * For the time of creation that is of no matter, because one window begins where the one before ends.
 */
function isChangedSince(value: string | null, bound: string | undefined): boolean {
	if (bound === undefined) return true;
	const isWhole = Date.parse(value ?? '') % 1000 === 0;
	const second = new Date(Math.floor(Date.parse(bound) / 1000) * 1000).toISOString();
	return isNotBefore(value, isWhole ? second : bound);
}

function isBefore(value: string | null, bound: string | undefined): boolean {
	return bound === undefined || !(Date.parse(value ?? '') >= Date.parse(bound));
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
