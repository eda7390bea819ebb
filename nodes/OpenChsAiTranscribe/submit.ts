import type { Connection } from '../shared/transport/connection';
import { StreamForm } from '../shared/transport/multipart';
import type { Opened, Upload } from '../shared/ai/tasks';
import { openStream, submitRecording } from '../shared/ai/tasks';
import type { Part } from './parts';
import type { RecordingFile } from './recordingFile';

/** What a person wants of a recording. */
export interface Wish {
	/** A code, or `auto` to let the service find out. */
	language: string;
	asked: readonly Part[];
	/** Whether to listen to a stream instead of looking now and then. */
	isLive: boolean;
}

/** A file is given sixty times as long as other calls: half an hour by default (host facts, section K1). */
const FILE_TIMEOUT_FACTOR = 60;

/**
 * Hands the recording over, once. A transcript alone goes the light way; following live needs a stream,
 * which only the whole pipeline has.
 */
export async function submit(
	connection: Connection,
	file: RecordingFile,
	wish: Wish,
	item: number,
): Promise<Opened> {
	const upload = {
		form: formOf(file, wish),
		timeoutMs: connection.timeoutMs * FILE_TIMEOUT_FACTOR,
	};
	if (isTranscriptOnly(wish)) return await submitRecording(connection, 'whisper', upload, item);
	return wish.isLive
		? await openStream(connection, upload, item)
		: await submitRecording(connection, 'process', upload, item);
}

export function isTranscriptOnly({ asked }: Wish): boolean {
	return asked.length === 0;
}

/**
 * The flags of all three documented forms, which do not disturb each other (AI service API, section
 * 13). The classification is always wanted, because the risk may have to be read from it. The short
 * fields come first, so that a server may read them before the file.
 */
function formOf({ part }: RecordingFile, { language, asked }: Wish): Upload['form'] {
	const form = new StreamForm();
	form.append('language', language);
	form.append('include_translation', String(asked.includes('translation')));
	form.append('include_insights', String(asked.includes('insights')));
	form.append('include_classification', 'true');
	form.append('background', 'true');
	form.append('audio', part);
	return form;
}
