import type { Call } from '../call.mts';
import type { Column } from '../columns/column.mts';
import { clientsColumns } from '../columns/clients.mts';
import { perpetratorsColumns } from '../columns/perpetrators.mts';
import type { Resource } from '../resources/resource.mts';
import type { Fields } from '../wire/fields.mts';
import { testOf } from './filters.mts';
import type { Filters } from './query.mts';

export interface Joined {
	rows: readonly Fields[];
	/** Cases, not rows: a case comes once per matching client, and is counted once (60). */
	total: number;
	keys: Array<{ column: Column; position: number; value: string }>;
}

const TABLES = { clients: clientsColumns, perpetrators: perpetratorsColumns } as const;

export function joinedRows(
	call: Call,
	resource: Resource,
	rows: readonly Fields[],
	filters: Filters,
): Joined {
	const joined: Joined = { rows, total: rows.length, keys: [] };
	if (resource.name !== 'cases') return joined;
	for (const { table, name, value } of filters.joins) {
		if (table !== 'clients' && table !== 'perpetrators') continue;
		const position = TABLES[table].findIndex((column) => column.name === name);
		const column = TABLES[table][position];
		const test = column && testOf(column, value, call.tree);
		if (!column || !test) continue;
		const times = countByCase(call.archive[table].rows.filter(test));
		joined.rows = joined.rows.flatMap((row) =>
			Array<Fields>(times.get(row.id ?? '') ?? 0).fill(row),
		);
		joined.total = new Set(joined.rows.map((row) => row.id)).size;
		joined.keys.push({ column: { ...column, name: `${table}^${name}` }, position, value });
	}
	return joined;
}

function countByCase(rows: readonly Fields[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { case_id_ = '' } of rows) counts.set(case_id_, (counts.get(case_id_) ?? 0) + 1);
	return counts;
}
