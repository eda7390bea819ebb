import type { FastifyInstance, FastifyRequest } from 'fastify';

import { badRequest } from './refusals.mts';

/** Any type is let in as text: the server itself only reads JSON and the form of an upload (19). */
export function addBodyParsers(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
		const text = body.toString('utf8');
		done(null, isJson(request) ? (parsed(text) ?? text) : text);
	});
}

/** 05, 18: no body, no JSON, or an object without members. */
export function bodyOf(request: FastifyRequest): Record<string, unknown> {
	if (!isJson(request)) return {};
	const body: unknown = request.body;
	if (body === null || typeof body !== 'object') throw badRequest();
	if (Object.keys(body).length === 0) throw badRequest();
	return body as Record<string, unknown>;
}

function isJson(request: FastifyRequest): boolean {
	return (request.headers['content-type'] ?? '').includes('application/json');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
