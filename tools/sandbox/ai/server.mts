import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';

import { sendAnswer } from '../answer.mts';
import { timeFor } from '../exchange.mts';
import { attachPipeline } from '../pipeline.mts';
import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import { rootAnswer, VERSION, SITE } from './root.mts';

/** The AI service as far as a login test asks it: who are you, and are you well. */
export async function aiServer(world: World): Promise<FastifyInstance> {
	const app = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
	attachPipeline(app, world, {
		server: 'ai',
		base: '',
		gate: (request, reply) => {
			reply.header('server', 'uvicorn');
			return keyRefusal(world, request);
		},
	});
	app.setErrorHandler<FastifyError>(async (error, request, reply) => {
		const status = error.statusCode ?? 500;
		return await sendAnswer(world, request, reply, { status, body: { detail: error.message } });
	});
	app.setNotFoundHandler(async (request, reply) => {
		return await sendAnswer(world, request, reply, { status: 404, body: { detail: 'Not Found' } });
	});
	answer('/', () => ({ status: 200, body: rootAnswer() }));
	answer('/health/', (request) => ({
		status: 200,
		body: {
			status: 'healthy',
			timestamp: naiveTime(timeFor(world, request)),
			version: VERSION,
			site_id: SITE,
		},
	}));
	// The real service sends callers without the slash to an absolute address.
	answer('/health', (request) => ({
		status: 307,
		headers: { location: `http://${request.headers.host ?? '127.0.0.1'}/health/` },
	}));
	return app;

	function answer(path: string, make: (request: FastifyRequest) => Answer) {
		app.get(path, async (request, reply) => {
			return await sendAnswer(world, request, reply, make(request));
		});
	}
}

/** The service itself has no login; a key is what installations put in front of it. */
function keyRefusal(world: World, request: FastifyRequest): Answer | undefined {
	const wanted = world.settings.aiKey;
	const given = request.headers['x-api-key'];
	if (wanted === '' || given === wanted) return undefined;
	if (given !== undefined) return { status: 401, body: { detail: 'Invalid API key' } };
	const missing = {
		type: 'missing',
		loc: ['header', 'x-api-key'],
		msg: 'Field required',
		input: null,
	};
	return { status: 422, body: { detail: [missing] } };
}

/** Local time without a zone and with microseconds, as Python writes it. */
function naiveTime(at: Date): string {
	return at.toISOString().replace('Z', '000');
}
