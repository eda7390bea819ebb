import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { lookAtTask } from '../shared/ai/tasks';
import { toItem } from '../shared/output';
import type { Connection } from '../shared/transport/connection';
import { toNodeError } from '../shared/transport/errors';
import type { Reason } from '../shared/transport/errors';
import { DEFAULT_RETRY } from '../shared/transport/retry';
import { waitFor } from '../shared/transport/stoppableSleep';
import { endReason } from './endings';
import { finished } from './finished';
import { partsIn } from './parts';
import type { About } from './result';
import { beginWaiting } from './settings';
import { taskIdOf } from './taskId';
import type { Task } from './waitForTask';
import { stopped, waitForTask } from './waitForTask';
import type { Waiting } from './waiting';
import { decide } from './waiting';
import type { Operation, Work } from './work';

/** Gets the result of a task that was begun earlier: now, or as soon as it is there. */
export const getResult: Operation = async function (itemIndex, work) {
	const taskId = taskIdOf.call(this, itemIndex);
	const task: Task = { family: 'audio', taskId, isIssued: false };
	const begun = beginWaiting.call(this, itemIndex);
	const asked = partsIn(this.getNodeParameter('include', itemIndex, []));
	const about = { taskId, asked, language: null, durationSeconds: null };
	if (this.getNodeParameter('waitForResult', itemIndex, true) !== true) {
		return await lookNow.call(this, task, begun, about, itemIndex, work);
	}
	const { result, waiting } = await waitForTask(work.connection, task, begun, itemIndex);
	return finished.call(this, result, { ...about, stages: waiting.stages }, itemIndex, work);
};

/** Where nobody waits, a look that brings no answer is made again as often as reads are elsewhere. */
const LOOKS_WITHOUT_ANSWER = DEFAULT_RETRY.attempts;

/** The result when it is there, else how far it is. */
async function lookNow(
	this: IExecuteFunctions,
	task: Task,
	begun: Waiting,
	about: Omit<About, 'stages'>,
	itemIndex: number,
	{ connection, remark }: Work,
) {
	const { look, waiting, step } = await answered(connection, task, begun, itemIndex);
	if (step.do === 'take') {
		const all = { ...about, stages: waiting.stages };
		return finished.call(this, step.result, all, itemIndex, { connection, remark });
	}
	const reason = reasonAgainst(look, waiting, task, step);
	if (reason) throw toNodeError(this.getNode(), reason, itemIndex);
	return [toItem(stateOf(task, waiting), itemIndex)];
}

async function answered(connection: Connection, task: Task, begun: Waiting, itemIndex: number) {
	for (let before = begun; ; ) {
		const look = await lookAtTask(connection, task.family, task.taskId, itemIndex);
		const { waiting, step } = decide(before, look, Date.now(), 0);
		const isOver = step.do !== 'look' || waiting.troubles >= LOOKS_WITHOUT_ANSWER;
		if (look.kind !== 'trouble' || isOver) return { look, waiting, step };
		if (!(await waitFor(step.inMs, connection.signal))) {
			throw stopped(connection, task, itemIndex);
		}
		before = waiting;
	}
}

function reasonAgainst(
	look: Awaited<ReturnType<typeof lookAtTask>>,
	waiting: Waiting,
	task: Task,
	step: ReturnType<typeof decide>['step'],
): Reason | null {
	if (look.kind === 'trouble') return look.reason;
	if (step.do !== 'stop') return null;
	const error = look.kind === 'failed' ? look.error : null;
	return endReason(step.why, { waiting, task, error, trouble: null });
}

function stateOf({ taskId }: Task, { stages }: Waiting): IDataObject {
	const stage = stages.at(-1);
	const isQueued = stage === undefined || stage.stage === 'queued';
	return {
		task_id: taskId,
		status: isQueued ? 'queued' : 'processing',
		stage: stage?.stage ?? 'queued',
		progress: stage?.progress ?? null,
	};
}
