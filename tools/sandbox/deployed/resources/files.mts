import type { MultipartFile } from '@fastify/multipart';

import type { Answer } from '../../wire.mts';
import { type Call, stampOf } from '../call.mts';
import { filesColumns } from '../columns/files.mts';
import { errorRow, invalidData, type Refused, ScriptError, unknownAddress } from '../refusals.mts';
import type { Fields } from '../wire/fields.mts';
import { stored } from '../wire/stored.mts';
import type { Resource, Written } from './resource.mts';
import { readable } from './simple.mts';

/** The limit of the project's container (10.3). */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 20;

export const files: Resource = {
	name: 'files',
	columns: filesColumns,
	...readable((call) => call.archive.files),
	create: upload,
	special: download,
};

/** 26 to 28: the part must be called `file[]`; `file` ends the script, other names are refused. */
async function upload(call: Call): Promise<Written> {
	if (!call.request.isMultipart()) throw notUploaded();
	const parts: Array<{ part: MultipartFile; content: Buffer }> = [];
	const limits = { fileSize: MAX_FILE_BYTES, files: MAX_FILES };
	for await (const part of call.request.parts({ limits })) {
		if (part.type === 'file') parts.push({ part, content: await part.toBuffer() });
	}
	if (parts.some(({ part }) => part.fieldname === 'file')) {
		throw new ScriptError(
			'Uncaught TypeError: count(): Argument #1 must be of type Countable|array',
		);
	}
	const taken = parts.filter(({ part }) => part.fieldname === 'file[]');
	const rows = taken.map(({ part, content }) => keep(call, part, content));
	for (const row of rows) row.batch_id = rows[0]?.id ?? '';
	// Of several files only the last one is shown; the others share its batch.
	const last = rows.at(-1);
	if (!last) throw notUploaded();
	return { status: 201, rows: [last], notice: 'File Created' };
}

function keep(call: Call, part: MultipartFile, content: Buffer): Fields {
	const row = call.archive.files.insert({
		...stampOf(call),
		name: stored(part.filename),
		mime: stored(part.mimetype),
		size: String(content.length),
		movestatus: 'ok',
	});
	call.archive.contents.set(row.id ?? '', content);
	return row;
}

function notUploaded(): Refused {
	return invalidData([errorRow('File Upload Failed!', 'INVALID', 'files', 'File Format', '')]);
}

/** 87: name and type are sent in the form in which they are stored, escapes and all. */
function download(call: Call): Answer | undefined {
	if (call.query.get('file') === null) return undefined;
	const row = call.archive.files.get(call.id);
	const content = call.archive.contents.get(call.id ?? '');
	if (!row || !content) throw unknownAddress(call.url);
	return fileAnswer(content, row.mime ?? '', row.name ?? '');
}

export function fileAnswer(content: Buffer, type: string, name: string): Answer {
	return {
		status: 200,
		bytes: content,
		contentType: type,
		reason: 'OK',
		headers: {
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-cache',
			'content-transfer-encoding': 'binary',
		},
	};
}
