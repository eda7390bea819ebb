import { createHash } from 'node:crypto';

import type { MultipartFile } from '@fastify/multipart';

import { oneOf, text } from '../checks.mts';
import { type AttachmentRow, FILE_TYPES } from '../records.mts';
import { type Complaint, invalid, notFound, Refusal } from '../refusal.mts';
import type { Answer } from '../wire.mts';
import { caseInPath } from './cases.mts';
import { childList } from './childList.mts';
import type { Result } from './envelope.mts';
import { renderAttachment } from './render.mts';
import { type Call, pathId, type Route } from './route.mts';

/** The documented limit. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

const PATH = '/cases/:id/attachments';

export const attachmentRoutes: readonly Route[] = [
	{ method: 'GET', path: PATH, offered: 'attachmentsOffered', handle: listAttachments },
	{ method: 'POST', path: PATH, offered: 'attachmentsOffered', handle: upload },
	{
		method: 'GET',
		path: '/attachments/:id/download',
		offered: 'downloadOffered',
		handle: download,
	},
];

interface Upload {
	file?: { name: string; type: string; content: Buffer };
	fields: Record<string, string>;
	complaints: Complaint[];
}

function listAttachments(call: Call): Result {
	return childList<AttachmentRow>(call, 'attachments', caseInPath(call).id, renderAttachment);
}

async function upload(call: Call): Promise<Result> {
	const { id } = caseInPath(call);
	const { file, fields, complaints } = await readUpload(call);
	if (!file) complaints.push({ field: 'file', message: 'is required', value: undefined });
	if (!file || complaints.length > 0) throw invalid(complaints);
	const added = call.store.addAttachment(
		{
			case_id: id,
			file_name: file.name,
			file_type: fields.file_type ?? guessedType(file.type),
			mime_type: file.type,
			file_size: file.content.length,
			sha256: createHash('sha256').update(file.content).digest('hex'),
			description: fields.description ?? null,
			uploaded_by: call.user.id,
			created_at: call.now,
		},
		file.content,
	);
	return { status: 201, message: 'Attachment saved', data: renderAttachment(call, added) };
}

function download(call: Call): Answer {
	const id = pathId(call, 'Attachment');
	const row = call.store.row<AttachmentRow>('SELECT * FROM attachments WHERE id = ?', id);
	const content = call.store.contentOf(id);
	if (!row || !content || !call.store.caseById(row.case_id)) throw notFound('Attachment', id);
	const name = encodeURIComponent(row.file_name);
	return {
		status: 200,
		bytes: content,
		contentType: row.mime_type,
		headers: { 'content-disposition': `attachment; filename*=UTF-8''${name}` },
	};
}

/** Reads the whole form before judging it, so that the sender is not cut off in the middle. */
async function readUpload({ request }: Call): Promise<Upload> {
	if (!request.isMultipart()) {
		throw new Refusal(415, 'VALIDATION_ERROR', 'Send the file as multipart/form-data');
	}
	const upload: Upload = { fields: {}, complaints: [] };
	const limits = { fileSize: MAX_FILE_BYTES, files: 2, fields: 20 };
	for await (const part of request.parts({ limits })) {
		if (part.type === 'file') await takeFile(upload, part);
		else takeField(upload, part.fieldname, part.value);
	}
	return upload;
}

async function takeFile(upload: Upload, part: MultipartFile): Promise<void> {
	const content = await part.toBuffer();
	if (part.fieldname !== 'file' || upload.file) {
		const message = upload.file ? 'may come only once' : 'is not a known field';
		upload.complaints.push({ field: part.fieldname, message, value: part.filename });
		return;
	}
	if (!part.filename) {
		upload.complaints.push({ field: 'file', message: 'needs a name', value: part.filename });
	}
	upload.file = { name: part.filename, type: part.mimetype, content };
}

function takeField(upload: Upload, field: string, value: unknown): void {
	const check = { description: text(65_535), file_type: oneOf(FILE_TYPES) }[field];
	const message = check ? check(value) : 'is not a known field';
	if (message) upload.complaints.push({ field, message, value });
	else upload.fields[field] = String(value);
}

function guessedType(mime: string): string {
	if (mime.startsWith('audio/')) return 'audio';
	if (mime.startsWith('image/')) return 'image';
	return /^(?:text\/|application\/(?:pdf|msword|vnd\.))/.test(mime) ? 'document' : 'other';
}
