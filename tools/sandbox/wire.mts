import { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { exchangeOf } from './exchange.mts';
import { slowLine } from './slowLine.mts';

export interface Answer {
	status: number;
	/** JSON, unless `bytes` is given. */
	body?: unknown;
	bytes?: Buffer;
	contentType?: string;
	headers?: Record<string, string>;
	/** Other words beside the status than usual. */
	reason?: string;
}

/** Writes an answer as it is, at the line's speed. */
export async function write(
	request: FastifyRequest,
	reply: FastifyReply,
	answer: Answer,
): Promise<FastifyReply> {
	const exchange = exchangeOf(request);
	if (exchange) {
		exchange.entry.status = answer.status;
		exchange.entry.ms = Math.round(performance.now() - exchange.startedAt);
	}
	const bytes = toBytes(answer);
	if (answer.reason) reply.raw.statusMessage = answer.reason;
	reply.code(answer.status).headers(answer.headers ?? {});
	if (bytes.length > 0 || answer.contentType) reply.type(contentTypeOf(answer));
	reply.header('content-length', bytes.length);
	const slow = exchange?.faults.find((fault) => fault.fault === 'slow');
	if (slow) return reply.send(slowLine(bytes, slow));
	// Of a buffer fastify mends a type that is none, which the deployed server sends as it is (87).
	const isOddType = contentTypeOf(answer).includes('\\');
	return reply.send(isOddType ? Readable.from([bytes]) : bytes);
}

export function toBytes(answer: Answer): Buffer {
	if (answer.bytes) return answer.bytes;
	return answer.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answer.body));
}

export function contentTypeOf(answer: Answer): string {
	return answer.contentType ?? 'application/json; charset=utf-8';
}
