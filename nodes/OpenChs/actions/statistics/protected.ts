import type { IDataObject } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import { COUNTED_BY } from '../../../shared/helpline/verbs';
import type { SmallNumbersRule, Sum } from '../../../shared/privacy/smallNumbers';
import { isSmall, protect } from '../../../shared/privacy/smallNumbers';

/** The lists of a record that count its total, each by one thing. */
const BREAKDOWNS = {
	by_status: 'status',
	by_priority: 'priority',
	by_category: 'category',
} as const;

/** How the server calls what is not set, in a list and in a table. */
const NOT_SET = 'not_set';

/** Statuses of the cases that have a time to resolution. */
const RESOLVED = ['resolved', 'closed'];

/**
 * Statistics as they may leave: nothing but the members of the one record, so that a count which only this
 * server has does not pass unseen. Hidden numbers are null, and so is what is no count. All numbers of a
 * record are protected together, because the lists are sums of the table and the total is the sum of each.
 */
export function protectedStatistics(
	record: IDataObject,
	rule: SmallNumbersRule,
): { record: IDataObject; hidden: number } {
	const counts = new Counts();
	const total = counts.add(record.total_cases);
	const rows = objectsOf(record.table).map((row) => ({ row, at: counts.add(row.cases) }));
	const lists = Object.entries(BREAKDOWNS).map(([name, by]) => {
		const list = Object.entries(objectsOf([record[name]])[0] ?? {}).map(([word, count]) => ({
			word,
			at: counts.add(count),
		}));
		for (const { word, at } of list) {
			const own = rows.filter(({ row }) => Object.hasOwn(row, by) && wordOf(row[by]) === word);
			counts.sum(at, own);
		}
		counts.sum(total, list);
		return { name, list };
	});
	counts.sum(total, rows);

	const shown = protect(counts.figures, counts.sums, rule);
	const countAt = (at: number) => (counts.isCount(at) ? (shown[at] ?? null) : null);
	const out: IDataObject = {
		period: record.period ?? null,
		start_date: record.start_date ?? null,
		end_date: record.end_date ?? null,
		total_cases: countAt(total),
	};
	for (const { name, list } of lists) {
		const safe: IDataObject = {};
		for (const { word, at } of list) setSafeObjectProperty(safe, word, countAt(at));
		out[name] = safe;
	}
	out.avg_resolution_time_hours = averageOf(record, rule);
	if (rows.length > 0) {
		out.table = rows.map(({ row, at }) => ({ ...wordsOf(row), cases: countAt(at) }));
	}
	return { record: out, hidden: shown.filter((figure) => figure === null).length };
}

/** The figures of a record by their places, and how they add up. */
class Counts {
	readonly figures: number[] = [];
	readonly sums: Sum[] = [];
	private readonly unknown = new Set<number>();

	add(count: unknown): number {
		const at = this.figures.length;
		const isCount = typeof count === 'number' && Number.isInteger(count) && count >= 0;
		if (!isCount) this.unknown.add(at);
		this.figures.push(isCount ? count : 0);
		return at;
	}

	sum(total: number, parts: ReadonlyArray<{ at: number }>): void {
		if (parts.length > 0) this.sums.push({ total, parts: parts.map(({ at }) => at) });
	}

	isCount(at: number): boolean {
		return !this.unknown.has(at);
	}
}

/** The average of few is nearly the time of one. Null also where it is not known how many they are. */
function averageOf(record: IDataObject, rule: SmallNumbersRule): IDataObject[string] {
	const byStatus = objectsOf([record.by_status])[0] ?? {};
	const resolved = RESOLVED.reduce((sum, word) => sum + Number(byStatus[word] ?? 0), 0);
	const mayLeave = resolved > 0 && !isSmall(resolved, rule);
	return mayLeave ? (record.avg_resolution_time_hours ?? null) : null;
}

/** By what a row counts; nothing else that stands in it. */
function wordsOf(row: IDataObject): IDataObject {
	return Object.fromEntries(
		COUNTED_BY.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]]),
	);
}

function wordOf(value: unknown): string {
	return value === null || value === undefined ? NOT_SET : String(value);
}

function objectsOf(values: unknown): IDataObject[] {
	const isObject = (value: unknown): value is IDataObject =>
		typeof value === 'object' && value !== null && !Array.isArray(value);
	return Array.isArray(values) ? values.filter(isObject) : [];
}
