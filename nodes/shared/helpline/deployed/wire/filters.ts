import type { IDataObject } from 'n8n-workflow';

import type { ColumnMap } from './codec';
import { echoOf, hasColumn } from './codec';

const DAY_SECONDS = 86_400;
/** Open ends are never sent, because they answer 500 (recording 42): this lies in the year 2096. */
const FAR_FUTURE = 4_000_000_000;

/**
 * The value of a time filter for [from, until), each ISO 8601 UTC or left out. A range of the server
 * includes a whole day beyond its end, so a day is taken off; the end may then be smaller than the
 * start (recordings 39, 40).
 */
export function windowFilter(from: string | undefined, until: string | undefined): string {
	const start = from === undefined ? 0 : toSeconds(from);
	const end = until === undefined ? FAR_FUTURE : toSeconds(until);
	return `${start};${end - DAY_SECONDS}`;
}

/** Rows are stamped in whole seconds, so the first second that is not before the bound is meant. */
function toSeconds(isoUtc: string): number {
	const milliseconds = Date.parse(isoUtc);
	// ISO dates and words must never reach the server: they match nothing or answer 500 (recordings 41, 97).
	if (Number.isNaN(milliseconds)) throw new RangeError('A bound of a window is not a time');
	return Math.max(0, Math.ceil(milliseconds / 1000));
}

/** A page size that the server takes: zero, negative and text answer 500 (recording 37). */
export function pageSize(wanted: number, most: number): number {
	return Number.isFinite(wanted) ? Math.min(most, Math.max(1, Math.floor(wanted))) : most;
}

/** Several values of one filter; empty ones are left out. A comma inside a value would make two of it. */
export function anyOf(values: readonly string[]): string {
	return [...new Set(values)].filter((value) => value !== '' && !value.includes(',')).join(',');
}

/** The parameters that are no filters. `join`, `csv`, `xlsx` and `_title` are not among them on purpose (recordings 85, 89, 99). */
const PAGING = new Set(['_c', '_o', 'sort', 'metrics', 'xaxis', 'yaxis']);

/**
 * The name of a filter that the server did not take; null when all were taken. An unknown name is
 * ignored and everything comes back (recording 45), but the columns echo what was taken. The echo says
 * nothing about ids in a tree filter: unknown ones are ignored as well (recording 47).
 */
export function ignoredFilter(query: IDataObject, columns: ColumnMap): string | null {
	for (const [name, value] of Object.entries(query)) {
		if (PAGING.has(name)) continue;
		// A search by word beginnings is asked for with two underscores and echoed without (recording 43).
		const column = name.replace(/__$/, '');
		if (!hasColumn(columns, column) || echoOf(columns, column) !== String(value)) return column;
	}
	return null;
}
