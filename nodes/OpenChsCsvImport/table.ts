import type { CsvRow } from './csv';
import { headerOnly, nothingLeft, sameHeaders } from './fileFault';

export interface TableOptions {
	hasHeader: boolean;
	/** The line that holds the header, or the first row where there is none; 1 is the first of the file. */
	firstLine: number;
	/** Rows at most; 0 for all. */
	maximum: number;
	skipEmpty: boolean;
	/** What happens to a row with fewer cells than the header: filled with empty ones, or refused. */
	shortRows: 'fill' | 'refuse';
}

export interface TableRow {
	/** As a spreadsheet counts: the header is 1. */
	number: number;
	/** As many as there are columns. */
	cells: string[];
	/** Why the row cannot be taken as it is. */
	fault: 'too_short' | 'too_long' | 'quotes' | null;
}

export interface Table {
	/** Headers, trimmed; without a header `1`, `2` and so on. An empty one stands over cells that nobody named. */
	columns: string[];
	rows: AsyncGenerator<TableRow[]>;
}

/**
 * Rows below their header. Throws the sentence of a file without rows, or with two headers of the same
 * name, before a row is handed out.
 */
export async function openTable(
	source: AsyncIterable<CsvRow[]>,
	options: TableOptions,
): Promise<Table> {
	const rows = wantedRows(source, options);
	const first = await rows.next();
	if (first.done) throw options.firstLine > 1 ? nothingLeft() : headerOnly();
	if (!options.hasHeader) {
		const columns = first.value.cells.map((_cell, index) => String(index + 1));
		return { columns, rows: shaped(first.value, rows, columns.length, options) };
	}
	const columns = headersOf(first.value.cells);
	const second = await rows.next();
	if (second.done) throw headerOnly();
	return { columns, rows: shaped(second.value, rows, columns.length, options) };
}

/** One row after the other, from the first line on and without empty ones. */
async function* wantedRows(
	source: AsyncIterable<CsvRow[]>,
	{ firstLine, skipEmpty }: TableOptions,
): AsyncGenerator<CsvRow> {
	let isFirst = true;
	for await (const rows of source) {
		for (const row of rows) {
			if (row.number < firstLine) continue;
			// A header is never an empty line, and what precedes the first cell is never a row.
			if ((skipEmpty || isFirst) && isBlank(row.cells)) continue;
			isFirst = false;
			yield row;
		}
	}
}

function isBlank(cells: readonly string[]): boolean {
	return cells.every((cell) => cell.trim() === '');
}

/** Spreadsheets leave nameless columns at the end; in between they keep their place. */
function headersOf(cells: readonly string[]): string[] {
	const headers = cells.map((cell) => cell.trim());
	while (headers.at(-1) === '') headers.pop();
	headers.forEach((header, index) => {
		const before = header === '' ? -1 : headers.findIndex((other) => isSame(other, header));
		if (before !== -1 && before < index) throw sameHeaders(before + 1, index + 1);
	});
	return headers;
}

function isSame(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

/** Rows handed out at a time. */
const ROWS_AT_ONCE = 100;

async function* shaped(
	first: CsvRow,
	others: AsyncIterable<CsvRow>,
	width: number,
	options: TableOptions,
): AsyncGenerator<TableRow[]> {
	const most = options.maximum > 0 ? options.maximum : Infinity;
	let count = 1;
	let batch = [toWidth(first, width, options)];
	if (most > 1) {
		for await (const row of others) {
			batch.push(toWidth(row, width, options));
			count += 1;
			if (batch.length >= ROWS_AT_ONCE) {
				yield batch;
				batch = [];
			}
			if (count >= most) break;
		}
	}
	if (batch.length > 0) yield batch;
}

function toWidth(row: CsvRow, width: number, { shortRows }: TableOptions): TableRow {
	const { number, isQuoteBroken } = row;
	const extra = row.cells.slice(width);
	const missing = Math.max(0, width - row.cells.length);
	const cells = [...row.cells.slice(0, width), ...new Array<string>(missing).fill('')];
	return { number, cells, fault: isQuoteBroken ? 'quotes' : lengthFault() };

	function lengthFault(): TableRow['fault'] {
		if (!isBlank(extra)) return 'too_long';
		return missing > 0 && shortRows === 'refuse' ? 'too_short' : null;
	}
}
