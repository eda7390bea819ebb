import type { Reason } from '../shared/transport/errors';
import { isPlainId } from '../shared/ai/answers';
import { failedTask } from '../shared/ai/sentences';
import { STOPPED } from '../shared/transport/sentences';
import type { Ending, Waiting } from './waiting';

/** The sentence for each way in which waiting can end without a result. */

interface Seen {
	waiting: Waiting;
	task: { taskId: string; isIssued: boolean };
	/** What the service said of a failure; it is sorted, never repeated. */
	error: string | null;
	/** Why the last look brought nothing, where none did. */
	trouble: Reason | null;
}

/** A task that may still come to an end carries its ID, so that a workflow can ask for it later. */
export function endReason(why: Ending, seen: Seen): Reason {
	const reason = wordsFor(why, seen);
	const isOpen = why === 'deadline' || why === 'never_begun' || why === 'unreachable';
	const { taskId, isIssued } = seen.task;
	return isOpen && isIssued && isPlainId(taskId) ? { ...reason, taskId } : reason;
}

function wordsFor(why: Ending, { waiting, task, error, trouble }: Seen): Reason {
	const later = laterWords(task);
	const minutes = timeWords(waiting);
	switch (why) {
		case 'failed':
			return failedTask(error, stageWords(waiting));
		case 'cancelled':
			return {
				code: 'refused_by_server',
				message: 'The task was canceled at the AI service',
				description: 'Hand the recording over again if its transcript is still wanted.',
			};
		case 'gone':
			return {
				code: 'not_found',
				message: 'The AI service does not know this task any more',
				description:
					'It keeps results for two hours, and none over a restart of its store. Hand the recording over again.',
			};
		case 'unknown':
			return {
				code: 'not_found',
				message: 'The AI service knows no task with this ID',
				description: 'Check the task ID; it may belong to another AI service.',
			};
		case 'never_begun':
			return {
				code: 'timeout',
				message: `The AI service has not begun with this task in ${minutes}`,
				description: task.isIssued
					? `It waits behind others, or no worker is running. ${later}`
					: 'Its ID may be wrong, its result may be older than two hours, or no worker is running.',
			};
		case 'deadline':
			return {
				code: 'timeout',
				message: `The task is at '${lastStage(waiting)}' after ${minutes}`,
				description: `${later} To wait longer, set 'Give Up After (Minutes)' in 'Options' higher.`,
			};
		case 'unreachable':
			return {
				...(trouble ?? { code: 'server_error' }),
				message: 'The AI service could not be asked about the task',
				description: `It did not answer several times in a row. The task may go on all the same. ${later}`,
			};
	}
}

/** n8n takes a run whose error says "canceled" for one that a person ended. */
export function stoppedReason(task: { taskId: string; isIssued: boolean }): Reason {
	return {
		...STOPPED,
		description: `The AI service goes on with what it has. ${laterWords(task)}`,
	};
}

function laterWords({ taskId, isIssued }: { taskId: string; isIssued: boolean }): string {
	// A person's own ID stands in the node already; an odd one could hold anything.
	const id = isIssued && isPlainId(taskId) ? ` with the task ID ${taskId}` : '';
	return `Get it later${id}, by 'Recording' and 'Get Result'.`;
}

function stageWords(waiting: Waiting): string {
	return waiting.wasWorking ? `It got as far as '${lastStage(waiting)}'.` : '';
}

function lastStage({ stages }: Waiting): string {
	return stages.at(-1)?.stage ?? 'queued';
}

function timeWords({ startedAt, deadlineAt }: Waiting): string {
	const seconds = Math.round((deadlineAt - startedAt) / 1000);
	if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
	return `${Math.round(seconds / 60)} minutes`;
}
