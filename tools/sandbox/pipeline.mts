import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { sendAnswer } from './answer.mts';
import { type Exchange, exchangeOf, rememberExchange, timeFor } from './exchange.mts';
import { spoilBefore, spoilLine } from './faultEffects.mts';
import { endSession } from './endSession.mts';
import { bodyForLog, type LogEntry } from './journal.mts';
import type { ServerName } from './faults.mts';
import { ADMIN_BASE } from './paths.mts';
import type { Answer } from './wire.mts';
import type { World } from './world.mts';

export interface PipelineOptions {
	server: ServerName;
	/** Taken off the path before faults and log see it. */
	base: string;
	/** Refuses a request before it is read, e.g. because of a limit. */
	gate?: (request: FastifyRequest, reply: FastifyReply, path: string) => Answer | undefined;
}

/** Logs each request and lets the faults strike that come before any work. */
export function attachPipeline(app: FastifyInstance, world: World, options: PipelineOptions): void {
	app.addHook('onRequest', async (request, reply) => {
		const url = new URL(request.url, 'http://sandbox');
		if (url.pathname.startsWith(ADMIN_BASE)) return;
		const path = belowBase(url.pathname, options.base);
		world.later.catchUp(world.clock());
		const faults = world.faults.strike({ server: options.server, method: request.method, path });
		const entry = world.journal.add(
			describe(options.server, request, path, world.settings.keyHeader),
		);
		entry.faults = faults.map((fault) => fault.fault);
		const exchange: Exchange = { entry, faults, startedAt: performance.now() };
		rememberExchange(request, exchange);
		if (spoilLine(exchange, request, reply)) return reply;
		reply.header('date', timeFor(world, request).toUTCString());
		const refused = options.gate?.(request, reply, path);
		if (refused) return await sendAnswer(world, request, reply, refused);
	});

	app.addHook('preHandler', async (request, reply) => {
		const exchange = exchangeOf(request);
		if (!exchange) return;
		exchange.entry.body = bodyForLog(request.body);
		endSession(world, exchange, request, 'session-end');
		if (await spoilBefore(exchange, request, reply, timeFor(world, request))) return reply;
	});
}

function belowBase(path: string, base: string): string {
	return path.startsWith(`${base}/`) ? path.slice(base.length) : path;
}

function describe(
	server: ServerName,
	request: FastifyRequest,
	path: string,
	keyHeader: string,
): Omit<LogEntry, 'n'> {
	const { headers } = request;
	return {
		at: new Date().toISOString(),
		server,
		method: request.method,
		path,
		query: { ...(request.query as Record<string, unknown>) },
		status: null,
		handled: null,
		faults: [],
		idempotencyKey: oneText(headers[keyHeader.toLowerCase()]),
		apiKeyPresent: headers['x-api-key'] !== undefined,
		cookiePresent: headers.cookie !== undefined,
		authorizationPresent: headers.authorization !== undefined,
		headerNames: Object.keys(headers).sort(),
		userAgent: oneText(headers['user-agent']),
		contentType: oneText(headers['content-type']),
		host: oneText(headers.host),
		body: null,
		ms: 0,
	};
}

function oneText(value: string | string[] | undefined): string | null {
	return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
