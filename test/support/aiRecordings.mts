import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of a recorded conversation with a running AI service; all people and places in it are made up. */
export interface AiExchange {
	note?: string;
	request: {
		method: string;
		path: string;
		query?: Record<string, string>;
		headers?: Record<string, string>;
		content_type?: string;
		json?: unknown;
		form_fields?: Record<string, string>;
		files?: Record<string, { filename: string; bytes: number }>;
		/** Of forms that were written by hand: their parts' headers, in order. */
		part_headers?: string[];
	};
	response: {
		status: number;
		headers: Record<string, string>;
		body_json?: unknown;
		body_text?: string;
		/** Of a stream: what was read from the socket, piece by piece. */
		raw_chunks?: Array<{ ms: number; text: string }>;
	};
}

export interface AiRecording {
	file: string;
	about: string;
	exchanges: AiExchange[];
}

const FOLDER = join(__dirname, '../fixtures/ai-service');

export const aiRecordingFiles: readonly string[] = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.sort();

/** By its number, which is how comments name it. */
export function aiRecording(number: number): AiRecording {
	const prefix = `${String(number).padStart(2, '0')}-`;
	const file = aiRecordingFiles.find((name) => name.startsWith(prefix));
	if (file === undefined) throw new Error(`There is no recording ${number} of the AI service`);
	const stored = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Omit<AiRecording, 'file'>;
	return { ...stored, file, exchanges: stored.exchanges ?? [] };
}

export function rawText({ response }: AiExchange): string {
	return (response.raw_chunks ?? []).map(({ text }) => text).join('');
}

/** Events of a stream as the service frames them: one `data:` line and an empty one. */
export function eventsIn(text: string): Array<Record<string, unknown>> {
	return text
		.split('\n\n')
		.filter((block) => block !== '')
		.map((block) => JSON.parse(block.replace(/^data: /, '')) as Record<string, unknown>);
}
