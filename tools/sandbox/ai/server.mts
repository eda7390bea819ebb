import { setTimeout as wait } from 'node:timers/promises';

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { sendAnswer } from '../answer.mts';
import { attachPipeline } from '../pipeline.mts';
import { rememberRawBody } from '../rawBody.mts';
import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import { addAiAdmin } from './admin.mts';
import type { AiRoute } from './call.mts';
import { limitRefusal } from './limits.mts';
import { AiRefusal, invalid, missing } from './refusals.mts';
import { aboutRoutes } from './routes/about.mts';
import { audioRoutes } from './routes/audio.mts';
import { healthRoutes } from './routes/health.mts';
import { singleRoutes } from './routes/single.mts';

/** The service has no limit of its own while it reads: too large a file is refused when all of it is there. */
const MAX_REQUEST_BYTES = 512 * 1024 * 1024;

const ROUTES: readonly AiRoute[] = [
	...healthRoutes,
	...audioRoutes,
	...singleRoutes,
	...aboutRoutes,
];

/** The AI service: audio and texts in, tickets and streams out. */
export async function aiServer(world: World): Promise<FastifyInstance> {
	const app = fastify({
		bodyLimit: MAX_REQUEST_BYTES,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
	});
	addBodyParser(app);
	attachPipeline(app, world, {
		server: 'ai',
		base: '',
		gate: (request, reply, path) => {
			reply.header('server', 'uvicorn');
			return keyRefusal(world, request) ?? limitRefusal(world, request, path);
		},
	});
	app.setErrorHandler(async (error, request, reply) => {
		return await sendAnswer(world, request, reply, answerOf(error));
	});
	app.setNotFoundHandler(async (request, reply) => {
		return await sendAnswer(world, request, reply, elsewhere(request));
	});
	for (const route of ROUTES) {
		app.route({
			method: route.method,
			url: route.path,
			handler: async (request, reply) => await carryOut(world, route, request, reply),
		});
	}
	addAiAdmin(app, world.ai);
	return app;
}

async function carryOut(
	world: World,
	route: AiRoute,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const side = world.ai;
	if (!route.inspects) await wait(side.blockedMs());
	const params = request.params as Record<string, string>;
	const answer = await route.handle({ world, side, request, reply, params });
	return answer ? await sendAnswer(world, request, reply, answer) : reply;
}

/** Any type is let in: JSON is parsed, everything else stays bytes, which only the route reads. */
function addBodyParser(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
		// As it is: a copy of 100 MB is felt.
		const bytes = body as Buffer;
		rememberRawBody(request, bytes);
		const isJson = (request.headers['content-type'] ?? '').includes('application/json');
		if (!isJson || bytes.length === 0) {
			done(null, undefined);
			return;
		}
		try {
			done(null, JSON.parse(bytes.toString('utf8')));
		} catch (error) {
			done(notJson(error));
		}
	});
}

function notJson(error: unknown): AiRefusal {
	const words = error instanceof Error ? error.message : String(error);
	return invalid([
		{
			type: 'json_invalid',
			loc: ['body', '0'],
			msg: 'JSON decode error',
			input: {},
			ctx: { error: words },
		},
	]);
}

function answerOf(error: unknown): Answer {
	if (error instanceof AiRefusal) return error.answer;
	const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return { status: 599, body: { detail: `The sandbox failed: ${words}` } };
}

/** 405 for the wrong method, an absolute redirect for a slash too many or too few, else 404 (01, 08). */
function elsewhere(request: FastifyRequest): Answer {
	const { pathname } = new URL(request.url, 'http://sandbox');
	const twin = pathname.endsWith('/') ? pathname.slice(0, -1) : `${pathname}/`;
	if (isPath(pathname)) return { status: 405, body: { detail: 'Method Not Allowed' } };
	if (!isPath(twin)) return { status: 404, body: { detail: 'Not Found' } };
	const location = `http://${request.headers.host ?? '127.0.0.1'}${twin}`;
	return { status: 307, headers: { location } };
}

function isPath(path: string): boolean {
	return PATTERNS.some((pattern) => pattern.test(path));
}

const PATTERNS = ROUTES.map(({ path }) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`));

/** The service itself has no login; a key is what installations put in front of it. */
function keyRefusal(world: World, request: FastifyRequest): Answer | undefined {
	const wanted = world.settings.aiKey;
	const given = request.headers['x-api-key'];
	if (wanted === '' || given === wanted) return undefined;
	if (given !== undefined) return { status: 401, body: { detail: 'Invalid API key' } };
	return invalid([missing('x-api-key', null, 'header')]).answer;
}
