import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { Reason } from '../shared/transport/errors';
import { cleanError, toNodeError } from '../shared/transport/errors';
import { FilePart } from '../shared/transport/multipart';
import {
	formatOf,
	neutralName,
	refusedRecording,
	typeOf,
	WAV_HEADER_BYTES,
	wavSeconds,
} from './audioFormat';

/** Bytes read from n8n's store at a time. */
const CHUNK_BYTES = 65_536;

export interface RecordingFile {
	/** Under a neutral name; read from n8n's store as it is sent. */
	part: FilePart;
	/** Of a WAV file, in seconds; null for other formats. */
	durationSeconds: number | null;
}

interface Stored {
	bytes: number;
	open(): Promise<AsyncIterable<Uint8Array>>;
}

/** The recording of this item, checked against what the service takes before a byte is sent. */
export async function recordingFile(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<RecordingFile> {
	const node = this.getNode();
	const field = String(this.getNodeParameter('binaryPropertyName', itemIndex, 'data')).trim();
	const data = binaryData.call(this, field, itemIndex);
	const format = formatOf(data.fileName ?? '', data.mimeType ?? '');
	try {
		const file = await stored.call(this, data, field, itemIndex);
		const seconds = format === 'wav' ? wavSeconds(await headOf(file), file.bytes) : null;
		const refusal = refusedRecording(format, file.bytes, seconds);
		if (refusal || format === null) throw toNodeError(node, refusal ?? NO_FILE, itemIndex);
		const part = new FilePart(file.bytes, neutralName(format), typeOf(format), file.open);
		return { part, durationSeconds: seconds === null ? null : Math.round(seconds * 10) / 10 };
	} catch (error) {
		throw cleanError(node, error, itemIndex);
	}
}

async function stored(
	this: IExecuteFunctions,
	{ id }: IBinaryData,
	field: string,
	itemIndex: number,
): Promise<Stored> {
	if (id) {
		const { fileSize } = await this.helpers.getBinaryMetadata(id);
		return {
			bytes: fileSize,
			open: async () => await this.helpers.getBinaryStream(id, CHUNK_BYTES),
		};
	}
	// Kept in memory by n8n: there is nothing to stream from.
	const bytes = await this.helpers.getBinaryDataBuffer(itemIndex, field);
	return { bytes: bytes.length, open: async () => await Promise.resolve(onePiece(bytes)) };
}

/** The first bytes of a file; the rest stays unread. */
async function headOf({ open }: Stored): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of await open()) {
		pieces.push(piece);
		length += piece.byteLength;
		if (length >= WAV_HEADER_BYTES) break;
	}
	return Buffer.concat(pieces).subarray(0, WAV_HEADER_BYTES);
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

function binaryData(this: IExecuteFunctions, field: string, itemIndex: number): IBinaryData {
	try {
		return this.helpers.assertBinaryData(itemIndex, field);
	} catch {
		throw toNodeError(this.getNode(), NO_FILE, itemIndex);
	}
}

const NO_FILE: Reason = {
	code: 'binary',
	field: 'file',
	message: "There is no file in the field named in 'Input Binary Field'",
	description:
		"Look at the 'Binary' tab of the input and write the name of the field as it stands there.",
};
