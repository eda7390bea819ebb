import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../transport/connection';
import type { Reason } from '../transport/errors';
import { toNodeError } from '../transport/errors';
import type { StreamForm } from '../transport/multipart';
import type { Answered, Call, Lost } from '../transport/request';
import { request } from '../transport/request';
import { parseRetryAfter } from '../transport/retry';
import { STOPPED } from '../transport/sentences';
import { waitFor } from '../transport/stoppableSleep';
import type { Look, Submitted } from './answers';
import { readJson, readLook, readSubmitted } from './answers';
import type { What } from './sentences';
import { lostAi, NOT_AI, refusedAi, unclearSubmit } from './sentences';

/** Each family of tasks is asked for below its own path; the audio one knows all ids (recording 24). */
export type Family = 'audio' | 'classifier' | 'ner' | 'summarizer' | 'translate' | 'whisper';

/** One model that reads a text. */
export interface TextCall {
	family: Exclude<Family, 'audio' | 'whisper'>;
	body: IDataObject;
}

/** The exact paths: with a slash too few or too many the service redirects, through a proxy to plain HTTP (section 2). */
const TEXT_PATHS: Readonly<Record<TextCall['family'], string>> = {
	classifier: '/classifier/classify',
	ner: '/ner/extract',
	summarizer: '/summarizer/summarize',
	translate: '/translate/',
};

/** A full queue is a refusal before anything was taken; so often is it waited for. */
const TIMES_IN_LINE = 3;

export interface Upload {
	form: StreamForm;
	/** Sending and thinking together, in milliseconds (host facts, section K1). */
	timeoutMs: number;
}

/** Hands a recording over: the whole pipeline, or the light route that makes a transcript alone. */
export async function submitRecording(
	connection: Connection,
	route: 'process' | 'whisper',
	{ form, timeoutMs }: Upload,
	item: number,
): Promise<Submitted> {
	const path = route === 'process' ? '/audio/process' : '/whisper/transcribe';
	const call: Call = { verb: 'submit', method: 'POST', path, body: form, kind: 'write', timeoutMs };
	return readAnswer(connection, await submit(connection, call, 'recording', item), item);
}

/** Hands a text to one model. */
export async function submitText(
	connection: Connection,
	{ family, body }: TextCall,
	item: number,
): Promise<Submitted> {
	const path = TEXT_PATHS[family];
	const call: Call = { verb: 'submitText', method: 'POST', path, body, kind: 'write' };
	return readAnswer(connection, await submit(connection, call, 'text', item), item);
}

export type Opened = { kind: 'stream'; body: AsyncIterable<Uint8Array> } | Submitted;

/** Hands a recording over and listens; an answer that is no stream is read as that of a submit. */
export async function openStream(
	connection: Connection,
	{ form, timeoutMs }: Upload,
	item: number,
): Promise<Opened> {
	const call: Call = {
		verb: 'stream',
		method: 'POST',
		path: '/audio/process-stream',
		body: form,
		headers: { accept: 'text/event-stream, application/x-ndjson, application/json' },
		kind: 'write',
		as: 'stream',
		timeoutMs,
	};
	const answer = await submit(connection, call, 'recording', item);
	if (!isByteStream(answer.body)) throw toNodeError(connection.context.getNode(), NOT_AI, item);
	const type = answer.headers['content-type'] ?? '';
	if (/^text\/event-stream|json-?lines|ndjson/i.test(type)) {
		return { kind: 'stream', body: answer.body };
	}
	const text = await readWhole(answer.body);
	return readAnswer(connection, { ...answer, body: text }, item);
}

export type Looked =
	| Look
	/** No answer that says anything about the task; why, for the sentence at the end. */
	| { kind: 'trouble'; reason: Reason };

const LOOK_MS = 30_000;

/** Asks once how a task stands. Refusals that no repeat can change are thrown. */
export async function lookAtTask(
	connection: Connection,
	family: Family,
	taskId: string,
	item: number,
): Promise<Looked> {
	const call: Call = {
		verb: 'look',
		method: 'GET',
		path: `/${family}/task/${encodeURIComponent(taskId)}`,
		kind: 'read',
		timeoutMs: Math.min(LOOK_MS, connection.timeoutMs),
	};
	const answer = await request(connection, call, item);
	if (answer.kind === 'lost') {
		if (answer.how === 'certificate' || answer.how === 'not_https') {
			throw toNodeError(connection.context.getNode(), lostAi(answer.how), item);
		}
		return { kind: 'trouble', reason: lostAi(answer.how) };
	}
	if (answer.status === 404) return { kind: 'unknown' };
	if (answer.status >= 500 || [408, 429].includes(answer.status)) {
		return { kind: 'trouble', reason: refusedAi(answer.status, 'recording') };
	}
	if (answer.status !== 200) {
		throw toNodeError(connection.context.getNode(), refusedAi(answer.status, 'recording'), item);
	}
	const json = readJson(answer.body);
	return json === null ? { kind: 'trouble', reason: NOT_AI } : readLook(json);
}

/**
 * Asks the service to drop a task. It says yes to everything and mostly does nothing, so nobody may
 * conclude from it that a task has stopped (recordings 14 and 15).
 */
export async function cancelTask(
	connection: Connection,
	taskId: string,
	item: number,
): Promise<void> {
	const path = `/audio/task/${encodeURIComponent(taskId)}`;
	const call: Call = { verb: 'cancel', method: 'DELETE', path, kind: 'write' };
	const answer = await request(connection, call, item);
	const reason =
		answer.kind === 'lost'
			? lostAi(answer.how)
			: answer.status < 300
				? null
				: refusedAi(answer.status, 'recording');
	if (reason) throw toNodeError(connection.context.getNode(), reason, item);
}

/**
 * Sends it once. It is sent again only after the service said that it took nothing: 429, which the door
 * repeats, or a full queue with the time to come back. What is unclear is never repeated.
 */
async function submit(
	connection: Connection,
	call: Call,
	what: What,
	item: number,
): Promise<Answered> {
	const node = connection.context.getNode();
	for (let time = 1; ; time++) {
		const answer = await request(connection, call, item);
		const waitMs = time <= TIMES_IN_LINE ? inLine(answer) : null;
		if (waitMs === null || waitMs > connection.retry.patienceMs) {
			const reason = reasonAgainst(answer, what);
			if (reason === null) return answer as Answered;
			throw toNodeError(node, reason, item);
		}
		connection.counts.repeats += 1;
		if (!(await waitFor(waitMs, connection.signal))) throw toNodeError(node, STOPPED, item);
	}
}

/** How long a full queue asks to wait; null for every other answer. */
function inLine(answer: Answered | Lost): number | null {
	if (answer.kind === 'lost' || answer.status !== 503) return null;
	return parseRetryAfter(answer.headers['retry-after'], Date.now());
}

function reasonAgainst(answer: Answered | Lost, what: What): Reason | null {
	if (answer.kind === 'lost') return answer.sent ? unclearSubmit(what) : lostAi(answer.how);
	if (answer.status >= 200 && answer.status < 300) return null;
	// Its own faults are told as JSON; a page comes from whatever gave up waiting for it (section 12).
	const isOwn = answer.status < 500 || answer.status === 503 || isOwnFault(answer);
	return isOwn ? refusedAi(answer.status, what) : unclearSubmit(what);
}

function isOwnFault({ status, headers }: Answered): boolean {
	return status === 500 && /json/i.test(headers['content-type'] ?? '');
}

function readAnswer(connection: Connection, answer: Answered, item: number): Submitted {
	const submitted = readSubmitted(readJson(answer.body));
	if (submitted.kind === 'not_ai') throw toNodeError(connection.context.getNode(), NOT_AI, item);
	return submitted;
}

/** An answer that is no stream is a ticket or a result; what is longer is neither. */
const MOST_BYTES = 16_000_000;

async function readWhole(body: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	try {
		for await (const piece of body) {
			text += decoder.decode(piece, { stream: true });
			if (text.length > MOST_BYTES) return '';
		}
	} catch {
		// Half an answer is none, and the caller says so.
		return '';
	}
	return text + decoder.decode();
}

function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
