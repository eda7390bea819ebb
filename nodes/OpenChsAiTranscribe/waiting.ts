import type { Look } from '../shared/ai/answers';

/**
 * When to look at a task again and when to stop looking. It knows no clock and no network: time and
 * chance are handed in.
 */

/** One thing that the service said it was doing. */
export interface Stage {
	stage: string;
	/** 0 to 100; null where the service told none. */
	progress: number | null;
	/** ISO 8601 UTC, when it was first seen. */
	at: string;
	/** Since the recording was handed over. */
	seconds: number;
}

export interface Pace {
	/** Milliseconds of the clock. */
	startedAt: number;
	deadlineAt: number;
	/** Between the first looks, in milliseconds; it eases to five times as long. */
	firstMs: number;
}

export interface Waiting extends Pace {
	readonly looks: number;
	/** Whether the service was ever seen to work on it. */
	readonly wasWorking: boolean;
	/** Looks in a row that found a task queued that was being worked on before. */
	readonly queuedAgain: number;
	/** Looks in a row that brought no answer. */
	readonly troubles: number;
	readonly stages: readonly Stage[];
}

/** What a look met: an answer about the task, or none that could be read. */
export type Met = Look | { kind: 'trouble' };

/** Why nobody looks any more. */
export type Ending =
	| 'failed'
	| 'cancelled'
	/** It was there and is not any more: results are kept for two hours (recording 36). */
	| 'gone'
	/** The service says that it has no such task. */
	| 'unknown'
	/** Out of time, and nobody ever worked on it: it may not exist (recordings 09, 37). */
	| 'never_begun'
	| 'deadline'
	| 'unreachable';

export type Step =
	| { do: 'look'; inMs: number }
	| { do: 'take'; result: unknown }
	| { do: 'stop'; why: Ending };

/** Each look comes a quarter later than the one before, up to five times the first wait: 2 s to 10 s. */
const EASING = 1.25;
const MOST_EASING = 5;
/** Of each wait, so much is left to chance: runs that began together do not ask together. */
const SPREAD = 0.25;
/** A worker that was restarted may show the task as queued for a moment. */
const QUEUED_AGAIN_LOOKS = 6;
/** A server that is blocked for a moment is not the end of a task (AI service API, 15.3). */
const MOST_TROUBLES = 6;

export function begin(pace: Pace): Waiting {
	return { ...pace, looks: 0, wasWorking: false, queuedAgain: 0, troubles: 0, stages: [] };
}

/** What a look means for the wait, and what to do next. `random` is 0 to 1. */
export function decide(
	before: Waiting,
	met: Met,
	now: number,
	random: number,
): { waiting: Waiting; step: Step } {
	const waiting = remember(before, met, now);
	return { waiting, step: stepAfter(waiting, met, now, random) };
}

function stepAfter(waiting: Waiting, met: Met, now: number, random: number): Step {
	switch (met.kind) {
		case 'done':
			return { do: 'take', result: met.result };
		case 'failed':
		case 'cancelled':
			return { do: 'stop', why: met.kind };
		case 'unknown':
			return { do: 'stop', why: waiting.wasWorking ? 'gone' : 'unknown' };
		default:
			return lookAgain(waiting, now, random);
	}
}

function lookAgain(waiting: Waiting, now: number, random: number): Step {
	if (waiting.queuedAgain >= QUEUED_AGAIN_LOOKS) return { do: 'stop', why: 'gone' };
	if (waiting.troubles >= MOST_TROUBLES) return { do: 'stop', why: 'unreachable' };
	if (now >= waiting.deadlineAt) {
		return { do: 'stop', why: waiting.wasWorking ? 'deadline' : 'never_begun' };
	}
	return { do: 'look', inMs: untilNextLook(waiting, now, random) };
}

/** How long to wait before the next look, in milliseconds; the last one falls on the deadline. */
export function untilNextLook(waiting: Waiting, now: number, random: number): number {
	const eased = waiting.firstMs * Math.min(EASING ** waiting.looks, MOST_EASING);
	const spread = eased * (1 - SPREAD * random);
	return Math.max(0, Math.min(Math.round(spread), waiting.deadlineAt - now));
}

function remember(before: Waiting, met: Met, now: number): Waiting {
	const looks = before.looks + 1;
	if (met.kind === 'trouble') return { ...before, looks, troubles: before.troubles + 1 };
	const answered = { ...before, looks, troubles: 0 };
	if (met.kind === 'working') {
		const seen = seeStage(answered, met.stage ?? 'working', met.progress, now);
		return { ...seen, wasWorking: true, queuedAgain: 0 };
	}
	if (met.kind === 'queued' && before.wasWorking) {
		return { ...answered, queuedAgain: before.queuedAgain + 1 };
	}
	return met.kind === 'queued' ? seeStage(answered, 'queued', null, now) : answered;
}

/** Notes a stage when it, or its progress, differs from the last one. */
export function seeStage(
	waiting: Waiting,
	stage: string,
	progress: number | null,
	now: number,
): Waiting {
	const last = waiting.stages.at(-1);
	if (last?.stage === stage && last.progress === progress) return waiting;
	const seconds = Math.round((now - waiting.startedAt) / 100) / 10;
	const seen: Stage = { stage, progress, at: new Date(now).toISOString(), seconds };
	return { ...waiting, stages: [...waiting.stages, seen] };
}

/** Notes what a stream told; anything but waiting in line is work. */
export function hear(
	before: Waiting,
	stage: string,
	progress: number | null,
	now: number,
): Waiting {
	const waiting = seeStage(before, stage, stage === 'queued' ? null : progress, now);
	return stage === 'queued' ? waiting : { ...waiting, wasWorking: true };
}

/** A stream that is older is left for polling, as the service would end it itself (recording 20). */
export const STREAM_MOST_MS = 300_000;
/** Three heartbeats may be late when a health call blocks the service (AI service API, section 6). */
export const STREAM_SILENT_MS = 60_000;

/** Whether a stream is still worth listening to; null when it is. */
export function leaveStream(
	waiting: Waiting,
	stream: { openedAt: number; heardAt: number },
	now: number,
): 'deadline' | 'old' | 'silent' | null {
	if (now >= waiting.deadlineAt) return 'deadline';
	if (now - stream.openedAt >= STREAM_MOST_MS) return 'old';
	return now - stream.heardAt >= STREAM_SILENT_MS ? 'silent' : null;
}
