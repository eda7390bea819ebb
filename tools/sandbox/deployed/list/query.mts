import type { Call } from '../call.mts';
import type { Column } from '../columns/column.mts';
import { errorRow, invalidData } from '../refusals.mts';
import { testOf, type Test, wordTest } from './filters.mts';

/** Parameters that steer an answer and filter nothing. */
const STEERING = [
	'_c',
	'_a',
	'_o',
	'_title',
	'sort',
	'join',
	'csv',
	'xlsx',
	'file',
	'logout',
	'metrics',
	'xaxis',
	'yaxis',
];

export interface Filters {
	tests: Test[];
	/** Filter values by column, which the key map repeats. */
	echo: Record<string, string>;
	/** Columns that a word search sorts by. */
	sortedBy: string[];
	/** `clients^contact_sex_id=122`, for the caller to join. */
	joins: Array<{ table: string; name: string; value: string }>;
}

/** Unknown names are dropped without a word, and everything comes back (45). */
export function readFilters(
	call: Call,
	columns: readonly Column[],
	query: URLSearchParams = call.query,
): Filters {
	const filters: Filters = { tests: [], echo: {}, sortedBy: [], joins: [] };
	const byName = new Map(columns.map((column) => [column.name, column]));
	for (const [name, value] of query) {
		if (STEERING.includes(name) || value === '') continue;
		const [table, joinedName] = name.split('^');
		if (joinedName !== undefined) {
			filters.joins.push({ table: table ?? '', name: joinedName, value });
			continue;
		}
		const plain = byName.get(name) ?? byName.get(name.replace(/__i$/, ''));
		const searched = name.endsWith('__') ? byName.get(name.slice(0, -2)) : undefined;
		const column = plain ?? searched;
		if (!column) {
			refuseUnknown(call, name, value);
			continue;
		}
		const test = plain ? testOf(column, value, call.tree) : wordTest(column, value);
		if (test) filters.tests.push(test);
		if (test && searched && !plain) filters.sortedBy.push(column.name);
		filters.echo[column.name] = value;
	}
	return filters;
}

function refuseUnknown(call: Call, name: string, value: string): void {
	if (call.settings.unknownFiltersIgnored) return;
	throw invalidData([errorRow(`Unknown field '${name}'`, 'INVALID', call.resource, name, value)]);
}
