import { request as httpRequest } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

import { wav } from '../../tools/audio/wav.mts';
import type { AiExchange } from './aiRecordings.mts';
import { eventsIn } from './aiRecordings.mts';
import type { SandboxProcess } from './sandbox.mts';

/** Recorded files lasted a fifth of a second. */
const SECONDS = 0.2;
const POLL_MS = 3;
const MOST_POLLS = 4000;
const BOUNDARY = 'BX';

export interface Replayed {
	status: number;
	contentType: string;
	location: boolean;
	body: string;
}

export interface OpenStream {
	status: number;
	contentType: string;
	events: Array<Record<string, unknown>>;
	/** Comes true when the stream has ended, however it did. */
	ended: Promise<void>;
	close(): void;
}

/** Sends recorded requests to the sandbox's AI service; its own task ids take the recorded ones' places. */
export class AiReplay {
	private readonly ids = new Map<string, string>();
	private readonly sandbox: SandboxProcess;

	constructor(sandbox: SandboxProcess) {
		this.sandbox = sandbox;
	}

	/** A poll is repeated until the task is as far as it was in the recording. */
	async send(exchange: AiExchange, audio: Buffer): Promise<Replayed> {
		const wanted = statusIn(exchange.response.body_json);
		const isPoll = exchange.request.method === 'GET' && exchange.request.path.includes('/task/');
		if (isPoll) await this.runWorker(wanted !== 'queued' && wanted !== 'pending');
		for (let poll = 0; ; poll++) {
			const reply = await this.once(exchange, audio);
			const isThere = !isPoll || statusIn(parsed(reply.body)) === wanted;
			if (isThere || poll === MOST_POLLS) {
				this.learn(exchange, parsed(reply.body));
				return reply;
			}
			await wait(POLL_MS);
		}
	}

	/** Until it is switched on, every task stays queued. */
	async runWorker(isRunning: boolean): Promise<void> {
		await this.sandbox.admin.setOption('aiWorkerRunning', isRunning);
	}

	async openStream(exchange: AiExchange, audio: Buffer): Promise<OpenStream> {
		const form = formOf(exchange, audio);
		const reply = await fetch(`${this.sandbox.aiUrl}${exchange.request.path}`, {
			method: 'POST',
			...(form && asFetch(form)),
		});
		const events: OpenStream['events'] = [];
		const reader = reply.body?.getReader();
		if (!reader) throw new Error('The stream has no body');
		const [recorded] = eventsIn(exchange.response.raw_chunks?.[0]?.text ?? '');
		const ended = this.read(reader, events, String(recorded?.task_id));
		return {
			status: reply.status,
			contentType: reply.headers.get('content-type') ?? '',
			events,
			ended,
			close: () => void reader.cancel(),
		};
	}

	id(recorded: string): string {
		return this.ids.get(recorded) ?? recorded;
	}

	private async read(
		reader: ReadableStreamDefaultReader<Uint8Array>,
		events: OpenStream['events'],
		recordedId: string,
	): Promise<void> {
		const decoder = new TextDecoder();
		let rest = '';
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			rest += decoder.decode(value, { stream: true });
			const end = rest.lastIndexOf('\n\n');
			if (end < 0) continue;
			events.push(...eventsIn(rest.slice(0, end)));
			rest = rest.slice(end + 2);
			this.ids.set(recordedId, String(events[0]?.task_id));
		}
	}

	private async once({ request, ...exchange }: AiExchange, audio: Buffer): Promise<Replayed> {
		const url = new URL(this.translated(request.path), this.sandbox.aiUrl);
		for (const [name, value] of Object.entries(request.query ?? {})) {
			url.searchParams.set(name, value);
		}
		const isJson = request.json !== undefined;
		const form = isJson
			? { type: 'application/json', body: Buffer.from(JSON.stringify(request.json)) }
			: formOf({ request, ...exchange }, audio);
		const headers = { ...request.headers, ...(form && { 'content-type': form.type }) };
		return await sendAsItIs(url, request.method, headers, form?.body);
	}

	private translated(path: string): string {
		let translated = path;
		for (const [recorded, ours] of this.ids) translated = translated.replace(recorded, ours);
		return translated;
	}

	private learn({ response }: AiExchange, ours: unknown): void {
		const recorded = (response.body_json as { task_id?: string } | undefined)?.task_id;
		const given = (ours as { task_id?: string } | undefined)?.task_id;
		if (recorded && given && !this.ids.has(recorded)) this.ids.set(recorded, given);
	}
}

/** Past every client: 100 MB go over the line in a blink, and no redirect is followed. */
async function sendAsItIs(
	url: URL,
	method: string,
	headers: Record<string, string>,
	body?: Buffer,
): Promise<Replayed> {
	const { promise, resolve, reject } = Promise.withResolvers<Replayed>();
	const length = body ? { 'content-length': String(body.length) } : {};
	const sent = httpRequest(url, { method, headers: { ...headers, ...length } }, (reply) => {
		textOf(reply).then(
			(text) =>
				resolve({
					status: reply.statusCode ?? 0,
					contentType: reply.headers['content-type'] ?? '',
					location: reply.headers.location !== undefined,
					body: text,
				}),
			reject,
		);
	});
	sent.once('error', reject);
	sent.end(body);
	return await promise;
}

/** Waits for what another process does, twelve seconds at most. */
export async function until(isSo: () => boolean): Promise<void> {
	for (let turn = 0; turn < MOST_POLLS && !isSo(); turn++) await wait(POLL_MS);
}

function statusIn(body: unknown): unknown {
	return (body as { status?: unknown } | undefined | null)?.status;
}

export function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

interface Form {
	type: string;
	body: Buffer;
}

function asFetch({ type, body }: Form) {
	return { headers: { 'content-type': type }, body: new Uint8Array(body) };
}

/** Speech of the recorded length, or as many bytes as were recorded where the size is the point. */
export function audioFor({ request }: AiExchange): Buffer {
	const bytes = Object.values(request.files ?? {})[0]?.bytes ?? 0;
	return bytes > 1024 * 1024 ? Buffer.alloc(bytes) : wav({ seconds: SECONDS });
}

function formOf({ request, note = '' }: AiExchange, audio: Buffer): Form | undefined {
	const { form_fields = {}, files = {}, part_headers } = request;
	if (part_headers) return handMade(part_headers, request.content_type ?? '', note, audio);
	const parts = [
		...Object.entries(form_fields).map(([name, value]) =>
			part(`Content-Disposition: form-data; name="${name}"`, Buffer.from(value)),
		),
		...Object.entries(files).map(([name, { filename }]) =>
			part(
				`Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: audio/wav`,
				audio,
			),
		),
	];
	if (parts.length === 0) return undefined;
	return { type: `multipart/form-data; boundary=${BOUNDARY}`, body: closed(parts) };
}

/** Recording 39 wrote its forms by hand, to try what the service makes of odd ones. */
function handMade(headers: string[], type: string, note: string, audio: Buffer): Form {
	const file = note === 'zero-byte file' ? Buffer.alloc(0) : audio;
	const parts = headers.map((header, at) => {
		if (at === 0) {
			return part(header, note === 'no file name at all' ? Buffer.from('RIFFtext') : file);
		}
		const value = note.startsWith('booleans') ? 'no' : '';
		// With `background` false the service fails on purpose, which is recording 06.
		return part(header, Buffer.from(header.includes('"background"') ? 'yes' : value));
	});
	return { type, body: closed(parts) };
}

function part(headers: string, content: Buffer): Buffer {
	return Buffer.concat([
		Buffer.from(`--${BOUNDARY}\r\n${headers}\r\n\r\n`),
		content,
		Buffer.from('\r\n'),
	]);
}

function closed(parts: readonly Buffer[]): Buffer {
	return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}
