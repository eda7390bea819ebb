import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Reason } from '../shared/transport/errors';
import { cleanError, toNodeError } from '../shared/transport/errors';
import type { CsvOptions } from './csv';
import { readCsv } from './csv';
import type { Encoding } from './decode';
import { decode, findEncoding } from './decode';
import type { Table, TableOptions, TableRow } from './table';
import { openTable } from './table';

/** Where the rows of one import come from; it can be read as often as is needed. */
export interface Source {
	/** Names the rows' origin in the keys of rows that have none of their own. */
	name: string;
	open(): Promise<Table>;
	/** The file for the next part; null where there is none to hand on. */
	file(): Promise<IBinaryData | null>;
	/** Keys that rows bring along because they come back from *To Fix*, by place. */
	hasHeader: boolean;
}

export interface ReadOptions {
	encoding: Encoding | 'find';
	csv: CsvOptions;
	table: TableOptions;
}

/** Bytes read from n8n's store at a time. */
const CHUNK_BYTES = 65_536;

type Open = () => Promise<AsyncIterable<Uint8Array>>;

/** The file in a binary field, streamed from n8n's store; from memory where n8n keeps it there. */
export async function fileSource(
	context: IExecuteFunctions,
	field: string,
	options: ReadOptions,
	itemIndex: number,
): Promise<Source> {
	const data = binaryData(context, field, itemIndex);
	const open: Open = async () => {
		try {
			if (data.id) return await context.helpers.getBinaryStream(data.id, CHUNK_BYTES);
			return onePiece(await context.helpers.getBinaryDataBuffer(itemIndex, field));
		} catch (error) {
			throw cleanError(context.getNode(), error, itemIndex);
		}
	};
	const name = data.fileName ?? '';
	return { ...fromBytes(open, options), name, file: async () => await Promise.resolve(data) };
}

/** Text in a field of the item; for the next part it is put into a file. */
export function textSource(context: IExecuteFunctions, text: string, options: ReadOptions): Source {
	const open: Open = async () => await Promise.resolve(onePiece(Buffer.from(text, 'utf8')));
	return {
		...fromBytes(open, { ...options, encoding: 'utf-8' }),
		name: originOf(context),
		file: async () =>
			await context.helpers.prepareBinaryData(Buffer.from(text, 'utf8'), 'rows.csv', 'text/csv'),
	};
}

function fromBytes(open: Open, { encoding, csv, table }: ReadOptions) {
	return {
		hasHeader: table.hasHeader,
		async open(): Promise<Table> {
			const found = encoding === 'find' ? await findEncoding(await open()) : encoding;
			return await openTable(readCsv(decode(await open(), found), csv), table);
		},
	};
}

/** What a corrected item of *To Fix* holds beside the row. */
const ROW_IN = 'input';

/** The items of the input, each a row; their members are its columns. */
export function itemsSource(context: IExecuteFunctions, { maximum }: TableOptions): Source {
	const rows = context.getInputData().map(({ json }) => rowIn(json));
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	const wanted = maximum > 0 ? rows.slice(0, maximum) : rows;
	return {
		name: originOf(context),
		hasHeader: true,
		open: async () => await Promise.resolve({ columns, rows: tableRows(wanted, columns) }),
		file: async () => await Promise.resolve(null),
	};
}

/** An item that comes back from *To Fix* holds its row as a member, and keeps its key. */
function rowIn(json: IDataObject): IDataObject {
	const row = json[ROW_IN];
	if (typeof row !== 'object' || row === null || Array.isArray(row) || !('row' in json))
		return json;
	const { external_key: key } = json;
	const isKeyed = typeof key === 'string' && key !== '';
	return { ...(isKeyed ? { external_key: key } : {}), ...(row as IDataObject) };
}

async function* tableRows(
	rows: readonly IDataObject[],
	columns: readonly string[],
): AsyncGenerator<TableRow[]> {
	yield rows.map((row, index) => ({
		number: index + 1,
		cells: columns.map((column) => toCell(row[column])),
		fault: null,
	}));
}

function toCell(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function originOf(context: IExecuteFunctions): string {
	return `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

function binaryData(context: IExecuteFunctions, field: string, itemIndex: number): IBinaryData {
	try {
		return context.helpers.assertBinaryData(itemIndex, field);
	} catch {
		throw toNodeError(context.getNode(), NO_FILE, itemIndex);
	}
}

const NO_FILE: Reason = {
	code: 'binary',
	field: 'file',
	message: "There is no file in the field named in 'Input Binary Field'",
	description:
		"Look at the 'Binary' tab of the input and write the name of the field as it stands there.",
};
