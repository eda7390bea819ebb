import type { IDataObject } from 'n8n-workflow';

import type { ColumnMap } from './codec';
import { decoderOf } from './codec';

/** What a list says about where it stands: `[offset, size asked, first, last, total, title, sort]` (recording 33). */
export interface Context {
	/** Ordinal of the last row of this page; 0 in an empty list. */
	last: number;
	total: number;
}

/** The rows of one resource in an answer. */
export interface Table {
	rows: IDataObject[];
	columns: ColumnMap;
	/** Absent for a single record. */
	context: Context | null;
}

/**
 * The rows of a resource, decoded. Null when the answer does not hold this resource, or when a row
 * does not fit the columns that stand beside it.
 */
export function tableIn(answer: IDataObject, resource: string): Table | null {
	const rows = answer[resource];
	const columns = answer[`${resource}_k`];
	if (!Array.isArray(rows) || !isMap(columns)) return null;
	const decode = decoderOf(columns);
	const decoded: IDataObject[] = [];
	for (const row of rows as unknown[]) {
		const record = decode(row);
		if (!record) return null;
		decoded.push(record);
	}
	return { rows: decoded, columns, context: contextIn(answer, resource) };
}

function contextIn(answer: IDataObject, resource: string): Context | null {
	const context = answer[`${resource}_ctx`];
	const row: unknown = Array.isArray(context) ? context[0] : undefined;
	if (!Array.isArray(row)) return null;
	const [last, total] = [row[3], row[4]].map((cell) => Number(cell ?? Number.NaN));
	if (!Number.isInteger(last) || !Number.isInteger(total)) return null;
	return { last: last as number, total: total as number };
}

/** How many a related list really has, which stops at ten rows (recordings 31, 62). */
export function isCut(table: Table): boolean {
	return table.context !== null && table.context.total > table.rows.length;
}

function isMap(value: unknown): value is ColumnMap {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
