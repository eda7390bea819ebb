import type { IDataObject } from 'n8n-workflow';

import { csvCell } from '../privacy/csvCell';

/** The forms that are files; `references` is one reference a line. */
export const FILE_FORMS = ['csv', 'json', 'jsonl'] as const;
export type FileForm = (typeof FILE_FORMS)[number];

export interface FormOptions {
	columns: readonly string[];
	/** One member a line, as people read it. */
	isPretty: boolean;
	/** The mark by which spreadsheets know that a file is UTF-8. */
	hasMark: boolean;
}

/** How rows become the text of a file; values in, text out. */
export interface Writer {
	readonly mimeType: string;
	head(): string;
	/** `index` counts the rows of the file, from 0. */
	row(row: IDataObject, index: number): string;
	tail(rows: number): string;
}

export function writerOf(form: FileForm, options: FormOptions): Writer {
	switch (form) {
		case 'csv':
			return csvWriter(options);
		case 'jsonl':
			return JSON_LINES;
		case 'json':
			return jsonWriter(options.isPretty);
	}
}

/** One array; the rows in it stand as `JSON.stringify` would set them inside the whole. */
function jsonWriter(isPretty: boolean): Writer {
	const space = isPretty ? '  ' : '';
	const lineBreak = isPretty ? '\n' : '';
	return {
		mimeType: 'application/json',
		head: () => '[',
		row: (row, index) => {
			const text = JSON.stringify(row, null, space);
			const indented = isPretty ? `${space}${text.replaceAll('\n', `\n${space}`)}` : text;
			return `${index === 0 ? '' : ','}${lineBreak}${indented}`;
		},
		tail: (rows) => `${rows === 0 ? '' : lineBreak}]\n`,
	};
}

const JSON_LINES: Writer = {
	mimeType: 'application/jsonl',
	head: () => '',
	row: (row) => `${JSON.stringify(row)}\n`,
	tail: () => '',
};

function csvWriter({ columns, hasMark }: FormOptions): Writer {
	return {
		mimeType: 'text/csv',
		head: () => `${hasMark ? '\uFEFF' : ''}${columns.map(csvCell).join(',')}\r\n`,
		row: (row) => `${columns.map((name) => csvCell(row[name])).join(',')}\r\n`,
		tail: () => '',
	};
}

/** One reference a line. */
export const REFERENCES: Writer = {
	mimeType: 'text/plain',
	head: () => '',
	row: ({ reference }) => `${String(reference)}\n`,
	tail: () => '',
};
