import type { IDataObject } from 'n8n-workflow';
import { isSafeObjectProperty } from 'n8n-workflow';

/**
 * What the server says about its columns: name to `[position, name, filter value echoed, label,
 * format]`, all text. It stands beside every list, an empty one too.
 */
export type ColumnMap = Readonly<Record<string, unknown>>;

/** Reads one row; null when it is no row of these columns. */
export type Decoder = (row: unknown) => IDataObject | null;

/** What an empty cell looks like, and whether the value is a time. */
export type CellKind = 'text' | 'reference' | 'time';

/** Unix seconds, by names that do not end as times do. The last five are starts of a year, month, week, day, hour. */
const TIMES = new Set([
	'incidence_when',
	'syncts',
	'mn_closed',
	'dob',
	'yr',
	'mn',
	'wk',
	'dt',
	'dth',
	'hr',
]);

/** Ids by names that do not end as ids do. */
const REFERENCES = new Set(['id', 'activity_ref']);

/** "Not set" is an empty text or, for ids, counters and times, zero (recording 33). Elsewhere zero is a value: an age, a "no". */
export function kindOf(name: string): CellKind {
	if (TIMES.has(name) || /_(on|ts|dob)$/.test(name)) return 'time';
	if (REFERENCES.has(name) || /_id(_\d+)?_?$/.test(name) || name.endsWith('_count')) {
		return 'reference';
	}
	return 'text';
}

interface Column {
	name: string;
	position: number;
	kind: CellKind;
}

/**
 * A decoder for the rows of one answer. Positions differ between versions of the server, so nothing
 * but the map is trusted; the nameless cells at the end of a row are never looked at (recording 33).
 */
export function decoderOf(map: ColumnMap): Decoder {
	const columns = columnsOf(map);
	const width = Math.max(-1, ...columns.map(({ position }) => position)) + 1;
	const empty = emptyRecord(columns);
	const days = new Map<number, string>();
	return (row) => {
		if (!Array.isArray(row) || row.length < width || width === 0) return null;
		const cells: readonly unknown[] = row;
		const record = { ...empty };
		for (let index = 0; index < columns.length; index++) {
			const column = columns[index] as Column;
			const cell = cells[column.position];
			if (cell === '' || cell === null) continue;
			if (typeof cell !== 'string' && typeof cell !== 'number') return null;
			const value = valueOf(String(cell), column.kind, days);
			if (value !== null) record[column.name] = value;
		}
		return record;
	};
}

/**
 * Copies of one parsed object keep all rows in one shape; building 122 names one by one would turn each
 * row into a table of its own, at many times the cost.
 */
function emptyRecord(columns: readonly Column[]): IDataObject {
	const members = columns.map(({ name }) => `${JSON.stringify(name)}:null`);
	return JSON.parse(`{${members.join(',')}}`) as IDataObject;
}

/** Names that hold `^` count the columns of a joined table and stand in the same map (recording 60). */
function columnsOf(map: ColumnMap): Column[] {
	const columns: Column[] = [];
	for (const [name, description] of Object.entries(map)) {
		const position = positionIn(description);
		if (position === null || name.includes('^') || !isSafeObjectProperty(name)) continue;
		columns.push({ name, position, kind: kindOf(name) });
	}
	return columns;
}

function positionIn(description: unknown): number | null {
	const position: unknown = Array.isArray(description) ? description[0] : undefined;
	return typeof position === 'string' && /^\d{1,4}$/.test(position) ? Number(position) : null;
}

function valueOf(cell: string, kind: CellKind, days: Map<number, string>): string | null {
	if (kind === 'text') return unescapeText(cell);
	if (cell === '0') return null;
	return kind === 'time' ? toIso(cell, days) : cell;
}

/** Exactly `<` and `>` are escaped when saved; an ampersand is not, so nothing else may be undone (recording 57). */
function unescapeText(cell: string): string {
	return cell.includes('&') ? cell.replace(/&lt;/g, '<').replace(/&gt;/g, '>') : cell;
}

/** The largest second that a date can hold. */
const LAST_SECOND = 8_640_000_000_000;
const DAY_SECONDS = 86_400;
/** Days whose text is kept for the next row: most rows of an answer share a few. */
const MAX_KNOWN_DAYS = 1_000;

/** What is no number of seconds stays as it is: better a strange text than a lost one. */
function toIso(cell: string, days: Map<number, string>): string {
	if (!/^-?\d{1,13}$/.test(cell)) return cell;
	const seconds = Number(cell);
	if (Math.abs(seconds) > LAST_SECOND) return cell;
	const day = Math.floor(seconds / DAY_SECONDS);
	const inDay = seconds - day * DAY_SECONDS;
	const minutes = Math.floor(inDay / 60);
	return `${dayText(day, days)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(inDay % 60)}Z`;
}

function dayText(day: number, known: Map<number, string>): string {
	const before = known.get(day);
	if (before !== undefined) return before;
	const [text = ''] = new Date(day * DAY_SECONDS * 1000).toISOString().split('T');
	if (known.size < MAX_KNOWN_DAYS) known.set(day, text);
	return text;
}

function two(part: number): string {
	return part < 10 ? `0${part}` : String(part);
}

/** The value of a filter as the server says that it took it; null when this resource has no such field (recordings 38, 45). */
export function echoOf(map: ColumnMap, name: string): string | null {
	const description = Object.hasOwn(map, name) ? map[name] : undefined;
	const echo: unknown = Array.isArray(description) ? description[2] : undefined;
	return typeof echo === 'string' ? echo : null;
}

export function hasColumn(map: ColumnMap, name: string): boolean {
	return Object.hasOwn(map, name) && positionIn(map[name]) !== null;
}
