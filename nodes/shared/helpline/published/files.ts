import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import { splitReference, withReference } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import type { Download } from '../../transport/download';
import { toDownload } from '../../transport/download';
import type { FilePart } from '../../transport/multipart';
import { StreamForm } from '../../transport/multipart';
import { request } from '../../transport/request';
import { lostReason, NOT_DATA, statusReason } from '../../transport/sentences';
import type { Listing } from '../verbs';
import { API, fail, isSuccess } from './api';
import { idOf, textOrNull, timeOrText } from './caseRecord';
import { casePath, listOfCase, NO_SUCH_CASE } from './cases';
import type { ChildWrite } from './childWrites';
import { writeChild } from './childWrites';

/** Half an hour by default: n8n's limit runs from the first byte sent to the answer (host facts K1), and a slow line takes long. */
const FILE_TIMEOUT_FACTOR = 60;

export function present(raw: IDataObject): Found {
	return {
		raw,
		record: {
			id: idOf(raw.id),
			case_id: raw.case_id ?? null,
			file_name: textOrNull(raw.file_name),
			file_type: textOrNull(raw.file_type),
			mime_type: textOrNull(raw.mime_type),
			file_size: raw.file_size ?? null,
			description: splitReference(textOrNull(raw.description)).text,
			created_at: timeOrText(raw.created_at),
		},
	};
}

export async function listAttachments(
	connection: Connection,
	caseId: RecordId,
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	return await listOfCase(
		connection,
		caseId,
		{ verb: 'listAttachments', below: 'attachments', offeredAs: 'Attachments' },
		present,
		limit,
		item,
	);
}

/** The file's size and hash stand in the description, so that an unclear upload is found again. */
export async function uploadAttachment(
	connection: Connection,
	caseId: RecordId,
	file: FilePart,
	attachment: { file_type: string; description: string },
	key: CaseKey,
	item: number,
): Promise<ChildWrite> {
	const fileKey = `sha256-${await hashOf(file)}-${file.size}`;
	return await writeChild(
		connection,
		{
			what: 'attachment',
			caseId,
			offeredAs: 'Attachments',
			text: 'description',
			// In an ordinary run the same file may be added again on purpose; only a repeat looks first.
			key: {
				...key,
				key: `${fileKey}-${key.key}`,
				content: key.content === null ? null : `${fileKey}-${key.content}`,
			},
			call: (marker) => ({
				verb: 'uploadAttachment',
				method: 'POST',
				path: `${casePath(caseId)}/attachments`,
				body: formOf(file, attachment, marker),
				bucket: 'attachments',
				timeoutMs: connection.timeoutMs * FILE_TIMEOUT_FACTOR,
				notFound: NO_SUCH_CASE,
				offeredAs: 'Attachments',
			}),
			list: async () =>
				(await listAttachments(connection, caseId, undefined, item)).found.map(({ raw }) => raw),
			present,
			sent: {
				case_id: caseId,
				...attachment,
				file_name: file.name,
				mime_type: file.type,
				file_size: file.size,
			},
		},
		item,
	);
}

function formOf(
	file: FilePart,
	attachment: { file_type: string; description: string },
	marker: string | null,
): StreamForm {
	const form = new StreamForm();
	form.append('file', file);
	form.append('file_type', attachment.file_type);
	form.append(
		'description',
		marker === null
			? attachment.description
			: withReference(attachment.description || null, marker),
	);
	return form;
}

async function hashOf(file: FilePart): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of file.stream()) hash.update(chunk);
	return hash.digest('hex').slice(0, 32);
}

const NO_SUCH_ATTACHMENT: Reason = {
	code: 'not_found',
	field: 'attachment_id',
	message: "This case has no attachment with the ID in 'Attachment ID'",
	description: "Take the ID from 'Attachment: Get Many' of the same case.",
};

const NO_RECORDING: Reason = {
	code: 'not_found',
	field: 'recording_id',
	message: 'This case has no recording',
	description:
		"A recording is an attachment whose file type is audio; 'Attachment: Get Many' shows what there is.",
};

const NO_ADDRESS: Reason = {
	code: 'not_offered',
	message: 'Download: not offered by this OpenCHS',
	description: 'This server lists the file but gives no address from which to fetch it.',
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
	return await fetchFile(connection, attachment, item);
}

/** A recording is an attachment whose type is audio; without an id the newest one is meant. */
export async function downloadRecording(
	connection: Connection,
	caseId: RecordId,
	recordingId: RecordId | null,
	item: number,
): Promise<Download> {
	const { found } = await listAttachments(connection, caseId, undefined, item);
	const recordings = found
		.filter(({ record }) => record.file_type === 'audio')
		.filter(({ record }) => recordingId === null || String(record.id) === String(recordingId))
		.sort((a, b) =>
			String(b.record.created_at ?? '').localeCompare(String(a.record.created_at ?? '')),
		);
	const [newest] = recordings;
	if (!newest) throw fail(connection, NO_RECORDING, item);
	return await fetchFile(connection, newest, item);
}

async function fetchFile(connection: Connection, file: Found, item: number): Promise<Download> {
	const address = textOrNull(file.raw.download_url ?? file.raw.file_url ?? file.raw.url);
	if (!address) throw fail(connection, NO_ADDRESS, item);
	const result = await request(
		connection,
		{
			verb: 'downloadAttachment',
			method: 'GET',
			path: /^(https?:)?\/\//i.test(address) ? absolute(connection, address) : relative(address),
			headers: { accept: '*/*' },
			kind: 'read',
			as: 'stream',
			timeoutMs: connection.timeoutMs * FILE_TIMEOUT_FACTOR,
		},
		item,
	);
	if (result.kind === 'lost') throw fail(connection, lostReason(result.how), item);
	if (!isSuccess(result)) throw fail(connection, statusReason(result.status), item);
	const mimeType = textOrNull(file.record.mime_type) ?? 'application/octet-stream';
	if (isErrorPage(result.headers['content-type'] ?? '', mimeType)) {
		throw fail(connection, NOT_DATA, item);
	}
	return toDownload(
		connection,
		result.body,
		{
			fileName: textOrNull(file.record.file_name) ?? `attachment-${String(file.record.id)}`,
			mimeType,
			expectedBytes: bytesOf(file.record.file_size),
		},
		item,
	);
}

/** A page or an answer in JSON, with status 200, must not be stored as the file. */
function isErrorPage(contentType: string, mimeType: string): boolean {
	return ['html', 'json'].some((kind) => isOfKind(contentType, kind) && !isOfKind(mimeType, kind));
}

function isOfKind(mimeType: string, kind: string): boolean {
	return new RegExp(`\\b${kind}\\b`, 'i').test(mimeType);
}

function bytesOf(size: unknown): number | null {
	const bytes = typeof size === 'string' && /^\d+$/.test(size) ? Number(size) : size;
	return typeof bytes === 'number' ? bytes : null;
}

function absolute(connection: Connection, address: string): string {
	return URL.canParse(address, connection.base)
		? new URL(address, connection.base).toString()
		: address;
}

/** Addresses come with the API's path or below it. */
function relative(address: string): string {
	const path = address.startsWith('/') ? address : `/${address}`;
	return path.startsWith(`${API}/`) ? path : API + path;
}
