import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import type { Download } from '../../transport/download';
import { toDownload } from '../../transport/download';
import type { Reason } from '../../transport/errors';
import type { Answered } from '../../transport/request';
import { request } from '../../transport/request';
import { lostReason, NOT_DATA } from '../../transport/sentences';
import { API, fail, isSuccess } from './api';
import { faultReason } from './faults';
import { faultOf } from './wire/faults';

/** Half an hour by default: n8n's limit runs from the first byte sent to the answer (host facts K1), and a slow line takes long. */
export const FILE_TIMEOUT_FACTOR = 60;

/** Fetches what is kept as a file; `missing` is said where there is none. */
export async function fetchFile(
	connection: Connection,
	from: { path: string; query: IDataObject; missing: Reason },
	file: { fileName: string; mimeType: string; expectedBytes: number | null },
	item: number,
): Promise<Download> {
	const result = await request(
		connection,
		{
			verb: 'download',
			method: 'GET',
			path: `${API}${from.path}`,
			query: from.query,
			headers: { accept: '*/*' },
			kind: 'read',
			as: 'stream',
			timeoutMs: connection.timeoutMs * FILE_TIMEOUT_FACTOR,
		},
		item,
	);
	if (result.kind === 'lost') throw fail(connection, lostReason(result.how), item);
	if (result.status === 404) throw fail(connection, { ...from.missing, status: 404 }, item);
	if (!isSuccess(result)) {
		const fault = faultOf(result.status, null);
		throw fail(connection, faultReason(fault, result.status, []), item);
	}
	if (isPage(result, file.mimeType)) throw fail(connection, NOT_DATA, item);
	return toDownload(connection, result.body, file, item);
}

/** A fault page or a refusal with status 200 must not be stored as the file (recordings 95, 97). */
function isPage({ headers }: Answered, mimeType: string): boolean {
	const type = headers['content-type'] ?? '';
	const isText = /\b(html|json)\b/i.test(type);
	return isText && !/\b(html|json)\b/i.test(mimeType);
}
