import type { FastifyInstance } from 'fastify';

import { ADMIN_BASE } from '../paths.mts';
import type { AiSide } from './side.mts';

/** The AI service's part of the sandbox's own pages, for tests and rigs. */
export function addAiAdmin(app: FastifyInstance, side: AiSide): void {
	app.get(`${ADMIN_BASE}submits`, async () => side.accepted());
	app.get(`${ADMIN_BASE}tasks`, async () => side.lines());
	app.post(`${ADMIN_BASE}restart`, async () => {
		side.restart();
		return { done: true };
	});
	app.post(`${ADMIN_BASE}kill-worker`, async () => {
		side.worker.kill();
		return { done: true };
	});
	app.post<{ Params: { id: string } }>(`${ADMIN_BASE}forget/:id`, async (request) => ({
		done: side.tasks.forget(request.params.id),
	}));
}
