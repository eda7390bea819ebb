import type { FastifyInstance } from 'fastify';

import { Refusal } from '../refusal.mts';

/**
 * JSON, and nothing else besides the form of an upload. Clients name a content type for requests
 * without a body as well, which no real server minds.
 */
export function addBodyParsers(app: FastifyInstance): void {
	app.removeContentTypeParser('text/plain');
	const parseJson = app.getDefaultJsonParser('error', 'error');
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
		if (body === '') done(null, undefined);
		else parseJson(request, String(body), done);
	});
	app.addContentTypeParser('*', (request, payload, done) => {
		const isEmpty = Number(request.headers['content-length'] ?? 0) === 0;
		payload.resume();
		if (isEmpty && request.headers['transfer-encoding'] === undefined) done(null, undefined);
		else done(new Refusal(415, 'VALIDATION_ERROR', 'Send application/json'), undefined);
	});
}
