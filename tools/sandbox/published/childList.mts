import type { Result } from './envelope.mts';
import { paginationOf, readListQuery, rowOrder } from './paging.mts';
import type { Call } from './route.mts';

/** One page of what hangs on a case. */
export function childList<T>(
	call: Call,
	table: 'activities' | 'communications' | 'attachments',
	caseId: number,
	render: (call: Call, row: T) => unknown,
): Result {
	const { page } = readListQuery(call);
	const total = call.store.count(`FROM ${table} WHERE case_id = ?`, caseId);
	const rows = call.store.rows<T>(
		`SELECT * FROM ${table} WHERE case_id = ?
		 ORDER BY ${rowOrder(call.order)} LIMIT ? OFFSET ?`,
		caseId,
		page.limit,
		page.offset,
	);
	return {
		data: rows.map((row) => render(call, row)),
		pagination: paginationOf(total, page, rows.length),
	};
}
