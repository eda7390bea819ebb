import type { IDataObject } from 'n8n-workflow';

/**
 * What answers of the AI service say, told apart by content and never by configuration: the guide, the
 * reference pages and the running service differ (AI service API, section 13).
 */

/** What came back from a submit. */
export type Submitted =
	| { kind: 'ticket'; taskId: string }
	/** The documented services answer with the result itself. */
	| { kind: 'result'; result: unknown }
	| { kind: 'not_ai' };

/** What a look at a task met. */
export type Look =
	| { kind: 'queued' }
	| { kind: 'working'; stage: string | null; progress: number | null }
	| { kind: 'done'; result: unknown }
	| { kind: 'failed'; error: string | null }
	| { kind: 'cancelled' }
	/** The documented services say so; the running one calls it queued (recording 09). */
	| { kind: 'unknown' };

const DONE = ['completed', 'success'];
const FAILED = ['failed', 'failure', 'error', 'timeout'];
const CANCELLED = ['revoked', 'cancelled', 'canceled'];
const QUEUED = ['queued', 'pending', 'submitted', 'received'];

/** Depth to which a result is wrapped at most: `result.result` and one to spare. */
const MOST_WRAPPERS = 3;

/** An answer as an object; null when it is none. */
export function readJson(text: unknown): IDataObject | null {
	if (typeof text !== 'string') return null;
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}

export function readSubmitted(answer: IDataObject | null): Submitted {
	if (answer === null) return { kind: 'not_ai' };
	if (usefulIn(answer) !== null) return { kind: 'result', result: answer };
	const taskId = textOf(answer.task_id) ?? textOf(answer.id);
	return taskId === null ? { kind: 'not_ai' } : { kind: 'ticket', taskId };
}

/** Words that are not known go on: a task that works says many things (AI service API, section 4). */
export function readLook(answer: IDataObject): Look {
	const word = (textOf(answer.status) ?? '').toLowerCase();
	if (DONE.includes(word)) return { kind: 'done', result: resultIn(answer) };
	if (FAILED.includes(word)) return { kind: 'failed', error: textOf(answer.error) };
	if (CANCELLED.includes(word)) return { kind: 'cancelled' };
	if (QUEUED.includes(word)) return { kind: 'queued' };
	if (word === '' && usefulIn(answer) !== null) return { kind: 'done', result: answer };
	return {
		kind: 'working',
		stage: stageOf(textOf(answer.current_step)),
		progress: percentOf(answer.progress),
	};
}

function resultIn(answer: IDataObject): unknown {
	return answer.result ?? answer.results ?? answer;
}

/** The object that holds the transcript, up to three wrappers deep; null when there is none. */
export function usefulIn(answer: unknown): IDataObject | null {
	let current = answer;
	for (let depth = 0; depth <= MOST_WRAPPERS && isObject(current); depth++) {
		if (typeof current.transcript === 'string') return current;
		current = current.result ?? current.results;
	}
	return null;
}

/** 0 to 100; some pages count to 1. Single models tell an object instead (recording 24). */
export function percentOf(value: unknown): number | null {
	if (typeof value !== 'number' || !Number.isFinite(value)) return null;
	const isFraction = value > 0 && value < 1;
	return Math.round(Math.min(Math.max(isFraction ? value * 100 : value, 0), 100));
}

/** A stage is shown and logged, so it is a plain lower-case word or it is nothing: no text gets through. */
export function stageOf(word: string | null): string | null {
	return word !== null && /^[a-z]+(_[a-z]+){0,3}$/.test(word) && word.length <= 40 ? word : null;
}

/** An id that may stand in an address and in a sentence; ids of the service are UUIDs. */
export function isPlainId(id: string): boolean {
	return /^[A-Za-z0-9_-]{1,64}$/.test(id);
}

export function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

export function objectOf(value: unknown): IDataObject {
	return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
