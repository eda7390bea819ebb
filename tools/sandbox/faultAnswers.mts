import type { FastifyRequest } from 'fastify';

import type { Exchange } from './exchange.mts';
import type { Fault } from './faults.mts';
import { errorBody } from './published/envelope.mts';
import { rawBodyOf } from './rawBody.mts';
import { Refusal } from './refusal.mts';
import { type Answer, toBytes } from './wire.mts';

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
const MOST_ECHOED = 100_000;

/** Small untruths inside an answer that is otherwise right. */
export function bend(faults: readonly Fault[], answer: Answer): Answer {
	let body = answer.body;
	for (const fault of faults) {
		if (fault.fault === 'missing-id' && answer.status === 201) body = withoutId(body);
		if (fault.fault === 'total-wrong') body = withWrongTotal(body, fault.by ?? 3);
	}
	return body === answer.body ? answer : { ...answer, body };
}

/** What is sent although nothing was done. */
export function answerInstead(
	exchange: Exchange,
	fault: Fault,
	request: FastifyRequest,
	now: Date,
): Answer | undefined {
	switch (fault.fault) {
		case 'status':
			return statusAnswer(exchange, fault, request);
		case 'rate-limit':
			return rateLimitAnswer(exchange, fault, now);
		case 'html-before':
			return { status: 200, bytes: Buffer.from(HTML_PAGE), contentType: HTML };
		case 'empty-before':
			return { status: fault.status ?? 200 };
		case 'proxy-page':
			return { status: 502, bytes: Buffer.from(PROXY_PAGE), contentType: HTML };
		case 'redirect':
			return { status: fault.status ?? 302, headers: { location: locationOf(fault, request) } };
		default:
			return undefined;
	}
}

/** What is sent although everything was done. */
export function spoiltAnswer(
	exchange: Exchange,
	fault: Fault,
	request: FastifyRequest,
	answer: Answer,
): Answer | undefined {
	switch (fault.fault) {
		case 'status-after':
			return statusAnswer(exchange, fault, request);
		case 'html-after':
			return { status: 200, bytes: Buffer.from(HTML_PAGE), contentType: HTML };
		case 'empty-after':
			return { status: fault.status ?? 200 };
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
function statusAnswer(exchange: Exchange, fault: Fault, request: FastifyRequest): Answer {
	const status = fault.status ?? 500;
	if (exchange.entry.server === 'ai' && status === 422) return echo422(request);
	const sent = { path: request.url, query: request.query, body: plainBody(request) };
	const message = `Request refused: ${JSON.stringify(sent)}`;
	const code = CODES[status] ?? (status >= 500 ? 'INTERNAL_ERROR' : 'VALIDATION_ERROR');
	return {
		status,
		body: errorFrom(exchange, new Refusal(status, code, message, { details: sent })),
	};
}

/** The AI service repeats what it could not read: the whole file, or the whole narrative (39). */
function echo422(request: FastifyRequest): Answer {
	const input = rawBodyOf(request)?.toString('latin1') ?? null;
	const complaint = {
		type: 'value_error',
		loc: ['body', 'audio'],
		msg: "Value error, Expected UploadFile, received: <class 'str'>",
		input,
		ctx: { error: {} },
	};
	return { status: 422, body: { detail: [complaint] } };
}

function rateLimitAnswer(exchange: Exchange, fault: Fault, now: Date): Answer {
	const seconds = fault.seconds ?? DEFAULT_RETRY_SECONDS;
	const kind = fault.retryAfter ?? 'seconds';
	const details = kind === 'seconds' ? { retry_after: seconds } : {};
	const refusal = new Refusal(429, 'RATE_LIMIT_EXCEEDED', 'Too many requests', { details });
	const answer: Answer = { status: 429, body: errorFrom(exchange, refusal) };
	if (kind === 'seconds') answer.headers = { 'retry-after': String(seconds) };
	if (kind === 'date') {
		const until = new Date(now.getTime() + seconds * 1000);
		answer.headers = { 'retry-after': until.toUTCString() };
	}
	return answer;
}

/** Each server has its own form of an error. */
function errorFrom(exchange: Exchange, refusal: Refusal): unknown {
	switch (exchange.entry.server) {
		case 'ai':
			return { detail: refusal.message };
		case 'deployed':
			return { errors: [['error', refusal.message]] };
		default:
			return errorBody(refusal, 'map');
	}
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
	if (request.isMultipart?.()) return 'multipart';
	return request.body ?? rawBodyOf(request)?.toString('latin1', 0, MOST_ECHOED) ?? null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}
