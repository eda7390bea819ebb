import type { FastifyReply, FastifyRequest } from 'fastify';

import { timeFor } from '../exchange.mts';
import { Refusal } from '../refusal.mts';
import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import { errorBody } from './envelope.mts';

/** Counts each request and states the account on every reply, as documented. */
export function limitGate(world: World, callerOf: (request: FastifyRequest) => string) {
	return (request: FastifyRequest, reply: FastifyReply, path: string): Answer | undefined => {
		const now = timeFor(world, request).getTime();
		const state = world.limits.take(world.settings, callerOf(request), request.method, path, now);
		if (!state) return undefined;
		reply.headers({
			'x-ratelimit-limit': state.limit,
			'x-ratelimit-remaining': state.remaining,
			'x-ratelimit-reset': Math.ceil(state.resetsAt / 1000),
			'x-ratelimit-window': state.windowSeconds,
		});
		if (!state.isExceeded) return undefined;
		const seconds = Math.max(1, Math.ceil((state.resetsAt - now) / 1000));
		const refusal = new Refusal(429, 'RATE_LIMIT_EXCEEDED', 'Too many requests', {
			details: { retry_after: seconds },
		});
		return {
			status: 429,
			body: errorBody(refusal, world.settings.detailsShape),
			headers: { 'retry-after': String(seconds) },
		};
	};
}
