import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { cleanError } from '../shared/transport/errors';

/** One file of the input. */
export interface InputFile {
	/** Without the folders of where it came from. */
	name: string;
	data: IBinaryData;
	itemIndex: number;
	field: string;
}

/** Every file that the items hold. */
export function inputFiles(context: IExecuteFunctions): InputFile[] {
	return context.getInputData().flatMap(({ binary = {} }, itemIndex) =>
		Object.entries(binary).map(([field, data]) => ({
			name: (data.fileName ?? '').split(/[\\/]/).pop() ?? '',
			data,
			itemIndex,
			field,
		})),
	);
}

/** The file in a field of one item; null where there is none. */
export function fileIn(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): InputFile | null {
	const files = inputFiles(context);
	return files.find((file) => file.itemIndex === itemIndex && file.field === field) ?? null;
}

/** Bytes read from n8n's store at a time. */
const CHUNK_BYTES = 65_536;

/** The bytes of a file, streamed from n8n's store; from memory where n8n keeps it there. */
export async function* bytesOf(
	context: IExecuteFunctions,
	{ data, itemIndex, field }: InputFile,
): AsyncGenerator<Uint8Array> {
	try {
		if (data.id) {
			const stream = await context.helpers.getBinaryStream(data.id, CHUNK_BYTES);
			for await (const piece of stream) yield piece as Uint8Array;
		} else {
			yield await context.helpers.getBinaryDataBuffer(itemIndex, field);
		}
	} catch (error) {
		throw cleanError(context.getNode(), error, itemIndex);
	}
}

/** Longer than any manifest of ours, and short enough for memory. */
const MOST_TEXT = 16 * 1024 * 1024;

/** A small file as text; null when it is too long to be what is looked for. */
export async function textOf(context: IExecuteFunctions, file: InputFile): Promise<string | null> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of bytesOf(context, file)) {
		length += piece.length;
		if (length > MOST_TEXT) return null;
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString('utf8');
}

/** A line longer than this is no reference. */
const LONGEST_LINE = 1_000;

/** The lines of a file with one reference each. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const piece of bytes) {
		const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
		rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
		for (const line of lines) if (line !== '') yield line;
	}
	if (rest !== '') yield rest;
}
