import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { NOT_AI } from '../shared/ai/sentences';
import { toItem } from '../shared/output';
import { toNodeError } from '../shared/transport/errors';
import { finished } from './finished';
import { followLive } from './followLive';
import { partsIn } from './parts';
import type { RecordingFile } from './recordingFile';
import { recordingFile } from './recordingFile';
import type { About } from './result';
import { beginWaiting } from './settings';
import type { Wish } from './submit';
import { isTranscriptOnly, submit } from './submit';
import { waitForTask } from './waitForTask';
import type { Operation } from './work';

/** Hands a recording over once; then waits for the result, or hands the ticket on. */
export const transcribe: Operation = async function (itemIndex, work) {
	const file = await recordingFile.call(this, itemIndex);
	const isWaiting = this.getNodeParameter('waitForResult', itemIndex, true) === true;
	const wish = wishOf.call(this, itemIndex, isWaiting);
	const { connection } = work;
	const opened = await submit(connection, file, wish, itemIndex);
	const begun = beginWaiting.call(this, itemIndex);
	const done = (result: unknown, about: Pick<About, 'taskId' | 'stages'>) =>
		finished.call(this, result, { ...aboutFile(file, wish), ...about }, itemIndex, work);

	switch (opened.kind) {
		case 'result':
			return done(opened.result, { taskId: null, stages: [] });
		case 'stream': {
			const { result, waiting, taskId } = await followLive(
				connection,
				opened.body,
				begun,
				itemIndex,
			);
			return done(result, { taskId, stages: waiting.stages });
		}
		case 'ticket': {
			const { taskId } = opened;
			if (!isWaiting) return [toItem(ticket(taskId, wish), itemIndex)];
			const family = isTranscriptOnly(wish) ? 'whisper' : 'audio';
			const task = { family, taskId, isIssued: true } as const;
			const { result, waiting } = await waitForTask(connection, task, begun, itemIndex);
			return done(result, { taskId, stages: waiting.stages });
		}
		default:
			throw toNodeError(this.getNode(), NOT_AI, itemIndex);
	}
};

function wishOf(this: IExecuteFunctions, itemIndex: number, isWaiting: boolean): Wish {
	const chosen = String(this.getNodeParameter('language', itemIndex, 'sw')).trim();
	const other =
		chosen === 'other'
			? String(this.getNodeParameter('languageCode', itemIndex, '')).trim()
			: chosen;
	const waitMode = isWaiting ? this.getNodeParameter('waitMode', itemIndex, 'poll') : 'poll';
	return {
		language: other === '' ? 'sw' : other,
		asked: partsIn(this.getNodeParameter('include', itemIndex, [])),
		isLive: waitMode === 'live',
	};
}

function aboutFile(file: RecordingFile, wish: Wish): Omit<About, 'taskId' | 'stages'> {
	return {
		asked: wish.asked,
		language: wish.language,
		durationSeconds: file.durationSeconds,
	};
}

function ticket(taskId: string, wish: Wish): IDataObject {
	return {
		task_id: taskId,
		status: 'queued',
		language: wish.language === 'auto' ? null : wish.language,
		include: [...wish.asked],
		submitted_at: new Date().toISOString(),
	};
}
