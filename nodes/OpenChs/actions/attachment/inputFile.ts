import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { Reason } from '../../../shared/transport/errors';
import { cleanError, toNodeError } from '../../../shared/transport/errors';
import { FilePart } from '../../../shared/transport/multipart';

/** The documented limit of an upload. */
const MAX_BYTES = 100 * 1024 * 1024;
/** Bytes read from n8n's store at a time. */
const CHUNK_BYTES = 262_144;
const UNKNOWN_TYPE = 'application/octet-stream';

/** The file of this item, read from n8n's store as it is sent; its size is checked before. */
export async function inputFile(this: IExecuteFunctions, itemIndex: number): Promise<FilePart> {
	const field = String(this.getNodeParameter('binaryPropertyName', itemIndex, 'data')).trim();
	const data = binaryData.call(this, field, itemIndex);
	const rename = String(this.getNodeParameter('options.fileName', itemIndex, '') ?? '').trim();
	const name = rename || data.fileName || 'file';
	const type = data.mimeType || UNKNOWN_TYPE;
	const { id } = data;
	try {
		if (id) {
			const { fileSize } = await this.helpers.getBinaryMetadata(id);
			refuseTooLarge.call(this, fileSize, itemIndex);
			return new FilePart(fileSize, name, type, async () => {
				return await this.helpers.getBinaryStream(id, CHUNK_BYTES);
			});
		}
		// Kept in memory by n8n: there is nothing to stream from.
		const bytes = await this.helpers.getBinaryDataBuffer(itemIndex, field);
		refuseTooLarge.call(this, bytes.length, itemIndex);
		return new FilePart(bytes.length, name, type, async () => onePiece(bytes));
	} catch (error) {
		throw cleanError(this.getNode(), error, itemIndex);
	}
}

function binaryData(this: IExecuteFunctions, field: string, itemIndex: number): IBinaryData {
	try {
		return this.helpers.assertBinaryData(itemIndex, field);
	} catch {
		throw toNodeError(this.getNode(), NO_FILE, itemIndex);
	}
}

function refuseTooLarge(this: IExecuteFunctions, bytes: number, itemIndex: number): void {
	if (bytes > MAX_BYTES) throw toNodeError(this.getNode(), TOO_LARGE, itemIndex);
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

const NO_FILE: Reason = {
	code: 'binary',
	field: 'file',
	message: "There is no file in the field named in 'Input Binary Field'",
	description:
		"Look at the 'Binary' tab of the input and write the name of the field as it stands there.",
};

const TOO_LARGE: Reason = {
	code: 'binary',
	field: 'file',
	message: 'The file is larger than the 100 MB that OpenCHS takes',
	description: 'Split it or make it smaller, then run the item again.',
};
