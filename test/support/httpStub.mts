import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it came over the wire. */
export interface SeenRequest {
	/** Counts from 1. */
	number: number;
	method: string;
	/** Path with the query, as sent. */
	target: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	/** Names and values one after the other, in the letter case of the sender. */
	rawHeaders: string[];
	/** Empty when the answer was decided before the body was read. */
	body: Buffer;
	text(): string;
	json(): unknown;
}

/** How the stub behaves towards one request. */
export interface Reply {
	status?: number;
	headers?: Record<string, string | string[]>;
	/** An object goes out as JSON, text and bytes as they are. */
	body?: unknown;
	/**
	 * `now`: the connection ends without an answer. `inHead`: within the status line.
	 * `inBody`: half of the body is sent, under the length of the whole.
	 */
	cut?: 'now' | 'inHead' | 'inBody';
	/** No answer at all until the stub stops or the longest wait is over. */
	hang?: boolean;
	/** The head at once, then nothing until the stub stops or the longest wait is over. */
	hangAfterHead?: boolean;
	/** The body in small pieces. */
	drip?: { bytes: number; everyMilliseconds: number };
	/** Milliseconds before the answer starts. */
	delay?: number;
}

export type Handler = (request: SeenRequest) => Reply | Promise<Reply>;

export interface StubOptions {
	/** Asked when only the head is there; a reply given here is used and the body is not read. */
	onHead?: (request: SeenRequest) => Reply | undefined;
	/** A stub that never lets go would keep a test from ending. */
	longestWaitMilliseconds?: number;
	hostName?: string;
}

export interface HttpStub {
	/** Without a slash at the end. */
	url: string;
	port: number;
	requests: SeenRequest[];
	/** Settles as soon as this many requests have come in, at once when they already have. */
	received(count: number): Promise<void>;
	/** Connections that are open now; a request that was given up leaves none. */
	openConnections(): number;
	stop(): Promise<void>;
}

const MOST_REQUESTS = 5_000;
const MOST_BODY_BYTES = 64 * 1024 * 1024;
const LONGEST_WAIT_MILLISECONDS = 30_000;

/**
 * Starts a server on loopback that answers as told. A list of replies is played in order and its last
 * one stays.
 */
export async function startStub(
	handler: Handler | Reply | Reply[],
	options: StubOptions = {},
): Promise<HttpStub> {
	const requests: SeenRequest[] = [];
	const sockets = new Set<Socket>();
	const waiters: Array<{ count: number; done: () => void }> = [];
	const timers = new Set<NodeJS.Timeout>();
	const replyFor = toHandler(handler);
	const longestWait = options.longestWaitMilliseconds ?? LONGEST_WAIT_MILLISECONDS;

	const wait = async (milliseconds: number) =>
		await new Promise<void>((resolve) => {
			const timer = realTimeout(
				() => {
					timers.delete(timer);
					resolve();
				},
				Math.min(milliseconds, longestWait),
			);
			timers.add(timer);
		});

	const server = createServer((message, response) => {
		answer(message, response).catch(() => message.socket.destroy());
	});

	async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
		if (requests.length >= MOST_REQUESTS) throw new Error('Too many requests for a stub');
		const request = seen(message, requests.length + 1, Buffer.alloc(0));
		requests.push(request);
		const early = options.onHead?.(request);
		if (!early) request.body = await bodyOf(message);
		for (const waiter of waiters) if (requests.length >= waiter.count) waiter.done();
		await send(response, early ?? (await replyFor(request)), message.socket);
	}

	async function send(response: ServerResponse, reply: Reply, socket: Socket): Promise<void> {
		if (reply.delay !== undefined) await wait(reply.delay);
		if (reply.cut === 'now') return void socket.destroy();
		if (reply.cut === 'inHead') return void socket.end('HTTP/1.1 200 O');
		if (reply.hang) return await wait(longestWait).then(() => void socket.destroy());
		const { bytes, type } = encoded(reply.body);
		response.writeHead(reply.status ?? 200, {
			...(type === undefined ? {} : { 'content-type': type }),
			'content-length': String(bytes.length),
			...reply.headers,
		});
		response.flushHeaders();
		if (reply.hangAfterHead) return await wait(longestWait).then(() => void socket.destroy());
		if (reply.cut === 'inBody') {
			response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy());
			return;
		}
		for (let at = 0; reply.drip && at < bytes.length && !socket.destroyed; at += reply.drip.bytes) {
			response.write(bytes.subarray(at, at + reply.drip.bytes));
			await wait(reply.drip.everyMilliseconds);
		}
		response.end(reply.drip ? undefined : bytes);
	}

	server.on('connection', (socket) => {
		sockets.add(socket);
		// A test that failed half-way must not keep the whole run from ending.
		socket.unref();
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
	});
	const hostName = options.hostName ?? '127.0.0.1';
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, hostName, resolve);
	});
	server.unref();
	const { port } = server.address() as AddressInfo;

	return {
		url: `http://${hostName}:${port}`,
		port,
		requests,
		received: async (count) =>
			await new Promise<void>((done) => {
				if (requests.length >= count) done();
				else waiters.push({ count, done });
			}),
		openConnections: () => sockets.size,
		stop: async () => {
			for (const timer of timers) realClear(timer);
			const gone = [...sockets].map(
				async (socket) => await new Promise<void>((done) => socket.once('close', () => done())),
			);
			for (const socket of sockets) socket.destroy();
			await Promise.all(gone);
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

/** A test may freeze the clock of the code under test; the stub keeps the real one. */
const [realTimeout, realClear] = [setTimeout, clearTimeout];

function toHandler(handler: Handler | Reply | Reply[]): Handler {
	if (typeof handler === 'function') return handler;
	if (!Array.isArray(handler)) return () => handler;
	return ({ number }) => handler[Math.min(number, handler.length) - 1] ?? { status: 500 };
}

function seen(message: IncomingMessage, number: number, body: Buffer): SeenRequest {
	const target = message.url ?? '/';
	const { pathname: path, searchParams: query } = new URL(target, 'http://stub');
	const { method = '', headers, rawHeaders } = message;
	const request: SeenRequest = {
		number,
		method,
		target,
		path,
		query,
		headers,
		rawHeaders,
		body,
		text: () => request.body.toString('utf8'),
		json: () => JSON.parse(request.text()) as unknown,
	};
	return request;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of message as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MOST_BODY_BYTES) throw new Error('Too large a body for a stub');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function encoded(body: unknown): { bytes: Buffer; type?: string } {
	if (body === undefined || body === null) return { bytes: Buffer.alloc(0) };
	if (body instanceof Uint8Array) return { bytes: Buffer.from(body) };
	if (typeof body === 'string') return { bytes: Buffer.from(body) };
	return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json' };
}

/** A page as a proxy or a web server shows it, with 200. */
export function htmlPage(text = 'Please sign in'): Reply {
	return {
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body: `<!DOCTYPE html><html><head><title>${text}</title></head><body>${text}</body></html>`,
	};
}

/** JSON that ends in the middle, under a length that fits what is sent. */
export function halfJson(body: unknown): Reply {
	const text = JSON.stringify(body);
	return {
		headers: { 'content-type': 'application/json' },
		body: text.slice(0, Math.ceil(text.length / 2)),
	};
}

export function redirect(location: string, status = 302): Reply {
	return { status, headers: { location } };
}

export function tooMany(retryAfter?: string): Reply {
	return {
		status: 429,
		...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
		body: { error: 'rate_limited' },
	};
}
