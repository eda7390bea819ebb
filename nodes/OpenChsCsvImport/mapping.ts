import type { CaseFieldDeclaration } from '../shared/helpline/verbs';
import type { CaseFields } from '../shared/record/case';
import { foldHeader, suggestField } from './headerWords';

/** The guide's file (published API, CSV and JSON files): these columns, in this order. */
export const GUIDE_COLUMNS = [
	'case_number',
	'title',
	'description',
	'category',
	'priority',
	'reporter_phone',
] as const;

/** Columns that this node writes into its own reports; they say nothing about a case. */
export const REPORT_COLUMNS = [
	'import_row',
	'import_column',
	'import_code',
	'import_reason',
] as const;

/** Columns that are no field of a case and mean something here. */
export const SPECIAL = ['external_key', 'case_number', 'created_at'] as const;
export type Special = (typeof SPECIAL)[number];

/** In place of a field: the column stays where it is. */
export const LEAVE_OUT = 'leave_out';

export type Target =
	| { is: 'field'; field: string }
	| { is: Special }
	/** Left out because the person, or this node's own report, said so. */
	| { is: 'left_out' }
	/** Nobody knows what it means. */
	| { is: 'unknown' };

export interface Column {
	header: string;
	/** From 1. */
	position: number;
	target: Target;
	how: 'by_hand' | 'by_name' | 'suggested' | 'by_position' | 'not_at_all';
}

export interface MappingRequest {
	columns: readonly string[];
	hasHeader: boolean;
	/** What the person set: header (or position, where there is no header) to field. */
	byHand: ReadonlyArray<{ column: string; target: string }>;
	/** Whether common words of other languages count, or names and labels of fields alone. */
	suggests: boolean;
	declared: readonly CaseFieldDeclaration[];
	/** Values for every row, by field. */
	values: CaseFields;
}

export interface Mapping {
	columns: readonly Column[];
	/** Headers that nobody knows, with their position. */
	unknown: ReadonlyArray<{ header: string; position: number }>;
	/** Fields without which no case can be made, for which there is neither column nor value. */
	missing: ReadonlyArray<{ name: string; label: string }>;
	/** Columns that were set by hand and that the file does not have: their place in the list, from 1. */
	absent: readonly number[];
	/** Where the key of a row comes from. */
	keyFrom: 'external_key' | 'case_number' | 'row';
	/** Whether the file came out of this node: cells then carry a mark in front of signs that begin a formula. */
	isReport: boolean;
}

/** Decides, once per file, what each column means. */
export function mapColumns(request: MappingRequest): Mapping {
	const taken = new Set<string>();
	const claim = (target: Target): boolean => {
		const name = nameOf(target);
		if (name === null) return true;
		if (taken.has(name)) return false;
		taken.add(name);
		return true;
	};
	const columns: Column[] = request.columns.map((header, index) => ({
		header,
		position: index + 1,
		target: { is: header === '' ? 'left_out' : 'unknown' },
		how: 'not_at_all',
	}));
	// What is certain goes first, so that a guess never takes the place of a column that says its name.
	for (const find of FINDERS) {
		for (const column of columns) {
			if (column.target.is !== 'unknown') continue;
			const found = find(column, request);
			if (!found || !claim(found.target)) continue;
			column.target = found.target;
			column.how = found.how;
		}
	}
	return {
		columns,
		unknown: columns
			.filter(({ target }) => target.is === 'unknown')
			.map(({ header, position }) => ({ header, position })),
		missing: missingFields(request, taken),
		absent: request.byHand.flatMap(({ column }, index) =>
			columns.some((each) => isSameHeader(each.header, column)) ? [] : [index + 1],
		),
		keyFrom: taken.has('external_key')
			? 'external_key'
			: taken.has('case_number')
				? 'case_number'
				: 'row',
		isReport: columns.some(({ header }) => isReportColumn(header)),
	};
}

function nameOf(target: Target): string | null {
	if (target.is === 'field') return target.field;
	return target.is === 'left_out' || target.is === 'unknown' ? null : target.is;
}

type Find = (
	column: Column,
	request: MappingRequest,
) => { target: Target; how: Column['how'] } | null;

const FINDERS: readonly Find[] = [byHand, byName, byPosition, bySuggestion];

function byHand({ header }: Column, request: MappingRequest): ReturnType<Find> {
	const chosen = request.byHand.find(({ column }) => isSameHeader(column, header));
	return chosen ? { target: toTarget(chosen.target), how: 'by_hand' } : null;
}

function byName({ header }: Column, request: MappingRequest): ReturnType<Find> {
	if (!request.hasHeader) return null;
	if (isReportColumn(header)) return { target: { is: 'left_out' }, how: 'by_name' };
	const name = foldHeader(header);
	const special = SPECIAL.find((each) => each === name);
	if (special) return { target: { is: special }, how: 'by_name' };
	const field = request.declared.find(
		(each) => foldHeader(each.name) === name || foldHeader(each.label) === name,
	);
	return field && isImported(field.name)
		? { target: { is: 'field', field: field.name }, how: 'by_name' }
		: null;
}

/** Without a header and without a word of the person, six columns are those of the guide. */
function byPosition({ position }: Column, request: MappingRequest): ReturnType<Find> {
	const isGuides = request.columns.length === GUIDE_COLUMNS.length && request.byHand.length === 0;
	const name = GUIDE_COLUMNS[position - 1];
	if (request.hasHeader || !isGuides || name === undefined) return null;
	return { target: toTarget(name), how: 'by_position' };
}

function bySuggestion({ header }: Column, request: MappingRequest): ReturnType<Find> {
	if (!request.hasHeader || !request.suggests) return null;
	const name = suggestField(header);
	if (name === null) return null;
	const isKnown =
		SPECIAL.some((each) => each === name) || request.declared.some((each) => each.name === name);
	return isKnown ? { target: toTarget(name), how: 'suggested' } : null;
}

function toTarget(name: string): Target {
	const special = SPECIAL.find((each) => each === name);
	if (special) return { is: special };
	return name === LEAVE_OUT ? { is: 'left_out' } : { is: 'field', field: name };
}

/** A note is written anew by each run that updates, so no import takes one. */
export function isImported(name: string): boolean {
	return name !== 'notes';
}

function isSameHeader(a: string, b: string): boolean {
	return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function isReportColumn(header: string): boolean {
	return REPORT_COLUMNS.some((each) => each === header);
}

function missingFields(
	{ declared, values }: MappingRequest,
	taken: ReadonlySet<string>,
): Mapping['missing'] {
	return declared
		.filter(({ name, required }) => required && !taken.has(name) && isEmpty(values[name]))
		.map(({ name, label }) => ({ name, label }));
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || String(value).trim() === '';
}
