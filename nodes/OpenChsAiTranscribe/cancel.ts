import { cancelTask, lookAtTask } from '../shared/ai/tasks';
import type { Looked } from '../shared/ai/tasks';
import { toItem } from '../shared/output';
import { taskIdOf } from './taskId';
import type { Operation } from './work';

const STATUS: Readonly<Record<Looked['kind'], string | null>> = {
	cancelled: 'canceled',
	done: 'completed',
	failed: 'failed',
	queued: 'queued',
	trouble: null,
	unknown: 'unknown',
	working: 'processing',
};

/** Asks for a stop, and looks once: what the service says to the first is no sign of anything. */
export const cancel: Operation = async function (itemIndex, { connection }) {
	const taskId = taskIdOf.call(this, itemIndex);
	await cancelTask(connection, taskId, itemIndex);
	const look = await lookAtTask(connection, 'audio', taskId, itemIndex);
	const json = {
		task_id: taskId,
		outcome: 'cancellation_requested',
		status: STATUS[look.kind],
		may_still_run: ['queued', 'working', 'trouble'].includes(look.kind),
		remark: REMARK,
	};
	return [toItem(json, itemIndex)];
};

const REMARK =
	'The AI service was asked to stop this task. It may not have stopped: a task that is running goes on to its end, and one that waits is dropped only if the worker reads the request in time.';
