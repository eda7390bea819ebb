import type { RecordId } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { Download } from '../../transport/download';
import type { Reason } from '../../transport/errors';
import { fail } from './api';
import { proveCase } from './cases';
import { callsOf } from './communications';
import { fetchFile } from './fileFetch';

const NO_RECORDING: Reason = {
	code: 'not_found',
	field: 'recording_id',
	message: 'There is no recording of this call',
	description:
		"'Communication: Get Many' with the type 'Calls' shows the calls of a case; their ID is the one of the recording.",
};

/** The recording of a call, by the call's id; without one the newest call of the case that has a recording. */
export async function downloadRecording(
	connection: Connection,
	caseId: RecordId,
	recordingId: RecordId | null,
	item: number,
): Promise<Download> {
	if (recordingId !== null) return await fetchRecording(connection, String(recordingId), item);
	const { found } = await callsOf(connection, await proveCase(connection, caseId, item), item);
	const [newest] = [...found].sort((a, b) =>
		String(b.record.created_at).localeCompare(String(a.record.created_at)),
	);
	if (!newest) throw fail(connection, NO_RECORDING, item);
	return await fetchRecording(connection, String(newest.record.id), item);
}

/** Asked for as `wav`, the answer is Ogg all the same (helpline v1, 10.3). */
async function fetchRecording(connection: Connection, id: string, item: number): Promise<Download> {
	return await fetchFile(
		connection,
		{
			path: `/calls/${encodeURIComponent(id)}`,
			query: { file: 'wav' },
			missing: NO_RECORDING,
		},
		{
			fileName: `recording-${id.replace(/[^\w.-]/g, '_')}.ogg`,
			mimeType: 'audio/ogg',
			expectedBytes: null,
		},
		item,
	);
}
