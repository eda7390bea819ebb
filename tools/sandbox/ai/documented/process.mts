import type { Answer } from '../../wire.mts';
import { type AiCall, ok } from '../call.mts';
import type { Recording } from '../models/process.mts';
import { refused } from '../refusals.mts';
import type { Task } from '../tasks.mts';
import { guideAnswer, referenceAnswer, usefulOf } from './answers.mts';

const recordings = new WeakMap<Task, Recording>();

/** `/audio/process` as documented: the result at once, or a ticket on one of the reference pages. */
export async function documentedProcess(
	{ side }: AiCall,
	task: Task,
	recording: Recording,
): Promise<Answer> {
	recordings.set(task, recording);
	if (side.settings.aiShape === 'reference-tasks') {
		return ok({ task_id: task.id, status: 'queued', estimated_completion: estimate(task) });
	}
	await task.ended.promise;
	if (task.state !== 'SUCCESS') throw refused(500, task.error ?? 'Processing failed');
	return ok(documentedResult(side.settings.aiShape, task));
}

/** `/audio/task/{id}` as documented; what these services do not know they say in the usual way. */
export function documentedTask({ side }: AiCall, task: Task | undefined): Answer {
	const shape = side.settings.aiShape;
	if (!task) throw refused(404, 'Task not found');
	if (shape === 'guide') {
		const done = task.state === 'SUCCESS' ? documentedResult(shape, task) : {};
		return ok({ status: wordFor(task), ...errorOf(task), ...done });
	}
	const isFraction = shape === 'reference-tasks';
	const progress = task.state === 'SUCCESS' ? 100 : task.progress;
	const result = task.state === 'SUCCESS' ? documentedResult(shape, task) : null;
	return ok({
		task_id: task.id,
		status: wordFor(task),
		progress: isFraction ? progress / 100 : progress,
		current_step: task.step || 'queued',
		estimated_completion: estimate(task),
		...errorOf(task),
		...(isFraction ? { results: result } : { result }),
	});
}

function documentedResult(shape: string, task: Task): object {
	const useful = usefulOf(task.result);
	const recording = recordings.get(task);
	return shape === 'guide' || !recording ? guideAnswer(useful) : referenceAnswer(useful, recording);
}

const STATES: Readonly<Record<Task['state'], string>> = {
	PENDING: 'queued',
	PROCESSING: 'processing',
	SUCCESS: 'completed',
	FAILURE: 'failed',
	REVOKED: 'cancelled',
	BROKEN: 'failed',
};

function wordFor({ state }: Task): string {
	return STATES[state];
}

function errorOf({ state, error }: Task): object {
	return state === 'FAILURE' ? { error } : {};
}

function estimate({ endedAt }: Task): string {
	return new Date(endedAt ?? Date.now() + 30_000).toISOString();
}
