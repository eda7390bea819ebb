import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isTool } from '../shared/output';
import type { CaseFields } from '../shared/record/case';
import { toNodeError } from '../shared/transport/errors';
import type { StopRules } from './stopRules';
import type { ReadOptions } from './source';
import type { RowRules } from './rowCase';
import type { Share } from './survey';
import { ENCODINGS } from './decode';

/** What a person set, in the form that the import works with. */
export interface Settings {
	mode: 'check' | 'import';
	input: 'file' | 'items' | 'text';
	/** The binary field. */
	field: string;
	text: string;
	read: ReadOptions;
	byHand: Array<{ column: string; target: string }>;
	suggests: boolean;
	values: CaseFields;
	unknownColumns: RowRules['unknownColumns'];
	dateFormat: string;
	existing: 'skip' | 'update' | 'refuse';
	inFlight: number;
	stopRules: StopRules;
	/** Null where the whole file is one part. */
	parts: { minutes: number; rows: number } | null;
	share: Share | null;
	doneHolds: 'auto' | 'rows' | 'summary';
	toFixHolds: 'reason' | 'reasonAndRow';
	reportHoldsRows: boolean;
	sourceName: string;
}

/** Rows on their way at a time; above the most, the computer of n8n is the limit (host facts, section B). */
const IN_FLIGHT = { usual: 8, most: 32 };

export function readSettings(context: IExecuteFunctions, itemIndex: number): Settings {
	const parameter = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, otherwise as object);
	const options = asObject(parameter('options', {}));
	const input = oneOf(parameter('input', 'file'), ['file', 'items', 'text']);
	const mode = oneOf(parameter('mode', 'check'), ['check', 'import']);
	refuseTool(context, mode, options, itemIndex);
	return {
		mode,
		input,
		field: input === 'file' ? String(parameter('binaryPropertyName', 'data')).trim() : 'data',
		text: input === 'text' ? String(parameter('text', '')) : '',
		read: readOptions(options),
		byHand: rowsOf(parameter('columns.column', [])).map(({ name, target }) => ({
			column: String(name ?? '').trim(),
			target: String(target ?? ''),
		})),
		suggests: options.matchHeaders !== 'names',
		values: Object.fromEntries(
			rowsOf(parameter('values.value', [])).map(({ field, value }) => [
				String(field ?? ''),
				value ?? '',
			]),
		),
		unknownColumns: oneOf(options.unknownColumns, ['refuse', 'addToDescription', 'leaveOut']),
		dateFormat: dateFormat(options),
		existing: oneOf(parameter('existing', 'skip'), ['skip', 'update', 'refuse']),
		inFlight: between(options.inFlight, 1, IN_FLIGHT.most, IN_FLIGHT.usual),
		stopRules: {
			inARow: between(options.stopInARow, 0, Infinity, 0),
			percent: between(options.stopPercent, 0, 100, 0),
		},
		parts: mode === 'import' && input !== 'items' ? partsOf(options) : null,
		share: shareOf(context, options, itemIndex),
		doneHolds: oneOf(options.doneHolds, ['auto', 'rows', 'summary']),
		// As a tool of an agent, no row leaves.
		toFixHolds: isTool(context) ? 'reason' : oneOf(options.failedItems, ['reason', 'reasonAndRow']),
		reportHoldsRows: options.reportHoldsRows === true && !isTool(context),
		sourceName: String(options.sourceName ?? '').trim(),
	};
}

function readOptions(options: IDataObject): ReadOptions {
	return {
		encoding: oneOf(options.encoding, ['find', ...ENCODINGS]),
		csv: {
			delimiter: delimiterOf(options),
			quote: String(options.quote ?? '"') || '"',
			comments: String(options.comments ?? ''),
		},
		table: {
			hasHeader: options.hasHeader !== false,
			firstLine: between(options.firstLine, 1, Infinity, 1),
			maximum: between(options.maximumRows, 0, Infinity, 0),
			skipEmpty: options.skipEmptyLines !== false,
			shortRows: oneOf(options.shortRows, ['fill', 'refuse']),
		},
	};
}

function delimiterOf({ delimiter, customDelimiter }: IDataObject): string {
	switch (delimiter) {
		case 'comma':
			return ',';
		case 'semicolon':
			return ';';
		case 'tab':
			return '\t';
		case 'pipe':
			return '|';
		case 'custom':
			return String(customDelimiter ?? '');
		default:
			return '';
	}
}

function dateFormat({ dateFormat: chosen, customDateFormat }: IDataObject): string {
	if (chosen === 'custom') return String(customDateFormat ?? '').trim() || 'iso';
	return typeof chosen === 'string' && chosen !== '' ? chosen : 'iso';
}

function partsOf(options: IDataObject): Settings['parts'] {
	const part = asObject(asObject(options.pauseBetweenParts).part);
	if (Object.keys(part).length === 0) return null;
	return {
		minutes: between(part.minutes, 0, Infinity, 0),
		rows: between(part.rows, 0, Infinity, 0),
	};
}

function shareOf(
	context: IExecuteFunctions,
	options: IDataObject,
	itemIndex: number,
): Share | null {
	const share = asObject(asObject(options.partOfFile).share);
	if (Object.keys(share).length === 0) return null;
	const [part, of] = [Number(share.part), Number(share.of)];
	if (Number.isInteger(part) && Number.isInteger(of) && part >= 1 && part <= of) {
		return of === 1 ? null : { part, of };
	}
	throw toNodeError(
		context.getNode(),
		{
			code: 'setting',
			message: "'Part K of N' in 'Options' does not fit",
			description: "'Part' goes from 1 to 'Of', both in whole numbers.",
		},
		itemIndex,
	);
}

/** An agent that imports by itself could fill a helpline's register with what it made up. */
function refuseTool(
	context: IExecuteFunctions,
	mode: Settings['mode'],
	options: IDataObject,
	itemIndex: number,
): void {
	if (mode === 'check' || !isTool(context) || options.toolsImport === true) return;
	throw toNodeError(
		context.getNode(),
		{
			code: 'not_allowed_for_tools',
			message: "'Import' is not open to AI tools",
			description: "Switch on 'Allow AI Tools to Import' in 'Options' if an agent may do this.",
		},
		itemIndex,
	);
}

function oneOf<T extends string>(value: unknown, choices: readonly [T, ...T[]]): T {
	return choices.find((choice) => choice === value) ?? choices[0];
}

function between(value: unknown, least: number, most: number, usual: number): number {
	const given = typeof value === 'number' && Number.isFinite(value) ? Math.floor(value) : usual;
	return Math.min(most, Math.max(least, given));
}

function rowsOf(value: unknown): IDataObject[] {
	return Array.isArray(value) ? value.map(asObject) : [];
}

function asObject(value: unknown): IDataObject {
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isObject ? (value as IDataObject) : {};
}
