import type { Table } from '../archive.mts';
import type { Call } from '../call.mts';
import { newestFirst } from '../list/order.mts';
import type { Resource } from './resource.mts';

/** How most resources are read: every role sees every row (3), the newest first. */
export function readable(table: (call: Call) => Table): Pick<Resource, 'rows' | 'one'> {
	return {
		rows: (call) => newestFirst(table(call).rows),
		one: (call, id) => table(call).get(id),
	};
}
