import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import type { Found } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { CountedBy, StatisticsQuery } from '../verbs';
import type { Reason } from '../../transport/errors';
import { NOT_DATA } from '../../transport/sentences';
import { fail, readAnswer } from './api';
import { flagWord, genderWord, lastStep, priorityWord, statusWord } from './caseRecord';
import { ignoredFilter, windowFilter } from './wire/filters';

const PERIODS = ['day', 'month', 'quarter', 'week', 'year'] as const;

/** Rows of a pivot at most: entries of two lists of the server against each other. */
const MOST_ROWS = 10_000;

/**
 * How many cases, counted by the server: two pivots, of category and priority by status (recording 83),
 * and a third where rows and columns are asked for.
 */
export async function caseStatistics(
	connection: Connection,
	{ rows = [], columns, ...window }: StatisticsQuery,
	item: number,
): Promise<Found> {
	const { start, end } = boundsOf(connection, window, item);
	const created_on = windowFilter(start, end);
	const count = async (x: CountedBy[], y: CountedBy) =>
		await pivot(connection, created_on, { x, y }, item);
	const byCategory = await count(['category'], 'status');
	const byPriority = await count(['priority'], 'status');
	const record: IDataObject = {
		period: 'period' in window ? window.period : null,
		start_date: start,
		end_date: end,
		total_cases: byCategory.reduce((sum, { cases }) => sum + Number(cases), 0),
		by_status: summed(byCategory, 'status'),
		by_priority: summed(byPriority, 'priority'),
		by_category: summed(byCategory, 'category'),
	};
	const [first, ...others] = [...rows, ...(columns ? [columns] : [])];
	if (first !== undefined) {
		record.table = await pivot(connection, created_on, { x: [first, ...others] }, item);
	}
	return { record, raw: record };
}

/** The server's column for each word. Texts that are searched in cannot be counted by (helpline v1, 13). */
const COLUMNS: Record<CountedBy, string> = {
	assigned_to: 'assigned_to',
	category: 'cat_0',
	channel: 'src',
	child_gender: 'clients^contact_sex',
	created_by: 'created_by',
	day: 'dt',
	gbv_related: 'gbv_related',
	month: 'mn',
	priority: 'priority',
	reporter_age_group: 'reporter_age_group',
	reporter_sex: 'reporter_sex',
	status: 'status',
	subcategory: 'cat_1',
	week: 'wk',
	year: 'yr',
};

const NOT_SET = 'not_set';

/** Periods begin in the time zone of the workflow and last until now. */
function boundsOf(
	connection: Connection,
	window: Omit<StatisticsQuery, 'rows' | 'columns'> & StatisticsQuery,
	item: number,
): { start: string; end: string } {
	if (!('period' in window)) return { start: window.start_date, end: window.end_date };
	const unit = PERIODS.find((period) => period === window.period);
	if (!unit) throw fail(connection, NO_SUCH_PERIOD, item);
	const now = DateTime.utc();
	const start = now.setZone(connection.context.getTimezone()).startOf(unit);
	return { start: start.toUTC().toJSDate().toISOString(), end: now.toJSDate().toISOString() };
}

const NO_SUCH_PERIOD: Reason = {
	code: 'refused_value',
	field: 'period',
	message: "'Period' was not accepted",
	description: `Use one of: ${PERIODS.join(', ')}.`,
};

/**
 * Both axes are always sent: without one a warning stands in front of the answer, without both it is
 * empty (recordings 84, 98). A row holds its words in the order of the axes, and the count behind them.
 */
async function pivot(
	connection: Connection,
	created_on: string,
	{ x, y }: { x: readonly CountedBy[]; y?: CountedBy },
	item: number,
): Promise<IDataObject[]> {
	const names = y === undefined ? x : [...x, y];
	const query = {
		metrics: 'case_count',
		xaxis: x.map((name) => COLUMNS[name]).join(','),
		yaxis: y === undefined ? '-' : COLUMNS[y],
		created_on,
		_c: MOST_ROWS,
	};
	const call = { verb: 'caseStatistics', resource: 'cases', query };
	const { cases: rows, cases_k: columns } = await readAnswer(connection, call, item);
	const isWhole = Array.isArray(rows) && typeof columns === 'object' && columns !== null;
	// A window that was not taken would count every case there is.
	if (!isWhole || ignoredFilter(query, columns as IDataObject) !== null) {
		throw fail(connection, NOT_DATA, item);
	}
	return (rows as unknown[]).flatMap((row) => {
		if (!Array.isArray(row) || row.length <= names.length) return [];
		const cells = row.map((cell) => String(cell ?? ''));
		const entry: IDataObject = {};
		names.forEach((name, index) => (entry[name] = wordFor(name, cells[index] ?? '')));
		entry.cases = Number(cells[names.length]) || 0;
		return [entry];
	});
}

const TIMES = new Set<CountedBy>(['day', 'month', 'week', 'year']);

function wordFor(name: CountedBy, cell: string): string | null {
	if (cell === '') return null;
	if (name === 'status') return statusWord(cell);
	if (name === 'priority') return priorityWord(cell);
	if (name === 'gbv_related') return flagWord(cell);
	if (name === 'child_gender') return genderWord(cell);
	if (TIMES.has(name)) return periodStart(cell);
	return lastStep(cell) ?? cell;
}

/** Periods are told by the second at which they begin. */
function periodStart(cell: string): string {
	if (!/^\d{1,10}$/.test(cell)) return cell;
	return new Date(Number(cell) * 1000).toISOString().replace('.000Z', 'Z');
}

function summed(entries: readonly IDataObject[], name: CountedBy): IDataObject {
	const sums: IDataObject = {};
	for (const entry of entries) {
		const word = String(entry[name] ?? NOT_SET);
		setSafeObjectProperty(sums, word, Number(sums[word] ?? 0) + Number(entry.cases));
	}
	return sums;
}
