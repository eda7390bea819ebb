import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { DEFAULT_TIMEOUT_MS } from '../shared/transport/connection';
import type { RequestSettings } from '../shared/transport/connection';
import { DEFAULT_RETRY } from '../shared/transport/retry';
import type { Waiting } from './waiting';
import { begin } from './waiting';

/** How long to wait for a result when nobody says otherwise (AI service API, section 14). */
export const DEADLINE_MINUTES = 10;
/** Between the first looks; it eases to five times as long. */
export const LOOK_SECONDS = 2;

/** A day: nobody waits longer in one run, and a number that is none must not wait for ever. */
const MOST_MINUTES = 1440;

/**
 * The door sends each look once: how often a task is asked for is decided in one place, where waiting
 * is decided. A submit is repeated after 429 alone.
 */
export function requestSettings(this: IExecuteFunctions): RequestSettings {
	const options = optionsOf.call(this, 0);
	const minutes = numberIn(options.patienceMinutes, 0, MOST_MINUTES);
	return {
		timeoutMs: (numberIn(options.timeout, 1, 3600) ?? DEFAULT_TIMEOUT_MS / 1000) * 1000,
		retry: {
			...DEFAULT_RETRY,
			attempts: 1,
			patienceMs: minutes === null ? DEFAULT_RETRY.patienceMs : minutes * 60_000,
		},
	};
}

/** The wait of one item, beginning now. */
export function beginWaiting(this: IExecuteFunctions, itemIndex: number): Waiting {
	const options = optionsOf.call(this, itemIndex);
	const minutes = numberIn(options.deadlineMinutes, 0, MOST_MINUTES) ?? DEADLINE_MINUTES;
	const seconds = numberIn(options.lookSeconds, 0.01, 3600) ?? LOOK_SECONDS;
	const now = Date.now();
	return begin({ startedAt: now, deadlineAt: now + minutes * 60_000, firstMs: seconds * 1000 });
}

function optionsOf(this: IExecuteFunctions, itemIndex: number): IDataObject {
	return this.getNodeParameter('options', itemIndex, {}) as IDataObject;
}

function numberIn(value: unknown, least: number, most: number): number | null {
	if (typeof value !== 'number' || !Number.isFinite(value)) return null;
	return Math.min(Math.max(value, least), most);
}
