import Papa from 'papaparse';

/** What a row of a CSV text can be told by; `separator` undefined lets papaparse find it. */
export interface CsvDialect {
	delimiter: string;
	newline: '\n' | '\r' | '\r\n';
	quote: string;
	comments: string | false;
}

export interface ParsedRow {
	cells: string[];
	/** Where the row ends in the text that was parsed. */
	end: number;
	/** papaparse's own code of what is wrong with the quotes of this row. */
	quoteFault: 'MissingQuotes' | 'InvalidQuotes' | null;
}

/**
 * Reads the rows of a text, one after the other. With `isPart` the last row is left alone, because the
 * text may go on. This module alone knows papaparse: the build bundles it here.
 */
export function parseRows(
	text: string,
	{ delimiter, newline, quote, comments }: CsvDialect,
	isPart: boolean,
	take: (row: ParsedRow) => void,
): void {
	const parser = new Papa.Parser({
		delimiter,
		newline,
		quoteChar: quote,
		escapeChar: quote,
		comments,
		step: ({ data, errors, meta }: Papa.ParseStepResult<string[][]>) => {
			const fault = errors.find(({ type }) => type === 'Quotes')?.code;
			take({
				cells: data[0] ?? [],
				end: meta.cursor,
				quoteFault: fault === 'MissingQuotes' || fault === 'InvalidQuotes' ? fault : null,
			});
		},
	});
	parser.parse(text, 0, isPart);
}

/** Delimiter and line break, as papaparse finds them in the first rows of a text. */
export function findDialect(
	sample: string,
	candidates: readonly string[],
	{ quote, comments }: Pick<CsvDialect, 'quote' | 'comments'>,
): Pick<CsvDialect, 'delimiter' | 'newline'> {
	const { meta } = Papa.parse(sample, {
		preview: 1,
		quoteChar: quote,
		comments,
		skipEmptyLines: 'greedy',
		delimitersToGuess: [...candidates],
	});
	const newline = meta.linebreak;
	return {
		delimiter: meta.delimiter,
		newline: newline === '\r' || newline === '\r\n' ? newline : '\n',
	};
}
