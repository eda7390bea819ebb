import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { HttpRequest } from './ask';
import { ask } from './ask';
import type { ProbeResult } from './readAnswer';
import { readProbe } from './readAnswer';
import type { LoginKind } from './sentences';
import { joinUrl, normalizeBaseUrl } from '../transport/baseUrl';

/**
 * Asks the server once whether it is what the credential says and takes its login. Published API:
 * `GET /health` (200 when the key is good); where a server does not have it, one case of the list.
 * Deployed server: `GET /auth` with the user's name and password. AI service: `GET /health/`, with the slash.
 */
export async function probe(
	httpRequest: HttpRequest,
	plan: { kind: LoginKind; base: string; headers: IDataObject; isCheckingOff: boolean },
): Promise<ProbeResult> {
	const put = async (path: string) =>
		await ask(httpRequest, {
			method: 'GET',
			url: joinUrl(plan.base, path),
			headers: plan.headers,
			isCheckingOff: plan.isCheckingOff,
		});
	const first = readProbe(plan.kind, 'first', await put(firstQuestion(plan.kind)));
	const hasSecond = plan.kind === 'apiKey' || plan.kind === 'otp';
	if (first.ok || !first.isUnsure || !hasSecond) return first;
	return readProbe(plan.kind, 'list', await put('/helpline/api/cases?limit=1'));
}

/** The path that each login asks first; the credentials' declarative tests ask the same. */
export function firstQuestion(kind: LoginKind): string {
	if (kind === 'ai') return '/health/';
	return kind === 'login' ? '/helpline/api/auth' : '/helpline/api/health';
}

/** A process serves a few credentials; the bound only keeps a long-lived one from growing. */
const MOST_REMEMBERED = 500;

/** When each address and login was last found good, in this process. */
const foundGood = new Map<string, number>();
const underWay = new Map<string, Promise<ProbeResult>>();
const refusedLogins = new Map<string, number>();

/** Names an address and its login without telling them. */
export function probeKey(baseUrl: string, secret: string): string {
	return createHash('sha256')
		.update(`${normalizeBaseUrl(baseUrl)}\u0000${secret}`)
		.digest('hex');
}

/**
 * Asks only while nothing good is known, and once for all who ask at the same time: a first run costs
 * one request more, every later one none (host facts N7). What failed is not remembered.
 */
export async function probeOnce(
	key: string,
	fn: () => Promise<ProbeResult>,
	clock: () => number = Date.now,
): Promise<ProbeResult> {
	if (foundGood.has(key)) return { ok: true };
	const asked = underWay.get(key);
	if (asked) return await asked;
	const asking = fn().then((result) => {
		if (result.ok) rememberProbe(key, clock());
		return result;
	});
	underWay.set(key, asking);
	try {
		return await asking;
	} finally {
		underWay.delete(key);
	}
}

/** Says without asking that an address and a login are good: a session was given a moment ago. */
export function rememberProbe(key: string, now = Date.now()): void {
	remember(foundGood, key, now);
}

/** The next probe asks the server again. For whoever meets a refused connection, a 401 or a proxy's page. */
export function forgetProbe(key: string): void {
	foundGood.delete(key);
}

/** Whether nothing has spoken against an address and a login since they were found good. */
export function isFoundGood(key: string): boolean {
	return foundGood.has(key);
}

/** Whether the server itself was asked within the last seconds. */
export function wasJustProbed(key: string, now = Date.now()): boolean {
	const at = foundGood.get(key);
	return at !== undefined && now - at < JUST_NOW_MS;
}

const JUST_NOW_MS = 5_000;

/** A refused password is never sent twice, because accounts lock; it is known by hash alone. */
export function rememberRefusal(key: string): void {
	remember(refusedLogins, key, 0);
}

export function wasRefused(key: string): boolean {
	return refusedLogins.has(key);
}

/** Keeps the newest entries; the oldest leaves when the map is full. */
export function remember<T>(map: Map<string, T>, key: string, value: T): void {
	map.delete(key);
	map.set(key, value);
	if (map.size <= MOST_REMEMBERED) return;
	const [oldest] = map.keys();
	if (oldest !== undefined) map.delete(oldest);
}
