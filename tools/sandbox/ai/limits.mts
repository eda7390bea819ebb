import type { FastifyRequest } from 'fastify';

import { type Bucket, HOUR } from '../limits.mts';
import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import { AiRefusal } from './refusals.mts';
import type { AiSide } from './side.mts';

/** Documented, and in no code of the service: a proxy in front may have them. */
const PER_HOUR: ReadonlyArray<readonly [name: string, path: RegExp, limit: number]> = [
	['process', /^\/audio\/process(-stream(-realtime)?)?$/, 50],
	['analyze', /^\/audio\/analyze$/, 100],
	['whisper', /^\/whisper\/transcribe$/, 100],
	['translate', /^\/translate\/$/, 200],
	['ner', /^\/ner\/extract$/, 300],
	['classifier', /^\/classifier\/classify$/, 300],
];
const MOST_STREAMS = 20;
const MOST_WAITING = 20;
const BUSY_SECONDS = 60;

const BUCKETS: readonly Bucket[] = PER_HOUR.map(([name, path, limit]) => ({
	name: `ai ${name}`,
	method: 'POST',
	path,
	limit,
	seconds: HOUR,
}));

/** Refuses before the request is read when its hour is used up. */
export function limitRefusal(
	{ limits, settings }: World,
	request: FastifyRequest,
	path: string,
): Answer | undefined {
	const caller = String(request.headers['x-api-key'] ?? 'anyone');
	const now = Date.now();
	const state = limits.take(settings, caller, request.method, path, now, BUCKETS);
	if (!state?.isExceeded) return undefined;
	const seconds = Math.max(1, Math.ceil((state.resetsAt - now) / 1000));
	return tooMany(429, 'Rate limit exceeded', seconds);
}

/** The documented queue of twenty, and twenty streams at once. */
export function refuseOverload(side: AiSide, what: 'task' | 'stream' = 'task'): void {
	if (side.settings.limits === 'off') return;
	if (what === 'stream' && side.openStreams >= MOST_STREAMS) {
		throw new AiRefusal(tooMany(429, 'Too many concurrent streams', BUSY_SECONDS));
	}
	if (side.worker.waiting >= MOST_WAITING) {
		throw new AiRefusal(tooMany(503, 'Queue is full', BUSY_SECONDS));
	}
}

function tooMany(status: number, detail: string, seconds: number): Answer {
	return { status, body: { detail }, headers: { 'retry-after': String(seconds) } };
}
