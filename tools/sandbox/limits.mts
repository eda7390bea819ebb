import type { Settings } from './settings.mts';

/** The limits that the documentation states; `seconds` is the window at its real length. */
export interface Bucket {
	name: string;
	/** Any when left out. */
	method?: string;
	/** The whole path. */
	path: RegExp;
	limit: number;
	seconds: number;
}

export const HOUR = 3600;
const MINUTE = 60;

const BUCKETS: readonly Bucket[] = [
	{ name: 'list', method: 'GET', path: /^\/cases$/, limit: 100, seconds: HOUR },
	{ name: 'create', method: 'POST', path: /^\/cases$/, limit: 50, seconds: HOUR },
	{ name: 'update', method: 'PUT', path: /^\/cases\/[^/]+$/, limit: 100, seconds: HOUR },
	// A POST to one case is the same work as a PUT, so it draws on the same budget.
	{ name: 'update', method: 'POST', path: /^\/cases\/[^/]+$/, limit: 100, seconds: HOUR },
	{ name: 'delete', method: 'DELETE', path: /^\/cases\/[^/]+$/, limit: 10, seconds: HOUR },
	{ name: 'search', path: /^\/search\/cases$/, limit: 60, seconds: MINUTE },
	{
		name: 'attachments',
		method: 'POST',
		path: /^\/cases\/[^/]+\/attachments$/,
		limit: 10,
		seconds: MINUTE,
	},
	{ name: 'sendOTP', path: /^\/sendOTP$/, limit: 5, seconds: MINUTE },
	{ name: 'verifyOTP', path: /^\/verifyOTP$/, limit: 10, seconds: 5 * MINUTE },
];

/** Nothing is stated for the other calls, so they get a figure that no test runs into. */
const OTHERS: Omit<Bucket, 'path'> = { name: 'others', limit: 10_000, seconds: HOUR };

/** Before a login there is no credential to count by, so these are counted for everyone together. */
const CODE_BUCKETS = new Set(['sendOTP', 'verifyOTP']);

/** Callers are remembered by the credential they show; made-up ones must not fill the memory. */
const MAX_WINDOWS = 10_000;

export interface LimitState {
	limit: number;
	remaining: number;
	/** Milliseconds of the real clock. */
	resetsAt: number;
	windowSeconds: number;
	isExceeded: boolean;
}

export class Limits {
	private windows = new Map<string, { used: number; resetsAt: number }>();

	clear(): void {
		this.windows.clear();
	}

	/** Counts one request and says where the caller stands; nothing when limits are off. */
	take(
		settings: Settings,
		caller: string,
		method: string,
		path: string,
		now: number,
		buckets: readonly Bucket[] = BUCKETS,
	): LimitState | undefined {
		if (settings.limits === 'off') return undefined;
		const bucket =
			buckets.find((b) => (!b.method || b.method === method) && b.path.test(path)) ?? OTHERS;
		const windowSeconds = (bucket.seconds / HOUR) * settings.hourSeconds;
		const key = `${bucket.name} ${CODE_BUCKETS.has(bucket.name) ? 'anyone' : caller}`;
		const window = this.windowOf(key, now, windowSeconds);
		const isExceeded = window.used >= bucket.limit;
		if (!isExceeded) window.used += 1;
		return {
			limit: bucket.limit,
			remaining: bucket.limit - window.used,
			resetsAt: window.resetsAt,
			windowSeconds,
			isExceeded,
		};
	}

	private windowOf(key: string, now: number, seconds: number) {
		const known = this.windows.get(key);
		if (known && known.resetsAt > now) return known;
		if (this.windows.size >= MAX_WINDOWS) this.windows.clear();
		const fresh = { used: 0, resetsAt: now + seconds * 1000 };
		this.windows.set(key, fresh);
		return fresh;
	}
}
