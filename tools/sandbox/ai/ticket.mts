import type { Task } from './tasks.mts';

/** What a submit answers with; the path in the message is not filled in on the real service either (02). */
export function ticket({ id }: Task, message: string, estimated: string, base: string) {
	return {
		task_id: id,
		status: 'queued',
		message,
		estimated_time: estimated,
		status_endpoint: `${base}/task/${id}`,
	};
}
