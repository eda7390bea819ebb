import type { Answer } from '../wire.mts';
import { ok } from './call.mts';
import { refused } from './refusals.mts';
import type { Task } from './tasks.mts';

/** `GET /audio/task/{id}`: 200 in every state, and an id that is not known waits for ever (09). */
export function audioTask(id: string, task: Task | undefined): Answer {
	switch (task?.state) {
		case undefined:
		case 'PENDING':
			return ok({
				task_id: id,
				status: 'queued',
				progress: 0,
				message: 'Task is waiting to be processed',
			});
		case 'PROCESSING':
			return ok({
				task_id: id,
				status: 'processing',
				progress: task.progress,
				current_step: task.step,
				filename: 'unknown',
			});
		case 'SUCCESS':
			return ok({
				task_id: id,
				status: 'completed',
				progress: 100,
				result: task.family === 'audio' ? task.result : { ...objectOf(task.result), task_id: id },
				// Only the single models tell it here (24).
				processing_time: objectOf(task.result).processing_time ?? 0,
			});
		case 'FAILURE':
			return ok({ task_id: id, status: 'failed', error: task.error, filename: 'unknown' });
		case 'REVOKED':
			return ok({ task_id: id, status: 'revoked', info: {} });
		case 'BROKEN':
			throw refused(500, 'Error retrieving task status');
	}
}

/** `GET /whisper/task/{id}` and the like: other words, and a progress that is an object (24). */
export function singleTask(id: string, task: Task | undefined): Answer {
	const common = { task_id: id, result: null, error: null, progress: null };
	switch (task?.state) {
		case undefined:
		case 'PENDING':
			return ok({ ...common, status: 'pending', progress: { message: 'Task is queued' } });
		case 'PROCESSING':
			return ok({ ...common, status: 'processing', progress: { status: task.step } });
		case 'SUCCESS':
			return ok({ ...common, status: 'success', result: task.result });
		case 'FAILURE':
			return ok({ ...common, status: 'failed', error: task.error });
		case 'REVOKED':
			return ok({ ...common, status: 'revoked' });
		case 'BROKEN':
			throw refused(500, 'Error retrieving task status');
	}
}

function objectOf(value: unknown): Record<string, unknown> {
	return (value ?? {}) as Record<string, unknown>;
}
