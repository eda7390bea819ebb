import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Download } from '../../transport/download';
import type { Reason } from '../../transport/errors';
import type { FilePart } from '../../transport/multipart';
import { StreamForm } from '../../transport/multipart';
import type { ChildWritten, Listing } from '../verbs';
import { settle } from '../settle';
import { markTried } from '../triedKeys';
import type { Saved } from './api';
import { fail, write } from './api';
import { caseIdText, proveCase } from './cases';
import { Desk } from './desk';
import { fetchFile, FILE_TIMEOUT_FACTOR } from './fileFetch';
import { listAll } from './lists';
import { mayBeRepeat } from './repeats';
import { textOrNull } from './text';

/** What the server says of a file that it has put in its place (recording 26). */
const KEPT = 'ok';

function present(raw: IDataObject): Found {
	const mime = textOrNull(raw.file_mime);
	const size = textOrNull(raw.file_size);
	return {
		raw,
		resource: 'attachments',
		record: {
			id: textOrNull(raw.id),
			case_id: textOrNull(raw.case_id_) ?? textOrNull(raw.case_id),
			file_name: textOrNull(raw.file_name),
			file_type: fileType(mime),
			mime_type: mime,
			file_size: size === null ? null : Number(size),
			description: null,
			uploaded_by: textOrNull(raw.created_by),
			created_at: textOrNull(raw.created_on),
		},
	};
}

function fileType(mime: string | null): string {
	const [kind = ''] = (mime ?? '').split('/');
	return ['audio', 'image', 'video'].includes(kind) ? kind : 'document';
}

export async function listAttachments(
	connection: Connection,
	caseId: RecordId,
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	const list = await attachmentsOf(connection, caseId, limit, item);
	if (list.found.length === 0) await proveCase(connection, caseId, item);
	return list;
}

async function attachmentsOf(
	connection: Connection,
	caseId: RecordId,
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	const query = { case_id_: caseIdText(connection, caseId, item) };
	return await listAll(
		connection,
		{ verb: 'listAttachments', resource: 'attachments', query },
		present,
		limit,
		item,
	);
}

/** Two steps: the file, then its link to the case (recordings 26, 29). A file that is linked to nothing hangs on no case. */
export async function uploadAttachment(
	connection: Connection,
	caseId: RecordId,
	file: FilePart,
	attachment: { file_type: string; description: string },
	key: CaseKey,
	item: number,
): Promise<ChildWritten> {
	const desk = new Desk(connection, item);
	desk.measure({ name: file.name, type: file.type }, { name: 'file_name', type: 'mime_type' });
	desk.close();
	await proveCase(connection, caseId, item);
	const notSent = attachment.description === '' ? [] : ['description'];
	const earlier = mayBeRepeat(connection, key)
		? await sameFile(connection, caseId, file, item)
		: null;
	if (earlier) return { ...earlier, outcome: 'already_there', notSent };
	markTried(connection.credentialKey, key.key);
	const fileId = await storeFile(connection, file, item);
	const raw = await linkFile(connection, caseId, fileId, item);
	return { ...present(raw), outcome: 'created', notSent };
}

async function storeFile(connection: Connection, file: FilePart, item: number): Promise<string> {
	const { result } = await settle<IDataObject, Saved>(
		connection,
		'file',
		{
			send: async () => {
				const body = new StreamForm();
				// Exactly this name: without brackets the answer is an empty 500 (recordings 27, 28).
				body.append('file[]', file);
				return await write(
					connection,
					{
						verb: 'uploadFile',
						path: ['files', ''],
						resource: 'files',
						body,
						timeoutMs: connection.timeoutMs * FILE_TIMEOUT_FACTOR,
					},
					item,
				);
			},
			accept: ({ table }) => table.rows.find(({ id }) => id !== null) ?? null,
			// A file whose answer was lost hangs on no case, so sending it again doubles nothing.
			look: async () => await Promise.resolve(null),
		},
		item,
	);
	if (result.movestatus !== KEPT) throw fail(connection, NOT_KEPT, item);
	return String(result.id);
}

const NOT_KEPT: Reason = {
	code: 'refused_by_server',
	field: 'file',
	message: 'OpenCHS took the file and could not keep it',
	description: 'Its administrator finds the cause in the folder of uploads on the server.',
};

async function linkFile(
	connection: Connection,
	caseId: RecordId,
	file_id: string,
	item: number,
): Promise<IDataObject> {
	const case_id = caseIdText(connection, caseId, item);
	const { result } = await settle<IDataObject, Saved>(
		connection,
		'attachment',
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'uploadAttachment',
						path: ['attachments'],
						resource: 'attachments',
						body: { file_id, case_id },
					},
					item,
				),
			accept: ({ table }) => table.rows.find((row) => row.file_id === file_id) ?? null,
			look: async () => {
				const { found } = await attachmentsOf(connection, caseId, undefined, item);
				return found.find(({ raw }) => raw.file_id === file_id)?.raw ?? null;
			},
		},
		item,
	);
	return result;
}

/** An attachment of the same name and size with the same bytes; the server keeps no key of it. */
async function sameFile(
	connection: Connection,
	caseId: RecordId,
	file: FilePart,
	item: number,
): Promise<Found | null> {
	const { found } = await attachmentsOf(connection, caseId, undefined, item);
	const alike = found.filter(
		({ record }) => record.file_name === file.name && record.file_size === file.size,
	);
	if (alike.length === 0) return null;
	const wanted = await hashOf(file.stream());
	for (const each of alike) {
		const { content } = await fetchAttachment(connection, each, item);
		if ((await hashOf(content as unknown as AsyncIterable<Uint8Array>)) === wanted) return each;
	}
	return null;
}

async function hashOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest('hex');
}

const NO_SUCH_ATTACHMENT: Reason = {
	code: 'not_found',
	field: 'attachment_id',
	message: "This case has no attachment with the ID in 'Attachment ID'",
	description: "Take the ID from 'Attachment: Get Many' of the same case.",
};

export async function downloadAttachment(
	connection: Connection,
	caseId: RecordId,
	attachmentId: RecordId,
	item: number,
): Promise<Download> {
	const { found } = await listAttachments(connection, caseId, undefined, item);
	const attachment = found.find(({ record }) => String(record.id) === String(attachmentId));
	if (!attachment) throw fail(connection, NO_SUCH_ATTACHMENT, item);
	return await fetchAttachment(connection, attachment, item);
}

/** Type and name come from the list: in the headers of a download both are escaped text (recording 87). */
async function fetchAttachment(
	connection: Connection,
	{ record, raw }: Found,
	item: number,
): Promise<Download> {
	const id = encodeURIComponent(String(raw.file_id));
	const size = record.file_size;
	return await fetchFile(
		connection,
		{ path: `/files/${id}`, query: { file: 1 }, missing: NO_SUCH_ATTACHMENT },
		{
			fileName: textOrNull(record.file_name) ?? `attachment-${String(record.id)}`,
			mimeType: textOrNull(record.mime_type) ?? 'application/octet-stream',
			expectedBytes: typeof size === 'number' && size > 0 ? size : null,
		},
		item,
	);
}
