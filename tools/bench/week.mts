import type { SandboxAdmin } from '../sandbox/adminClient.mts';
import type { LogEntry } from '../sandbox/journal.mts';

/** What a helpline has in a week. */
export const WEEK = { days: 7, calls: 12_000, cases: 1_000 } as const;

const STEP_MS = 1_000;

/** How much of a week's share belongs to a step, so that the whole comes out exactly. */
export function shareOf(total: number, step: number, steps: number): number {
	return Math.floor((total * (step + 1)) / steps) - Math.floor((total * step) / steps);
}

export interface Written {
	readonly calls: number;
	readonly cases: number;
}

/** One day of calls and cases, a burst a second; `day` counts from 0. */
export async function liveDay(
	admin: SandboxAdmin,
	day: number,
	seconds: number,
	at: (second: number) => void,
): Promise<Written> {
	const written = { calls: 0, cases: 0 };
	const began = Date.now();
	for (let second = 0; second < seconds; second += 1) {
		at(second);
		const step = day * seconds + second;
		const calls = shareOf(WEEK.calls, step, WEEK.days * seconds);
		const creates = shareOf(WEEK.cases, step, WEEK.days * seconds);
		await admin.burst({ calls, creates });
		written.calls += calls;
		written.cases += creates;
		const rest = began + (second + 1) * STEP_MS - Date.now();
		if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
	}
	return written;
}

export interface Checks {
	readonly due: number;
	readonly made: number;
	/** Of the first request of a check, after the second that it was due at. */
	readonly latestSeconds: number;
}

/** The checks of a trigger that were due in a stretch of time, by the first request of each. */
export function checksIn(
	requests: readonly Pick<LogEntry, 'at'>[],
	{ from, until, everyMs }: { from: number; until: number; everyMs: number },
): Checks {
	const first = new Map<number, number>();
	for (const { at } of requests) {
		const moment = Date.parse(at);
		const slot = Math.floor(moment / everyMs);
		first.set(slot, Math.min(moment, first.get(slot) ?? Infinity));
	}
	const slots = range(Math.ceil(from / everyMs), Math.ceil(until / everyMs));
	const made = slots.filter((slot) => first.has(slot));
	const late = made.map((slot) => (first.get(slot) ?? 0) - slot * everyMs);
	return {
		due: slots.length,
		made: made.length,
		latestSeconds: Math.max(0, ...late) / 1000,
	};
}

function range(from: number, until: number): number[] {
	return Array.from({ length: Math.max(0, until - from) }, (_, n) => from + n);
}
