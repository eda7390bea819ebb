import { oneOf, readForm, timeText } from '../checks.mts';
import { parseTime } from '../clock.mts';
import { timeFor } from '../exchange.mts';
import { PRIORITIES, STATUSES } from '../records.mts';
import { invalid } from '../refusal.mts';
import type { Result } from './envelope.mts';
import type { Call, Route } from './route.mts';

const DAY_MS = 86_400_000;
const PERIOD_DAYS: Record<string, number> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

export const statisticsRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/statistics/cases',
		offered: 'statisticsOffered',
		handle: caseStatistics,
	},
];

function caseStatistics(call: Call): Result {
	const query = readForm(call.query, {
		fields: {
			period: oneOf(Object.keys(PERIOD_DAYS)),
			start_date: timeText,
			end_date: timeText,
		},
	}) as Record<string, string>;
	if (query.period && (query.start_date || query.end_date)) {
		const message = 'cannot stand beside start_date and end_date';
		throw invalid([{ field: 'period', message, value: query.period }]);
	}
	const { from, to } = windowOf(call, query);
	const where = 'FROM cases WHERE deleted_at IS NULL AND created_at >= ? AND created_at <= ?';
	return {
		data: {
			period: query.period ?? null,
			start_date: from,
			end_date: to,
			total_cases: call.store.count(where, from, to),
			by_status: { ...zeros(STATUSES), ...counts(call, 'status', where, from, to) },
			by_priority: { ...zeros(PRIORITIES), ...counts(call, 'priority', where, from, to) },
			by_category: counts(call, 'category', where, from, to),
			avg_resolution_time_hours: averageHours(call, where, from, to),
		},
	};
}

function windowOf(call: Call, query: Record<string, string>): { from: string; to: string } {
	const now = timeFor(call.world, call.request);
	const days = query.period ? PERIOD_DAYS[query.period] : undefined;
	const start = query.start_date ? parseTime(query.start_date) : undefined;
	const end = query.end_date ? endOf(query.end_date) : undefined;
	const from = days ? new Date(now.getTime() - days * DAY_MS) : (start ?? new Date(0));
	return { from: from.toISOString(), to: (end ?? now).toISOString() };
}

/** A day given as an end means the whole day. */
function endOf(text: string): Date | undefined {
	const parsed = parseTime(text);
	return parsed && text.length === 10 ? new Date(parsed.getTime() + DAY_MS - 1) : parsed;
}

function counts(
	call: Call,
	column: string,
	where: string,
	from: string,
	to: string,
): Record<string, number> {
	const rows = call.store.rows<{ word: string; n: number }>(
		`SELECT ${column} AS word, count(*) AS n ${where} GROUP BY ${column} ORDER BY ${column}`,
		from,
		to,
	);
	return Object.fromEntries(rows.map(({ word, n }) => [word, n]));
}

function zeros(words: readonly string[]): Record<string, number> {
	return Object.fromEntries(words.map((word) => [word, 0]));
}

function averageHours(call: Call, where: string, from: string, to: string): number | null {
	const row = call.store.row<{ hours: number | null }>(
		`SELECT avg((julianday(resolved_at) - julianday(created_at)) * 24) AS hours ${where}
		 AND resolved_at IS NOT NULL`,
		from,
		to,
	);
	return row?.hours === null || row === undefined ? null : Math.round(row.hours * 10) / 10;
}
