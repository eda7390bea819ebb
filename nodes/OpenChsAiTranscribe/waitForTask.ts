import { cleanError, reasonOf, toNodeError } from '../shared/transport/errors';
import type { Reason } from '../shared/transport/errors';
import { waitFor } from '../shared/transport/stoppableSleep';
import type { Connection } from '../shared/transport/connection';
import type { Family } from '../shared/ai/tasks';
import { lookAtTask } from '../shared/ai/tasks';
import { endReason, stoppedReason } from './endings';
import type { Waiting } from './waiting';
import { decide, untilNextLook } from './waiting';
import { tellStages } from './progress';

/** A task that somebody waits for. */
export interface Task {
	family: Family;
	taskId: string;
	/** False for an id that a person typed: it may be wrong, and is not repeated in sentences. */
	isIssued: boolean;
}

export interface Waited {
	result: unknown;
	waiting: Waiting;
}

/** No look outlives the deadline by more than this. */
const LAST_LOOK_MS = 30_000;

/**
 * Looks at a task until it ends or the time is over. It sends nothing a second time: whatever happens,
 * the same task is asked for.
 */
export async function waitForTask(
	connection: Connection,
	task: Task,
	begun: Waiting,
	item: number,
): Promise<Waited> {
	const bounded = { ...connection, deadline: begun.deadlineAt + LAST_LOOK_MS };
	let waiting = begun;
	let trouble: Reason | null = null;
	// An id that was given out this moment is queued; one that somebody brings may be done.
	let inMs = task.isIssued ? untilNextLook(waiting, Date.now(), Math.random()) : 0;
	for (;;) {
		if (!(await waitFor(inMs, connection.signal))) throw stopped(connection, task, item);
		const look = await lookOnce(bounded, task, item);
		trouble = look.kind === 'trouble' ? look.reason : trouble;
		const { waiting: next, step } = decide(waiting, look, Date.now(), Math.random());
		tellStages(connection, waiting, next, item);
		waiting = next;
		switch (step.do) {
			case 'take':
				return { result: step.result, waiting };
			case 'stop': {
				const error = look.kind === 'failed' ? look.error : null;
				const reason = endReason(step.why, { waiting, task, error, trouble });
				throw toNodeError(connection.context.getNode(), reason, item);
			}
			case 'look':
				inMs = step.inMs;
		}
	}
}

/** A stop in the middle of a look is told like one between two. */
async function lookOnce(connection: Connection, task: Task, item: number) {
	try {
		return await lookAtTask(connection, task.family, task.taskId, item);
	} catch (error) {
		if (reasonOf(error)?.code === 'stopped') throw stopped(connection, task, item);
		throw cleanError(connection.context.getNode(), error, item);
	}
}

export function stopped(
	connection: Connection,
	task: Pick<Task, 'taskId' | 'isIssued'>,
	item: number,
) {
	return toNodeError(connection.context.getNode(), stoppedReason(task), item);
}
