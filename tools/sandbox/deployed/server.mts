import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { sendAnswer } from '../answer.mts';
import { striking } from '../exchange.mts';
import { API_BASE } from '../paths.mts';
import { attachPipeline } from '../pipeline.mts';
import { StoreFull } from '../store.mts';
import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import { addBodyParsers } from './bodies.mts';
import { cookieFor, hasGoodCookie, type Login } from './login.mts';
import { errorAnswer, HTML_TYPE, JSON_TYPE, Refused, ScriptError } from './refusals.mts';
import { addressOf, answerTo } from './route.mts';
import { emptyError, errorPage, warningText } from './scriptError.mts';

/** 64 MB of file is the limit of the project's container (10.3). */
const MAX_REQUEST_BYTES = 66 * 1024 * 1024;

const NO_CACHE = 'no-store, no-cache, must-revalidate';

/** The server that helplines really run: one entry point for every path and method. */
export async function deployedServer(world: World): Promise<FastifyInstance> {
	const app = fastify({
		bodyLimit: MAX_REQUEST_BYTES,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
	});
	addBodyParsers(app);
	await app.register(multipart);
	attachPipeline(app, world, { server: 'deployed', base: API_BASE });
	app.setErrorHandler(async (error, request, reply) => {
		return await sendAnswer(world, request, reply, refusal(world, error));
	});
	app.setNotFoundHandler(async (request, reply) => {
		return await sendAnswer(world, request, reply, await answer(world, request, reply));
	});
	return app;
}

async function answer(world: World, request: FastifyRequest, reply: FastifyReply): Promise<Answer> {
	const address = addressOf(request);
	if (!address) return outside(request);
	let login: Login | undefined;
	// Whether a cookie is set is decided by the one that came in, also when it ends just now (92).
	const cameWithCookie = hasGoodCookie(world, request);
	let made: Answer;
	try {
		made = await answerTo(world, request, address, (one) => (login = one));
	} catch (error) {
		made = refusal(world, error);
	}
	if (!cameWithCookie || login?.isNew) {
		reply.header('set-cookie', cookieFor(login));
	}
	const headers = { 'cache-control': NO_CACHE, ...made.headers };
	return withWarning(world, request, { ...made, headers });
}

function withWarning(world: World, request: FastifyRequest, made: Answer): Answer {
	const isWanted = world.settings.warningBeforeJson || striking(request, 'warning-before-json');
	if (!isWanted || made.contentType !== JSON_TYPE || made.status >= 400) return made;
	const json = made.bytes ?? Buffer.from(JSON.stringify(made.body));
	return { ...made, bytes: Buffer.concat([Buffer.from(warningText()), json]) };
}

/** The web server in front: a missing slash is redirected, which loses a body (1). */
function outside(request: FastifyRequest): Answer {
	const { pathname, search } = new URL(request.url, 'http://sandbox');
	const headers = { location: `${pathname}/${search}` };
	if (pathname === API_BASE) return { status: 301, headers, contentType: HTML_TYPE };
	const page = '<html><head><title>404 Not Found</title></head><body>nginx</body></html>';
	return { status: 404, bytes: Buffer.from(page), contentType: HTML_TYPE };
}

function refusal(world: World, error: unknown): Answer {
	if (error instanceof Refused) return plainer(world, error.answer);
	if (error instanceof ScriptError) {
		return world.settings.containerProfile ? errorPage(error.message) : emptyError();
	}
	if (error instanceof StoreFull) {
		return errorAnswer(507, [['error', error.message]], 'Insufficient Storage');
	}
	const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return errorAnswer(599, [['error', `The sandbox failed: ${message}`]], 'Sandbox Failed');
}

/** 412 in three meanings can be taken apart, for a client that wants to see other servers as well. */
function plainer(world: World, answer: Answer): Answer {
	const isDenied = answer.reason === 'Access Denied';
	return world.settings.plainRefusals && isDenied ? { ...answer, status: 403 } : answer;
}
