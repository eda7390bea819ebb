import { setTimeout as wait } from 'node:timers/promises';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { endSession } from './endSession.mts';
import { exchangeOf } from './exchange.mts';
import { bend } from './faultAnswers.mts';
import { spoilAfter } from './faultEffects.mts';
import { type Answer, write } from './wire.mts';
import type { World } from './world.mts';

/**
 * The one place where answers leave. Whatever a route made, the faults that strike after the work
 * was done get their turn here.
 */
export async function sendAnswer(
	world: World,
	request: FastifyRequest,
	reply: FastifyReply,
	answer: Answer,
): Promise<FastifyReply> {
	const exchange = exchangeOf(request);
	if (exchange) {
		exchange.entry.handled = answer.status;
		endSession(world, exchange, request, 'session-end-after');
	}
	if (world.settings.latencyMs > 0) await wait(world.settings.latencyMs);
	const bent = exchange ? bend(exchange.faults, answer) : answer;
	if (exchange && (await spoilAfter(exchange, request, reply, bent))) return reply;
	return await write(request, reply, bent);
}
