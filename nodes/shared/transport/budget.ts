import { serverTime } from './serverTime';

/**
 * The request budget of a credential, shared by all runs in this process: two workflows with the same
 * key must not each believe that they have the whole allowance. It is learnt from the server's
 * `X-RateLimit-*` and `Retry-After`, or set by hand in the credential.
 */
export interface Budget {
	/** Milliseconds to wait before a call of this kind may go out; the call counts as sent when it is 0. */
	take(bucket: string, now: number): number;
	/** Learns from an answer's headers. */
	learn(bucket: string, headers: Readonly<Record<string, string | undefined>>, now: number): void;
	/** The limit of calls of this kind, as the server last told it; null when it told none. */
	limitOf(bucket: string): Limit | null;
	/** Nobody sends a call of this kind before that time: the server said 429. */
	block(bucket: string, until: number): void;
}

/** So many calls in so many milliseconds; null where the server does not tell how long its window is. */
export interface Limit {
	limit: number;
	windowMs: number | null;
}

interface Allowance {
	remaining: number;
	resetAt: number;
}

const HOUR_MS = 3_600_000;
/** Resets are told in whole seconds and are shifted by the server's clock, which is told in whole seconds too. */
const SAME_WINDOW_MS = 2_500;
/** Credentials kept at most; the one unused for longest is forgotten first. */
const MAX_BUDGETS = 200;

const budgets = new Map<string, Budget>();

/** The budget of one credential, named by a hash of its address and secret; made when first asked. */
export function budgetOf(credentialKey: string, requestsPerHour: number): Budget {
	const name = `${credentialKey}:${requestsPerHour}`;
	const budget = budgets.get(name) ?? createBudget(requestsPerHour);
	budgets.delete(name);
	budgets.set(name, budget);
	const oldest = budgets.keys().next();
	if (budgets.size > MAX_BUDGETS && !oldest.done) budgets.delete(oldest.value);
	return budget;
}

/** `requestsPerHour` 0 means that only the server's own word counts. */
export function createBudget(requestsPerHour: number): Budget {
	const learnt = new Map<string, Allowance>();
	const limits = new Map<string, Limit>();
	/** Calls that went out while nobody knew the allowance: they draw on the one that is told next. */
	const uncounted = new Map<string, number>();
	const blocked = new Map<string, number>();
	const sent: number[] = [];

	return {
		take(bucket, now) {
			const waits = [(blocked.get(bucket) ?? 0) - now];
			const allowance = learnt.get(bucket);
			if (allowance && allowance.remaining <= 0) waits.push(allowance.resetAt - now);
			if (requestsPerHour > 0) {
				while (sent[0] !== undefined && sent[0] <= now - HOUR_MS) sent.shift();
				const oldest = sent[0];
				if (sent.length >= requestsPerHour && oldest !== undefined) {
					waits.push(oldest + HOUR_MS - now);
				}
			}
			const wait = Math.max(0, ...waits);
			if (wait > 0) return wait;
			if (allowance) {
				// After the reset nothing is known any more: the next answer tells.
				if (allowance.resetAt <= now) learnt.delete(bucket);
				else allowance.remaining -= 1;
			}
			if (!learnt.has(bucket)) uncounted.set(bucket, (uncounted.get(bucket) ?? 0) + 1);
			if (requestsPerHour > 0) sent.push(now);
			return 0;
		},

		learn(bucket, headers, now) {
			const told = toLimit(headers);
			if (told) limits.set(bucket, told);
			const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
			const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
			if (!Number.isFinite(remaining) || !Number.isFinite(reset)) return;
			const resetAt = now + (reset * 1000 - serverTime(headers, now));
			if (resetAt <= now) return;
			const known = learnt.get(bucket);
			// Calls in flight were counted here before the server counted them: the smaller number is right.
			const isSameWindow =
				known !== undefined && Math.abs(known.resetAt - resetAt) < SAME_WINDOW_MS;
			// Of the calls that nobody counted, the server has told those that it took already.
			const taken = told === null ? 1 : told.limit - remaining;
			const onTheirWay = Math.max(0, (uncounted.get(bucket) ?? 0) - taken);
			uncounted.delete(bucket);
			learnt.set(bucket, {
				remaining: isSameWindow ? Math.min(known.remaining, remaining) : remaining - onTheirWay,
				resetAt,
			});
		},

		limitOf: (bucket) => limits.get(bucket) ?? null,

		block(bucket, until) {
			// What the server said with the 429 is newer than what it said of its window before.
			learnt.delete(bucket);
			blocked.set(bucket, Math.max(until, blocked.get(bucket) ?? 0));
		},
	};
}

function toLimit(headers: Readonly<Record<string, string | undefined>>): Limit | null {
	const limit = Number(headers['x-ratelimit-limit'] ?? Number.NaN);
	const seconds = Number(headers['x-ratelimit-window'] ?? Number.NaN);
	if (!(limit > 0)) return null;
	return { limit, windowMs: seconds > 0 ? seconds * 1000 : null };
}
