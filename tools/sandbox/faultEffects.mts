import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Exchange } from './exchange.mts';
import type { Fault } from './faults.mts';
import { errorBody } from './published/envelope.mts';
import { Refusal } from './refusal.mts';
import { type Answer, contentTypeOf, toBytes, write } from './wire.mts';

const HTML_PAGE = [
	'<!DOCTYPE html><html><head><title>Fatal error</title></head><body>',
	'<br /><b>Fatal error</b>: Uncaught Exception in <b>/var/www/html/index.php</b> on line <b>42</b>',
	'</body></html>',
].join('\n');

const PROXY_PAGE = [
	'<html><head><title>502 Bad Gateway</title></head><body>',
	'<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>',
	'</body></html>',
].join('\n');

const HTML = 'text/html; charset=utf-8';
const DEFAULT_RETRY_SECONDS = 2;

/** Faults of the line itself, which strike before the server has read anything. */
export function spoilLine(
	exchange: Exchange,
	request: FastifyRequest,
	reply: FastifyReply,
): boolean {
	for (const { fault } of exchange.faults) {
		if (fault === 'cut-before') return cut(request, reply);
		if (fault === 'hang-before') return hang(reply);
	}
	return false;
}

/** Faults that answer in place of the server; the request is read, but not carried out. */
export async function spoilBefore(
	exchange: Exchange,
	request: FastifyRequest,
	reply: FastifyReply,
	now: Date,
): Promise<boolean> {
	for (const fault of exchange.faults) {
		const answer = answerInstead(fault, request, now);
		if (!answer) continue;
		await write(request, reply, answer);
		return true;
	}
	return false;
}

/** Faults that strike when the work is done and only the answer is missing. */
export async function spoilAfter(
	exchange: Exchange,
	request: FastifyRequest,
	reply: FastifyReply,
	answer: Answer,
): Promise<boolean> {
	for (const fault of exchange.faults) {
		if (fault.fault === 'cut-after') return cut(request, reply);
		if (fault.fault === 'hang-after') return hang(reply);
		if (fault.fault === 'cut-middle') return cutInTheMiddle(exchange, request, reply, answer);
		const spoilt = spoiltAnswer(fault, request, answer);
		if (!spoilt) continue;
		await write(request, reply, spoilt);
		return true;
	}
	return false;
}

/** Small untruths inside an answer that is otherwise right. */
export function bend(faults: readonly Fault[], answer: Answer): Answer {
	let body = answer.body;
	for (const fault of faults) {
		if (fault.fault === 'missing-id' && answer.status === 201) body = withoutId(body);
		if (fault.fault === 'total-wrong') body = withWrongTotal(body, fault.by ?? 3);
	}
	return body === answer.body ? answer : { ...answer, body };
}

function answerInstead(fault: Fault, request: FastifyRequest, now: Date): Answer | undefined {
	switch (fault.fault) {
		case 'status':
			return statusAnswer(fault, request);
		case 'rate-limit':
			return rateLimitAnswer(fault, now);
		case 'html-before':
			return { status: 200, bytes: Buffer.from(HTML_PAGE), contentType: HTML };
		case 'empty-before':
			return { status: 200 };
		case 'proxy-page':
			return { status: 502, bytes: Buffer.from(PROXY_PAGE), contentType: HTML };
		case 'redirect':
			return { status: fault.status ?? 302, headers: { location: locationOf(fault, request) } };
		default:
			return undefined;
	}
}

function spoiltAnswer(fault: Fault, request: FastifyRequest, answer: Answer): Answer | undefined {
	switch (fault.fault) {
		case 'status-after':
			return statusAnswer(fault, request);
		case 'html-after':
			return { status: 200, bytes: Buffer.from(HTML_PAGE), contentType: HTML };
		case 'empty-after':
			return { status: 200 };
		case 'half-json': {
			const bytes = toBytes(answer);
			return { ...answer, bytes: bytes.subarray(0, Math.ceil(bytes.length / 2)) };
		}
		case 'wrong-shape':
			return { status: 200, body: ofAnotherShape(fault, answer.body) };
		default:
			return undefined;
	}
}

const CODES: Record<number, string> = {
	400: 'VALIDATION_ERROR',
	401: 'UNAUTHORIZED',
	403: 'FORBIDDEN',
	404: 'NOT_FOUND',
	429: 'RATE_LIMIT_EXCEEDED',
};

/** Real servers repeat what they were sent; whoever passes our errors on must not. */
function statusAnswer(fault: Fault, request: FastifyRequest): Answer {
	const status = fault.status ?? 500;
	const sent = { path: request.url, query: request.query, body: plainBody(request) };
	const message = `Request refused: ${JSON.stringify(sent)}`;
	const code = CODES[status] ?? (status >= 500 ? 'INTERNAL_ERROR' : 'VALIDATION_ERROR');
	return { status, body: errorBody(new Refusal(status, code, message, { details: sent }), 'map') };
}

function rateLimitAnswer(fault: Fault, now: Date): Answer {
	const seconds = fault.seconds ?? DEFAULT_RETRY_SECONDS;
	const kind = fault.retryAfter ?? 'seconds';
	const details = kind === 'seconds' ? { retry_after: seconds } : {};
	const refusal = new Refusal(429, 'RATE_LIMIT_EXCEEDED', 'Too many requests', { details });
	const answer: Answer = { status: 429, body: errorBody(refusal, 'map') };
	if (kind === 'seconds') answer.headers = { 'retry-after': String(seconds) };
	if (kind === 'date') {
		const until = new Date(now.getTime() + seconds * 1000);
		answer.headers = { 'retry-after': until.toUTCString() };
	}
	return answer;
}

function locationOf(fault: Fault, request: FastifyRequest): string {
	const target = new URL(fault.url ?? 'http://127.0.0.1:9/');
	const isOrigin = target.pathname === '/' && target.search === '';
	return isOrigin ? new URL(request.url, target).href : target.href;
}

function ofAnotherShape(fault: Fault, body: unknown): unknown {
	switch (fault.shape ?? 'text') {
		case 'swap':
			return { success: true, data: Array.isArray(payloadOf(body)) ? {} : [] };
		case 'null':
			return { success: true, data: null };
		case 'number':
			return 42;
		default:
			return { success: true, data: '...' };
	}
}

function withoutId(body: unknown): unknown {
	if (!isRecord(body)) return body;
	if (isRecord(body.data)) return { ...body, data: withoutId(body.data) };
	const { id: _id, ...rest } = body;
	return rest;
}

function withWrongTotal(body: unknown, by: number): unknown {
	if (!isRecord(body) || !isRecord(body.pagination)) return body;
	const total = Math.max(0, Number(body.pagination.total) + by);
	return { ...body, pagination: { ...body.pagination, total } };
}

function payloadOf(body: unknown): unknown {
	return isRecord(body) && 'data' in body ? body.data : body;
}

function plainBody(request: FastifyRequest): unknown {
	return request.isMultipart?.() ? 'multipart' : (request.body ?? null);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function cut(request: FastifyRequest, reply: FastifyReply): true {
	reply.hijack();
	request.raw.socket.destroy();
	return true;
}

/** The socket stays open until the other side gives up or the sandbox stops. */
function hang(reply: FastifyReply): true {
	reply.hijack();
	return true;
}

function cutInTheMiddle(
	exchange: Exchange,
	request: FastifyRequest,
	reply: FastifyReply,
	answer: Answer,
): true {
	const bytes = toBytes(answer);
	exchange.entry.status = answer.status;
	reply.hijack();
	reply.raw.writeHead(answer.status, {
		...answer.headers,
		'content-type': contentTypeOf(answer),
		'content-length': bytes.length,
	});
	const half = bytes.subarray(0, Math.floor(bytes.length / 2));
	reply.raw.write(half, () => request.raw.socket.destroy());
	return true;
}
