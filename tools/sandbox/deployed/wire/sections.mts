import type { Column } from '../columns/column.mts';
import type { Fields } from './fields.mts';

/** Offset, page size asked, first and last ordinal, total, title, sort clause (33). */
export type Context = readonly [string, string, string, string, string, string, string];

export interface Part {
	name: string;
	columns: readonly Column[];
	rows: readonly Fields[];
	/** Filter values, which the key map repeats. */
	echo?: Readonly<Record<string, string>>;
	context?: Context;
	/** Lines of the key map for joined tables (60). */
	joined?: ReadonlyArray<{ column: Column; position: number; value: string }>;
	/** The comma too many of the `join` parameter (89). */
	brokenKeys?: boolean;
}

/** Rows, key map and context of one list, in the order and with the line breaks of the server. */
export function partText(part: Part): string {
	const { name, rows } = part;
	const cells = rows.map((row, i) => rowText(row, part.columns, i));
	const sections = [`"${name}":[${cells.join(',')}]\n`];
	if (rows.length === 0) sections.push(` "${name}_no_data":[[]]\n`);
	sections.push(`"${name}_k":${keysText(part)}\n`);
	if (part.context) sections.push(`"${name}_ctx":${JSON.stringify([part.context])}\n`);
	return sections.join(',');
}

/** Values are printed as they are stored. Three cells that belong to no field end each row. */
function rowText(row: Fields, columns: readonly Column[], i: number): string {
	let text = '[';
	for (const { name, blank } of columns) text += `"${row[name] ?? blank}",`;
	return `${text}"${i}","ro${i}","rc${i % 2}"]\n`;
}

function keysText({ columns, echo = {}, joined = [], brokenKeys }: Part): string {
	const lines = columns.map((column, i) => keyLine(column, i, echo[column.name] ?? ''));
	for (const { column, position, value } of joined) lines.push(keyLine(column, position, value));
	return `{${lines.join(',')}${brokenKeys ? ',' : ''}}`;
}

function keyLine({ name, label, format }: Column, position: number, value: string): string {
	return `"${name}":${JSON.stringify([String(position), name, value, label, format])}`;
}

export function noticeText(resource: string, sentence: string): string {
	return `"${resource}_nb":[["info","${sentence}"]]\n`;
}
