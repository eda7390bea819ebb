import type { IDataObject } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import type { CaseFieldDeclaration } from '../shared/helpline/verbs';
import { withoutMark } from '../shared/privacy/csvCell';
import type { CaseFields } from '../shared/record/case';
import { normalizeCase, validateCase } from '../shared/record/validate';
import type { Reason, ReasonCode } from '../shared/transport/errors';
import { dateIn } from './dates';
import type { Column, Mapping } from './mapping';
import type { TableRow } from './table';

/** Why a row is not taken: where, in what way, in words, and never with a value. */
export interface Problem {
	/** Header of the column, or of the field where no column has it; null when it is about the whole row. */
	column: string | null;
	/** The field, in the words of the one record. */
	field: string | null;
	code: ReasonCode | 'date' | 'duplicate_key' | 'quotes' | 'too_long' | 'too_short';
	reason: string;
	/** What to do about it. */
	advice: string;
}

export interface RowRules {
	mapping: Mapping;
	declared: readonly CaseFieldDeclaration[];
	/** Values for every row; a cell that is not empty wins. */
	values: CaseFields;
	unknownColumns: 'refuse' | 'addToDescription' | 'leaveOut';
	/** A format of luxon, or `iso`. */
	dateFormat: string;
	timezone: string;
	/** Empties the field of a case that is updated. */
	clearWord: string;
}

/** A row as a case, before it is known whether the case is there already. */
export interface RowCase {
	number: number;
	/** Given fields, normalized; null where the cell says that the field is to be emptied. */
	fields: CaseFields;
	/** The cell of the key column, trimmed; empty where there is none. */
	givenKey: string;
	caseNumber: string;
	/** ISO 8601 UTC; null when the file does not tell. */
	createdAt: string | null;
	problems: Problem[];
}

/** The times of a case that a server keeps carry these endings. */
const IS_TIME = /_(at|when)$/;

/** Puts one row together. Problems are those that can be seen without asking the server. */
export function toRowCase(row: TableRow, rules: RowRules): RowCase {
	const { mapping, values } = rules;
	const given: IDataObject = {};
	const lines: string[] = [];
	const problems: Problem[] = row.fault === null ? [] : [faultOf(row)];
	const special = { external_key: '', case_number: '', created_at: '' };

	for (const column of mapping.columns) {
		const cell = cellOf(row, column, mapping);
		if (cell === '') continue;
		const { target } = column;
		if (target.is === 'field') {
			setSafeObjectProperty(
				given,
				target.field,
				valueOf(cell, column, target.field, rules, problems),
			);
		} else if (target.is === 'unknown') {
			if (rules.unknownColumns === 'addToDescription') lines.push(`${column.header}: ${cell}`);
		} else if (target.is !== 'left_out') {
			special[target.is] = cell;
		}
	}
	const fields = normalizeCase({ ...values, ...given });
	if (lines.length > 0) fields.description = withLines(fields.description, lines);
	return {
		number: row.number,
		fields,
		givenKey: special.external_key,
		caseNumber: special.case_number,
		createdAt: createdAt(special.created_at, rules, problems),
		problems,
	};
}

/** What a create or an update of this row would be refused for. A row that cannot be read is not judged further. */
export function judge(
	row: RowCase,
	mode: 'create' | 'update',
	{ declared, mapping }: RowRules,
): Problem[] {
	if (row.problems.length > 0) return row.problems;
	const names = declared.map(({ name }) => name);
	const fields = mode === 'create' ? withoutCleared(row.fields) : row.fields;
	const reasons = validateCase(fields, mode, names);
	const told = new Set(reasons.map(({ field }) => field));
	const lacking = declared.filter(
		({ name, required }) => required && !told.has(name) && isEmpty(fields[name]),
	);
	const more = mode === 'create' ? lacking.map(missingReason) : [];
	// What no row can have is told once, for the file.
	const toldOnce = new Set(mapping.missing.map(({ name }) => name));
	return [...reasons, ...more]
		.filter(({ code, field }) => code !== 'missing_field' || !toldOnce.has(field ?? ''))
		.map((reason) => toProblem(reason, mapping));
}

/** A refusal, with the header that the person knows the field by. */
export function toProblem(
	reason: Reason,
	mapping: Mapping,
	code: Problem['code'] = reason.code,
): Problem {
	const { message, description = '', field } = reason;
	return {
		column: field === undefined ? null : headerOf(field, mapping),
		field: field ?? null,
		code,
		reason: message,
		advice: description,
	};
}

function headerOf(field: string, { columns, keyFrom }: Mapping): string {
	const name = field === 'external_key' ? keyFrom : field;
	const column = columns.find(({ target }) =>
		target.is === 'field' ? target.field === name : target.is === name,
	);
	return column?.header ?? field;
}

/** Nothing is there yet that a create could clear. */
export function withoutCleared(fields: CaseFields): CaseFields {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function cellOf(row: TableRow, { position }: Column, { isReport }: Mapping): string {
	const cell = (row.cells[position - 1] ?? '').trim();
	// Our own reports put a mark before what a spreadsheet would take for a formula.
	return isReport ? withoutMark(cell).trim() : cell;
}

function valueOf(
	cell: string,
	column: Column,
	field: string,
	{ clearWord, dateFormat, timezone }: RowRules,
	problems: Problem[],
): IDataObject[string] {
	if (cell === clearWord) return null;
	if (!IS_TIME.test(field)) return cell;
	const time = dateIn(cell, dateFormat, timezone);
	if (time === null) problems.push(dateProblem(column.header, field));
	return time ?? undefined;
}

function createdAt(
	cell: string,
	{ dateFormat, timezone, mapping }: RowRules,
	problems: Problem[],
): string | null {
	if (cell === '') return null;
	const time = dateIn(cell, dateFormat, timezone);
	if (time === null) problems.push(dateProblem(headerOf('created_at', mapping), 'created_at'));
	return time;
}

function dateProblem(column: string, field: string): Problem {
	return {
		column,
		field,
		code: 'date',
		reason: 'The date is not written in the format that was declared',
		advice: "Correct the cell, or set 'Date Format' in 'Options' to the one that the file uses.",
	};
}

const FAULTS = {
	quotes: [
		'A closing quote is followed by more text',
		'Double the quotes that are part of the text, or take them out.',
	],
	too_long: [
		'The row has more cells than the header',
		'Put quotes round the cell that holds the delimiter.',
	],
	too_short: [
		'The row has fewer cells than the header',
		"Add the missing delimiters, or set 'Short Rows' in 'Options' to 'Fill'.",
	],
} as const;

function faultOf({ fault }: TableRow): Problem {
	const code = fault ?? 'quotes';
	const [reason, advice] = FAULTS[code];
	return { column: null, field: null, code, reason, advice };
}

function missingReason({ name, label }: CaseFieldDeclaration): Reason {
	return {
		code: 'missing_field',
		field: name,
		message: `'${label}' is needed to create a case in this OpenCHS`,
		description: "Fill the cell in, or give it to all rows in 'Values for Every Row'.",
	};
}

function withLines(description: unknown, lines: readonly string[]): string {
	const text = typeof description === 'string' ? [description, ''] : [];
	return [...text, ...lines].join('\n');
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
