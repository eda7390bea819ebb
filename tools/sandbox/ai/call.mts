import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import type { AiSide } from './side.mts';

/** One request to the AI service. */
export interface AiCall {
	world: World;
	side: AiSide;
	request: FastifyRequest;
	reply: FastifyReply;
	params: Record<string, string>;
}

export interface AiRoute {
	method: 'GET' | 'POST' | 'DELETE';
	/** With `:name` for what varies. */
	path: string;
	/** Nothing where a stream was written instead of an answer. */
	handle(call: AiCall): Promise<Answer | undefined> | Answer;
	/** Health calls inspect the worker, and hold up all others meanwhile (22). */
	inspects?: true;
}

export function ok(body: unknown, status = 200): Answer {
	return { status, body };
}
