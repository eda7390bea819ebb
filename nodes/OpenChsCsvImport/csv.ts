import type { CsvDialect } from '../shared/vendor/papaparse';
import { findDialect, parseRows } from '../shared/vendor/papaparse';
import { rowTooLarge, unclosedQuote } from './fileFault';

export interface CsvOptions {
	/** One or more characters; empty to find it in the first rows. */
	delimiter: string;
	/** One character. */
	quote: string;
	/** Lines that begin with it are left out; empty for none. */
	comments: string;
}

export interface CsvRow {
	/** As a spreadsheet counts: the first line of the file is 1, empty lines and comments count too. */
	number: number;
	cells: string[];
	/** Set where a closing quote is followed by more text, so that the cells may be torn. */
	isQuoteBroken: boolean;
}

/** What people separate columns with. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A case's story may be long; what is longer than this is an open quote or no case. */
const MOST_ROW_CHARACTERS = 1_000_000;
const MOST_ROW = '1 million characters';
/** Characters by which delimiter and line break are found; the same however the text comes in pieces. */
const SAMPLE_CHARACTERS = 262_144;

/**
 * The rows of a CSV text that comes in pieces of any size: the same rows, whatever the pieces. Never
 * more than one row and one piece are held. Throws the sentence of a quote that is never closed.
 */
export async function* readCsv(
	texts: AsyncIterable<string>,
	options: CsvOptions,
	sampleCharacters: number = SAMPLE_CHARACTERS,
): AsyncGenerator<CsvRow[]> {
	let dialect: CsvDialect | null = null;
	let rest = '';
	let number = 0;

	const take = (isPart: boolean): CsvRow[] => {
		dialect ??= toDialect(rest.slice(0, sampleCharacters), options);
		const { rows, read, lines } = rowsIn(rest, dialect, number, isPart);
		rest = rest.slice(read);
		number += lines;
		if (rest.length > MOST_ROW_CHARACTERS) throw rowTooLarge(number + 1, MOST_ROW);
		return rows;
	};

	for await (const text of texts) {
		rest += text;
		if (dialect === null && rest.length < sampleCharacters) continue;
		const rows = take(true);
		if (rows.length > 0) yield rows;
	}
	const last = take(false);
	if (last.length > 0) yield last;
}

function toDialect(sample: string, { delimiter, quote, comments }: CsvOptions): CsvDialect {
	const marks = { quote, comments: comments === '' ? (false as const) : comments };
	const found = findDialect(sample, DELIMITERS, marks);
	return { ...found, ...marks, ...(delimiter === '' ? {} : { delimiter }) };
}

/** The rows that are whole, how far they reach, and how many rows and comments that were. */
function rowsIn(
	text: string,
	dialect: CsvDialect,
	before: number,
	isPart: boolean,
): { rows: CsvRow[]; read: number; lines: number } {
	const rows: CsvRow[] = [];
	let read = 0;
	let number = before;
	const skipComments = () => {
		const skipped = leadingComments(text, read, dialect);
		read = skipped.end;
		number += skipped.count;
	};
	parseRows(text, dialect, isPart, ({ cells, end, quoteFault }) => {
		skipComments();
		// What follows the last line break is no row when it is nothing.
		if (end === read) return;
		number += 1;
		if (quoteFault === 'MissingQuotes') throw unclosedQuote(number);
		if (end - read > MOST_ROW_CHARACTERS) throw rowTooLarge(number, MOST_ROW);
		rows.push({ number, cells, isQuoteBroken: quoteFault !== null });
		read = end;
	});
	skipComments();
	return { rows, read: isPart ? read : text.length, lines: number - before };
}

/** Comment lines that are whole, from a place on. */
function leadingComments(
	text: string,
	start: number,
	{ comments, newline }: CsvDialect,
): { end: number; count: number } {
	let end = start;
	let count = 0;
	while (comments !== false && text.startsWith(comments, end)) {
		const lineEnd = text.indexOf(newline, end);
		if (lineEnd === -1) break;
		end = lineEnd + newline.length;
		count += 1;
	}
	return { end, count };
}
