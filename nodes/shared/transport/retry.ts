/** How the door repeats, settable in a node's options. */
export interface RetryPolicy {
	/** Attempts in all for a read. */
	attempts: number;
	/** The first wait in milliseconds; each further wait is twice as long. */
	firstWaitMs: number;
	/** The longest wait that a server may ask for; above it the run ends with the time to come back. */
	patienceMs: number;
}

/** Three attempts, waits of 2 s and 4 s: what the integration guide's own retry does. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 3, firstWaitMs: 2_000, patienceMs: 300_000 };

/** Times that a write answered 429 is sent again; the server says that nothing was saved. */
const WRITE_REPEATS_AFTER_429 = 3;
/** A 429 without Retry-After means a minute (published API, envelopes). */
const WAIT_WITHOUT_RETRY_AFTER_MS = 60_000;
/** Jitter keeps parallel runs from coming back in the same instant. */
const JITTER = 0.25;

/** What an attempt met: an answer, or no answer at all. */
export type Met =
	| { type: 'answer'; status: number; retryAfter?: string; isReadable: boolean }
	| { type: 'lost'; canRepeat: boolean };

export type Verdict =
	| { do: 'take' }
	| { do: 'repeat'; waitMs: number }
	/** The server asks for a longer wait than this run has patience for. */
	| { do: 'come_back'; waitMs: number };

/**
 * Whether an attempt is repeated, and after how long. A write is repeated after 429 only; every other
 * unclear write is looked up first, which is the dialect's business. `now` is the server's time.
 */
export function judge(
	kind: 'read' | 'write',
	attempt: number,
	met: Met,
	policy: RetryPolicy,
	now: number,
	random: number,
): Verdict {
	const isLimited = met.type === 'answer' && met.status === 429;
	const mayRepeat = kind === 'read' ? isPassing(met) : isLimited;
	if (!mayRepeat) return { do: 'take' };

	const asked = met.type === 'answer' ? parseRetryAfter(met.retryAfter, now) : null;
	const backoffMs = policy.firstWaitMs * 2 ** (attempt - 1) * (1 + JITTER * random);
	const waitMs = Math.ceil(
		isLimited ? waitAfter429(met.retryAfter, now) : Math.max(asked ?? 0, backoffMs),
	);
	const isLast = kind === 'read' ? attempt >= policy.attempts : attempt > WRITE_REPEATS_AFTER_429;
	if (isLimited && waitMs > policy.patienceMs) return { do: 'come_back', waitMs };
	if (isLast) return { do: 'take' };
	return waitMs > policy.patienceMs ? { do: 'take' } : { do: 'repeat', waitMs };
}

/** Statuses 408, 429 and 5xx pass by themselves, as do lost connections and pages that are not data; other 4xx never do. */
function isPassing(met: Met): boolean {
	if (met.type === 'lost') return met.canRepeat;
	// 501 says that the server has no such call at all: asking again cannot help.
	if (met.status === 501) return false;
	return met.status === 408 || met.status === 429 || met.status >= 500 || !met.isReadable;
}

/** How long a 429 asks to wait, in milliseconds. */
export function waitAfter429(header: string | undefined, now: number): number {
	return parseRetryAfter(header, now) ?? WAIT_WITHOUT_RETRY_AFTER_MS;
}

/** Seconds or an HTTP date, as milliseconds from now; null when absent or unreadable. A date in the past means now. */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
	const text = header?.trim();
	if (!text) return null;
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	const at = Date.parse(text);
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}
