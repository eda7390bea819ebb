import type { FastifyRequest } from 'fastify';

import { exchangeOf } from '../exchange.mts';
import { rawBodyOf } from '../rawBody.mts';
import { readParts, type Part } from './multipart.mts';
import { type Complaint, invalid, missing, notAFile, refused } from './refusals.mts';

/** What a person sent to be transcribed. */
export interface AudioForm {
	filename: string;
	content: Buffer;
	/** As sent; empty where nothing was. */
	language: string;
	translation: boolean;
	insights: boolean;
	background: boolean;
}

const YES = ['true', '1', 'yes', 'on', 't', 'y'];
const NO = ['false', '0', 'no', 'off', 'f', 'n'];

/** Reads the form of any of the audio calls; a file that is none is refused with what was sent (39). */
export function readAudioForm(request: FastifyRequest): AudioForm {
	const parts = partsOf(request);
	noteForm(request, parts);
	const complaints: Complaint[] = [];
	const audio = parts.find(({ name }) => name === 'audio');
	if (!audio) complaints.push(missing('audio'));
	else if (audio.filename === undefined) {
		complaints.push(notAFile('audio', audio.content.toString('latin1')));
	}
	const flag = (name: string) => readFlag(parts, name, complaints);
	const form = {
		filename: audio?.filename ?? '',
		content: audio?.content ?? Buffer.alloc(0),
		language: textOf(parts, 'language').trim(),
		translation: flag('include_translation'),
		insights: flag('include_insights'),
		background: flag('background'),
	};
	if (complaints.length > 0) throw invalid(complaints);
	if (form.filename === '') throw refused(400, 'No audio file provided');
	return form;
}

function partsOf(request: FastifyRequest): Part[] {
	const type = request.headers['content-type'] ?? '';
	const body = rawBodyOf(request);
	return type.startsWith('multipart/form-data') && body ? readParts(type, body) : [];
}

/** Nobody's file stands in the log; names, sizes and short texts do. */
function noteForm(request: FastifyRequest, parts: readonly Part[]): void {
	const exchange = exchangeOf(request);
	if (!exchange) return;
	exchange.entry.body = Object.fromEntries(
		parts.map(({ name, filename, content }) => [
			name,
			filename === undefined
				? content.toString('utf8', 0, 100)
				: { filename, bytes: content.length },
		]),
	);
}

function textOf(parts: readonly Part[], name: string): string {
	return parts.find((part) => part.name === name)?.content.toString('utf8') ?? '';
}

/** All flags are true unless told otherwise; an empty one means its default. */
function readFlag(parts: readonly Part[], name: string, complaints: Complaint[]): boolean {
	const text = textOf(parts, name);
	const word = text.toLowerCase();
	if (word === '' || YES.includes(word)) return true;
	if (!NO.includes(word)) {
		complaints.push({
			type: 'bool_parsing',
			loc: ['body', name],
			msg: 'Input should be a valid boolean, unable to interpret input',
			input: text,
		});
	}
	return false;
}
