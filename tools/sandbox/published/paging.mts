import { type Check, numberText, readForm } from '../checks.mts';
import type { ListOrder } from '../settings.mts';
import type { Pagination } from './envelope.mts';
import type { Call } from './route.mts';

const USUAL_LIMIT = 20;

/** Asking for more than this is nonsense rather than a wish, and refused. */
const MOST_ASKED = 10_000;

export interface Page {
	limit: number;
	offset: number;
}

const PAGE_FIELDS: Record<string, Check> = {
	limit: numberText(1, MOST_ASKED),
	offset: numberText(0, 100_000_000),
};

/** Reads a list's query. A limit above the cap is lowered without a word, as servers do. */
export function readListQuery(
	call: Call,
	filters: Record<string, Check> = {},
): { page: Page; query: Record<string, string> } {
	const query = readForm(call.query, { fields: { ...filters, ...PAGE_FIELDS } }) as Record<
		string,
		string
	>;
	return { page: readPage(call, query), query };
}

export function readPage(call: Call, query: Record<string, unknown>): Page {
	const asked = query.limit === undefined ? USUAL_LIMIT : Number(query.limit);
	return { limit: Math.min(asked, call.pageCap), offset: Number(query.offset ?? 0) };
}

export function paginationOf(total: number, page: Page, count: number): Pagination {
	return { total, ...page, has_more: page.offset + count < total };
}

/** Arbitrary, yet the same for every page: an order that changes in between is another fault. */
const SCATTERED = '((id * 2654435761) % 4294967296), id';

const CASE_ORDERS: Record<ListOrder, string> = {
	newest: 'created_at DESC, id DESC',
	oldest: 'created_at, id',
	'updated-newest': 'updated_at DESC, id DESC',
	'updated-oldest': 'updated_at, id',
	random: SCATTERED,
};

export function caseOrder(order: ListOrder): string {
	return CASE_ORDERS[order];
}

/** Other lists have no time of change, so only the direction is left. */
export function rowOrder(order: ListOrder): string {
	if (order === 'random') return SCATTERED;
	return order.endsWith('oldest') ? 'id' : 'id DESC';
}
