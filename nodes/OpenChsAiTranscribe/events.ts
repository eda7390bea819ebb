import type { IDataObject } from 'n8n-workflow';

import { objectOf, percentOf, stageOf, textOf } from '../shared/ai/answers';
import type { StreamEvent } from './stream';

/** How a stream says that it is over; `poll` means that the task lives on. */
export type StreamEnd =
	| { how: 'done'; result: unknown }
	| { how: 'failed'; error: string | null }
	| { how: 'cancelled' }
	| { how: 'poll' };

/** One event in one form, whichever of the three documented services sent it. */
export interface Told {
	/** A word such as `translation`; null where the event names none that can be shown. */
	stage: string | null;
	/** 0 to 100. */
	progress: number | null;
	taskId: string | null;
	/** What a documented service tells piece by piece: members of a flat result. */
	piece: IDataObject;
	end: StreamEnd | null;
}

/** Words after which nothing more comes. `success`, `failure` and `revoked` are followed by one of these (recording 11). */
const POLL_ON = ['timeout', 'stream_error', 'stream_closed'];
/** A task that is known and not yet begun. */
const QUEUED = ['submitted', 'subscribed', 'pending', 'queued', 'received'];
/** States that the last event follows in the same breath. */
const NO_STAGE = ['success', 'failure', 'revoked'];

/** Decides by content: the guide's `type`, the reference pages' `event:`, then `step` and `status` of the service. */
export function tell({ name, data }: StreamEvent): Told {
	const word = (
		textOf(data.type) ??
		name ??
		textOf(data.step) ??
		textOf(data.status) ??
		''
	).toLowerCase();
	const payload = data.data === undefined ? data : objectOf(data.data);
	const end = endOf(word, data, payload);
	return {
		stage: end === null ? stageFor(word) : null,
		progress: percentOf(data.progress ?? payload.progress),
		taskId: textOf(data.task_id) ?? textOf(payload.task_id),
		piece: pieceOf(word, payload, objectOf(data.partial_result)),
		end,
	};
}

function stageFor(word: string): string | null {
	if (QUEUED.includes(word)) return 'queued';
	return NO_STAGE.includes(word) ? null : stageOf(word.replace(/_progress$/, ''));
}

function endOf(word: string, data: IDataObject, payload: IDataObject): StreamEnd | null {
	if (POLL_ON.includes(word)) return { how: 'poll' };
	switch (word) {
		case 'completed':
			return { how: 'done', result: data.result ?? data.partial_result ?? payload };
		case 'failed':
		case 'error':
			return { how: 'failed', error: textOf(data.error) ?? textOf(payload.message) };
		case 'cancelled':
		case 'canceled':
			return { how: 'cancelled' };
		default:
			return null;
	}
}

function pieceOf(word: string, payload: IDataObject, partial: IDataObject): IDataObject {
	switch (word) {
		case 'transcription_complete':
			return some('transcript', payload.text ?? partial.transcript);
		case 'translation_complete':
			return some('translation', payload.text ?? partial.translation);
		case 'classification_complete':
			return partial.classification === undefined
				? { classification: payload }
				: some('classification', partial.classification);
		default:
			return {};
	}
}

function some(field: string, value: IDataObject[string]): IDataObject {
	return value === undefined ? {} : { [field]: value };
}
