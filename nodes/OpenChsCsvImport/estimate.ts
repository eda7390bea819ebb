import type { Pace } from '../shared/helpline/batch';

export interface EstimateRequest {
	/** Rows that an import would send. */
	writes: number;
	inFlight: number;
	/** How long one answer of the server took while it was asked, in milliseconds. */
	answerMs: number;
	pace: Pace;
}

/** The server's own time for a create is longer than for a look-up. */
const CREATE_TIMES_LOOK_UP = 2;

/** How long the import will take, in seconds: by the server's limit where it has one, else by its speed. */
export function secondsFor({ writes, inFlight, answerMs, pace }: EstimateRequest): number {
	const rounds = Math.ceil(writes / inFlight);
	const bySpeed = (rounds * answerMs * CREATE_TIMES_LOOK_UP) / 1000;
	if (pace === null || writes <= pace.creates) return Math.ceil(bySpeed);
	// The first window begins with the first create; what does not fit waits for the next ones.
	const waits = Math.ceil(writes / pace.creates) - 1;
	return Math.ceil((waits * pace.windowMs) / 1000 + bySpeed / (waits + 1));
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time as people say it: `45 seconds`, `12 minutes`, `about 19 hours`. */
export function spanOf(seconds: number): string {
	if (seconds < 2 * MINUTE) return count(Math.max(1, Math.round(seconds)), 'second');
	if (seconds < 2 * HOUR) return count(Math.round(seconds / MINUTE), 'minute');
	if (seconds < 2 * DAY) return `about ${count(Math.round(seconds / HOUR), 'hour')}`;
	return `about ${count(Math.round(seconds / DAY), 'day')}`;
}

function count(number: number, unit: string): string {
	return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
