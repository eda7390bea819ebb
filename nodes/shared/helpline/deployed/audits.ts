import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import { isDamaged, walkList } from './lists';
import { PAGE_SIZE } from './wire/pages';

/** Audit rows are short, and an update has a handful. */
const AUDIT_PAGE = 500;

/**
 * The audit rows of some changes by the number that the lines of the feed name (recordings 67, 68).
 * Numbers of which nobody knows anything have no entry. A refused update leaves rows under a number that
 * no line names, so rows alone prove nothing (helpline v1, 9).
 */
export async function auditsOf(
	connection: Connection,
	numbers: readonly string[],
	item: number,
): Promise<Map<string, IDataObject[]>> {
	const audits = new Map<string, IDataObject[]>();
	const different = [...new Set(numbers)];
	for (let start = 0; start < different.length; start += PAGE_SIZE) {
		const aub_id = different.slice(start, start + PAGE_SIZE).join(',');
		const call = { verb: 'listAudits', resource: 'au', query: { aub_id } };
		for await (const rows of walkList(connection, call, Infinity, item, AUDIT_PAGE)) {
			for (const row of rows.filter((each) => !isDamaged(each))) {
				const number = String(row.aub_id);
				audits.set(number, [...(audits.get(number) ?? []), row]);
			}
		}
	}
	return audits;
}
