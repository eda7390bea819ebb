import multipart from '@fastify/multipart';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';

import { sendAnswer } from '../answer.mts';
import { addAdmin } from '../admin.mts';
import { API_BASE } from '../paths.mts';
import { attachPipeline } from '../pipeline.mts';
import type { UserRow } from '../records.mts';
import { Refusal } from '../refusal.mts';
import { StoreFull } from '../store.mts';
import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import { activityRoutes } from './activities.mts';
import { attachmentRoutes } from './attachments.mts';
import { authRoutes, callerOf, whoIs } from './auth.mts';
import { addBodyParsers } from './bodies.mts';
import { caseRoutes } from './cases.mts';
import { communicationRoutes } from './communications.mts';
import { errorBody, type Result, successBody } from './envelope.mts';
import { limitGate } from './limitGate.mts';
import { referenceRoutes } from './reference.mts';
import { makeCall, type Route } from './route.mts';
import { searchRoutes } from './search.mts';
import { statisticsRoutes } from './statistics.mts';
import { webhookRoutes } from './webhooks.mts';

/** 100 MB of file, and room for the form around it. */
const MAX_REQUEST_BYTES = 110 * 1024 * 1024;

const ROUTES: readonly Route[] = [
	...authRoutes,
	...caseRoutes,
	...activityRoutes,
	...communicationRoutes,
	...attachmentRoutes,
	...searchRoutes,
	...referenceRoutes,
	...statisticsRoutes,
	...webhookRoutes,
];

/** Nobody without a login reaches a route that would ask who it is. */
const NOBODY: UserRow = {
	id: 0,
	username: '',
	full_name: '',
	email: '',
	phone: '',
	role: '',
	is_active: 0,
};

/** The server that speaks the published dialect; the sandbox's own pages hang on it too. */
export async function publishedServer(world: World): Promise<FastifyInstance> {
	const app = fastify({
		bodyLimit: MAX_REQUEST_BYTES,
		forceCloseConnections: true,
		routerOptions: { maxParamLength: 500 },
		exposeHeadRoutes: false,
	});
	await app.register(multipart);
	addBodyParsers(app);
	attachPipeline(app, world, {
		server: 'published',
		base: API_BASE,
		gate: limitGate(world, callerOf),
	});
	app.setErrorHandler<FastifyError>(async (error, request, reply) => {
		return await sendAnswer(world, request, reply, refusalAnswer(world, error));
	});
	app.setNotFoundHandler(async (request, reply) => {
		return await sendAnswer(world, request, reply, unknownPath(world, request));
	});
	addAdmin(app, world);
	for (const route of ROUTES) {
		app.route({
			method: route.method,
			url: API_BASE + route.path,
			handler: async (request, reply) => {
				return await sendAnswer(world, request, reply, await answerOf(world, route, request));
			},
		});
	}
	return app;
}

async function answerOf(world: World, route: Route, request: FastifyRequest): Promise<Answer> {
	const user = route.isPublic ? NOBODY : whoIs(world, request);
	checkOffered(world, route);
	const repeatKey = repeatKeyOf(world, request);
	const first = repeatKey === undefined ? undefined : world.keptAnswer(repeatKey);
	if (first) return { ...first, headers: { 'idempotent-replay': 'true' } };
	const result = await route.handle(makeCall(world, request, user));
	const answer = isAnswer(result) ? result : render(world, result);
	if (repeatKey !== undefined && answer.status < 300) {
		world.keepAnswer(repeatKey, { status: answer.status, body: answer.body });
	}
	return answer;
}

function isAnswer(result: Result | Answer): result is Answer {
	return 'bytes' in result;
}

function render(world: World, result: Result): Answer {
	const answer: Answer = {
		status: result.status ?? 200,
		body: successBody(result, world.settings),
	};
	if (result.headers) answer.headers = result.headers;
	return answer;
}

/** The documentation knows no such key, so it only counts where the sandbox was told so. */
function repeatKeyOf(world: World, request: FastifyRequest): string | undefined {
	if (!world.settings.idempotency || request.method !== 'POST') return undefined;
	const key = request.headers[world.settings.keyHeader.toLowerCase()];
	return typeof key === 'string' ? `${callerOf(request)} ${request.url} ${key}` : undefined;
}

function checkOffered(world: World, route: Route): void {
	const offered = route.offered ? world.settings[route.offered] : true;
	if (offered === true) return;
	if (offered === 405) throw new Refusal(405, 'METHOD_NOT_ALLOWED', 'Method not allowed');
	if (offered === 501) throw new Refusal(501, 'NOT_IMPLEMENTED', 'Not implemented');
	throw new Refusal(404, 'NOT_FOUND', 'No such endpoint');
}

function unknownPath(world: World, request: FastifyRequest): Answer {
	const { pathname } = new URL(request.url, 'http://sandbox');
	const allowed = ['GET', 'POST', 'PUT', 'DELETE'].filter((method) => knowsPath(method, pathname));
	if (allowed.length === 0) {
		return refusalAnswer(world, new Refusal(404, 'NOT_FOUND', 'No such endpoint'));
	}
	const refusal = new Refusal(405, 'METHOD_NOT_ALLOWED', 'Method not allowed');
	return { ...refusalAnswer(world, refusal), headers: { allow: allowed.join(', ') } };
}

function knowsPath(method: string, pathname: string): boolean {
	return ROUTES.some((route) => {
		if (route.method !== method) return false;
		const pattern = (API_BASE + route.path).replace(/:[a-z]+/g, '[^/]+');
		return new RegExp(`^${pattern}$`).test(pathname);
	});
}

function refusalAnswer(world: World, error: unknown): Answer {
	const refusal = asRefusal(error);
	return { status: refusal.status, body: errorBody(refusal, world.settings.detailsShape) };
}

function asRefusal(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	const message = error instanceof Error ? error.message : String(error);
	if (error instanceof StoreFull) return new Refusal(507, 'INTERNAL_ERROR', message);
	const status = statusOf(error);
	return status >= 400 && status < 500
		? new Refusal(status, 'VALIDATION_ERROR', message)
		: new Refusal(500, 'INTERNAL_ERROR', message);
}

function statusOf(error: unknown): number {
	return error !== null && typeof error === 'object' && 'statusCode' in error
		? Number(error.statusCode)
		: 500;
}
