import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One exchange with a running server, as it was recorded; all data in it is made up. */
export interface Recording {
	file: string;
	request: {
		method: string;
		path: string;
		headers: Record<string, string>;
		body: unknown;
	};
	response: {
		status: number;
		reason: string;
		headers: Record<string, string>;
		/** The body as the server sent it. */
		text: string;
	};
}

interface Stored {
	request: Recording['request'];
	response: Omit<Recording['response'], 'text'> & {
		bodyEncoding: 'json' | 'text' | 'base64';
		body: unknown;
	};
}

const FOLDER = join(__dirname, '../fixtures/helpline-v1');

export const recordingFiles: readonly string[] = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.sort();

/** By its number, which is how comments and the habit table name it. */
export function recording(number: number): Recording {
	const prefix = `${String(number).padStart(2, '0')}-`;
	const file = recordingFiles.find((name) => name.startsWith(prefix));
	if (file === undefined) throw new Error(`There is no recording ${number}`);
	const { request, response } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Stored;
	const { bodyEncoding, body, ...rest } = response;
	return { file, request, response: { ...rest, text: textOf(bodyEncoding, body) } };
}

function textOf(encoding: Stored['response']['bodyEncoding'], body: unknown): string {
	if (encoding === 'json') return JSON.stringify(body);
	return encoding === 'base64'
		? Buffer.from(String(body), 'base64').toString('latin1')
		: String(body);
}
