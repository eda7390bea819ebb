import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Exchange } from './exchange.mts';
import { answerInstead, spoiltAnswer } from './faultAnswers.mts';
import { type Answer, contentTypeOf, toBytes, write } from './wire.mts';

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
		const answer = answerInstead(exchange, fault, request, now);
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
		const spoilt = spoiltAnswer(exchange, fault, request, answer);
		if (!spoilt) continue;
		await write(request, reply, spoilt);
		return true;
	}
	return false;
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
