import type { Reason } from '../shared/transport/errors';

/** Why a file as a whole cannot be read, in words for a person. It never quotes the file. */
export class FileFault extends Error {
	constructor(
		readonly reason: Reason,
		/** The row from which on it cannot be read; null when it is about the whole file. */
		readonly row: number | null = null,
	) {
		super(reason.message);
	}
}

function fault(message: string, description: string, row: number | null = null): FileFault {
	return new FileFault({ code: 'binary', field: 'file', message, description }, row);
}

export const emptyFile = () =>
	fault(
		'The file is empty',
		'Look at the node before this one: it handed on a file without a byte.',
	);

export const headerOnly = () =>
	fault(
		'The file has a header and no rows',
		"Nothing was left to do. If the first line is a row, switch off 'First Line Is a Header' in 'Options'.",
	);

export const nothingLeft = () =>
	fault(
		"The file ends before 'First Line'",
		"Set 'First Line' in 'Options' to the line that holds the header; the first line of the file is 1.",
	);

export const notText = (what: string | null) =>
	fault(
		what === null ? 'The file is not text' : `The file is ${what}, not CSV`,
		'Open it in its program and save it as CSV (UTF-8), then hand that file to this node.',
	);

/** `name` is the encoding as the screen calls it. */
export const wrongEncoding = (name: string) =>
	fault(
		`The file is not written in ${name}`,
		"Set 'Encoding' in 'Options' to 'Find by Itself', or save the file as CSV UTF-8.",
	);

export const rowTooLarge = (row: number, most: string) =>
	fault(
		`Row ${row} is larger than ${most}`,
		'Either a quote is opened there and never closed, or one cell holds something that is no case. Correct the row and run it again; the rows before it are not done twice.',
		row,
	);

export const unclosedQuote = (row: number) =>
	fault(
		`Row ${row} opens a quote that is never closed`,
		'Everything after it reads as one cell. Close the quote, or double it where it is part of the text, and run it again; the rows before it are not done twice.',
		row,
	);

/** Positions count from 1, as a spreadsheet's columns do. */
export const sameHeaders = (first: number, second: number) =>
	fault(
		`Columns ${first} and ${second} have the same header`,
		'Nobody can tell which of the two is meant. Rename or remove one of them in the file.',
	);
