import { createHash } from 'crypto';
import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import type { LoginKind, Sentence } from './sentences';
import { ANSWERED, LOST, REFUSED } from './sentences';
import { isSameOrigin, joinUrl, normalizeBaseUrl } from '../transport/baseUrl';

export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** What came back, unread; `error` is set when nothing did. */
export interface Answer {
	status?: number;
	headers?: Readonly<Record<string, unknown>>;
	bodyText?: string;
	error?: unknown;
}

/** `isUnsure`: another question could still show that all is well. */
export type ProbeResult = { ok: true } | { ok: false; sentence: Sentence; isUnsure?: true };

/** A person waits for the answer; a server that needs longer than this is of no use for cases either. */
const PROBE_TIMEOUT_MS = 15_000;

const MAX_REDIRECTS = 3;

/** One request with nothing of n8n's error handling: an answer of any status comes back as a value. */
export async function ask(
	httpRequest: HttpRequest,
	question: {
		method: 'GET' | 'POST';
		url: string;
		headers: IDataObject;
		body?: IDataObject;
		isCheckingOff: boolean;
	},
): Promise<Answer> {
	let url = question.url;
	for (let redirects = 0; ; redirects++) {
		const answer = await askOnce(httpRequest, { ...question, url });
		const next = redirectTarget(url, answer);
		// Followed by hand, because n8n would take the login along to any host.
		const mayFollow = question.method === 'GET' && redirects < MAX_REDIRECTS;
		if (next === null || !mayFollow || !isSameOrigin(url, next)) return answer;
		url = next;
	}
}

async function askOnce(
	httpRequest: HttpRequest,
	question: Parameters<typeof ask>[1],
): Promise<Answer> {
	const options: IHttpRequestOptions = {
		method: question.method,
		url: question.url,
		headers: { accept: 'application/json', ...question.headers },
		encoding: 'text',
		timeout: PROBE_TIMEOUT_MS,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		...(question.body ? { body: question.body } : {}),
		...(question.isCheckingOff ? { skipSslCertificateValidation: true } : {}),
	};
	try {
		const response: unknown = await httpRequest(options);
		return toAnswer(response);
	} catch (error) {
		return { error };
	}
}

function toAnswer(response: unknown): Answer {
	if (!isRecord(response)) return { status: 200, bodyText: textOf(response) };
	return {
		status: Number(response.statusCode),
		headers: isRecord(response.headers) ? response.headers : {},
		bodyText: textOf(response.body),
	};
}

function textOf(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

function redirectTarget(from: string, answer: Answer): string | null {
	const { status } = answer;
	const location = answer.headers?.location;
	if (status === undefined || status < 300 || status > 399) return null;
	if (typeof location !== 'string' || !URL.canParse(location, from)) return null;
	return new URL(location, from).toString();
}

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

/** Reads an answer into words. */
export function readProbe(
	kind: LoginKind,
	question: 'first' | 'list',
	answer: Answer,
): ProbeResult {
	const { status } = answer;
	if (answer.error !== undefined || status === undefined) {
		return { ok: false, sentence: lostSentence(answer.error) };
	}
	if (status >= 300 && status < 400) return { ok: false, sentence: ANSWERED.redirected };
	if (isWebPage(answer)) return readWebPage(kind, status);
	if (status === 502 || status === 504) return { ok: false, sentence: ANSWERED.proxyPage };
	const body = parseJson(answer.bodyText ?? '');
	if (isOfDeployedServer(body)) return readDeployed(kind, status, body);
	if (status >= 200 && status < 300)
		return readSuccess(kind, question, answer.bodyText ?? '', body);
	return readRefusal(kind, status, body);
}

function readWebPage(kind: LoginKind, status: number): ProbeResult {
	if (status >= 200 && status < 300) {
		return { ok: false, sentence: kind === 'ai' ? ANSWERED.aiWebPage : ANSWERED.webPage };
	}
	if (isMissing(status)) return { ok: false, sentence: strangerSentence(kind), isUnsure: true };
	return { ok: false, sentence: ANSWERED.proxyPage };
}

function readSuccess(
	kind: LoginKind,
	question: 'first' | 'list',
	text: string,
	body: unknown,
): ProbeResult {
	const isExpected =
		kind === 'ai'
			? isAiHealth(body)
			: kind !== 'login' && (question === 'list' ? isCaseList(body) : isHealth(body, text));
	if (isExpected) return { ok: true };
	if (body === undefined && /^\s*[[{]/.test(text)) {
		return { ok: false, sentence: ANSWERED.brokenOff };
	}
	return { ok: false, sentence: strangerSentence(kind), isUnsure: true };
}

function readRefusal(kind: LoginKind, status: number, body: unknown): ProbeResult {
	if (status === 401) {
		const takesOther = kind === 'login' && isPublishedError(body);
		return { ok: false, sentence: takesOther ? ANSWERED.takesKeyOrCode : REFUSED[kind].login };
	}
	if (status === 403) return { ok: false, sentence: REFUSED[kind].rights };
	// A gateway in front of the AI service names a missing key this way (AI service spec, section 1).
	if (kind === 'ai' && status === 422) return { ok: false, sentence: REFUSED.ai.login };
	if (status === 429) return { ok: false, sentence: ANSWERED.tooMany };
	if (status >= 500 && status !== 501) return { ok: false, sentence: ANSWERED.serverFault };
	return { ok: false, sentence: strangerSentence(kind), isUnsure: true };
}

/** Recordings helpline-v1 02, 06, 10, 12 to 15. */
function readDeployed(kind: LoginKind, status: number, body: IDataObject): ProbeResult {
	if (kind === 'ai') return { ok: false, sentence: ANSWERED.notAiService };
	if (kind !== 'login') return { ok: false, sentence: ANSWERED.takesPassword };
	if (status === 200 && Array.isArray(body.auth) && body.auth.length > 0) return { ok: true };
	const isAboutLogin = JSON.stringify(body.errors ?? '').includes('"login"');
	if (status === 401 || isAboutLogin) return { ok: false, sentence: REFUSED.login.login };
	if (status >= 500) return { ok: false, sentence: ANSWERED.serverFault };
	return { ok: false, sentence: REFUSED.login.rights };
}

function strangerSentence(kind: LoginKind): Sentence {
	return kind === 'ai' ? ANSWERED.notAiService : ANSWERED.notOpenChs;
}

function isMissing(status: number): boolean {
	return status === 404 || status === 405 || status === 501;
}

export function isWebPage(answer: Answer): boolean {
	const type = answer.headers?.['content-type'];
	return (
		/^\s*<(!doctype|html|\?xml|head|body)/i.test(answer.bodyText ?? '') ||
		/html/i.test(String(type ?? ''))
	);
}

/** The PHP service answers with rows: `{"errors": [["error", ...]]}`, or a list beside its `_k` columns. */
export function isOfDeployedServer(body: unknown): body is IDataObject {
	if (!isRecord(body)) return false;
	if (Array.isArray(body.errors)) {
		const [row] = body.errors as unknown[];
		return Array.isArray(row) && row[0] === 'error';
	}
	return Array.isArray(body.auth) && isRecord(body.auth_k);
}

export function isPublishedError(body: unknown): boolean {
	return isRecord(body) && body.success === false && isRecord(body.error);
}

/** The documentation names only the status 200, so any of the usual forms will do, and nothing else. */
function isHealth(body: unknown, text: string): boolean {
	if (body === undefined) return /^(ok|healthy|up|alive|pong)[.!]?$/i.test(text.trim());
	if (body === true) return true;
	if (!isRecord(body) || body.success === false) return false;
	if (body.success === true || body.ok === true || body.healthy === true) return true;
	return (
		typeof body.status === 'string' && /^(ok|healthy|up|alive|running|degraded)$/i.test(body.status)
	);
}

function isCaseList(body: unknown): boolean {
	if (Array.isArray(body)) return true;
	if (!isRecord(body) || body.success === false) return false;
	return Array.isArray(body.data) || Array.isArray(body.cases);
}

/** Recording ai-service 01: status, timestamp, version, site_id. */
function isAiHealth(body: unknown): boolean {
	return (
		isRecord(body) && typeof body.status === 'string' && 'site_id' in body && 'version' in body
	);
}

export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const BY_CODE: Record<string, Sentence> = {
	ENOTFOUND: LOST.hostUnknown,
	EAI_AGAIN: LOST.hostUnknown,
	ECONNREFUSED: LOST.refused,
	EHOSTUNREACH: LOST.unreachable,
	ENETUNREACH: LOST.unreachable,
	EHOSTDOWN: LOST.unreachable,
	EADDRNOTAVAIL: LOST.unreachable,
	ECONNABORTED: LOST.timeout,
	ETIMEDOUT: LOST.timeout,
	ESOCKETTIMEDOUT: LOST.timeout,
	ECONNRESET: LOST.broken,
	EPIPE: LOST.broken,
	ERR_BAD_RESPONSE: LOST.broken,
	DEPTH_ZERO_SELF_SIGNED_CERT: LOST.certificate,
	SELF_SIGNED_CERT_IN_CHAIN: LOST.certificate,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: LOST.certificate,
	UNABLE_TO_GET_ISSUER_CERT: LOST.certificate,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: LOST.certificate,
	CERT_UNTRUSTED: LOST.certificate,
	CERT_HAS_EXPIRED: LOST.certificateExpired,
	CERT_NOT_YET_VALID: LOST.certificateExpired,
	ERR_TLS_CERT_ALTNAME_INVALID: LOST.certificateName,
	HOSTNAME_MISMATCH: LOST.certificateName,
	EPROTO: LOST.notHttps,
	ERR_SSL_WRONG_VERSION_NUMBER: LOST.notHttps,
	ERR_SSL_PACKET_LENGTH_TOO_LONG: LOST.notHttps,
};

/** Only codes and kinds are read: the text of a network error holds the address. */
export function lostSentence(error: unknown): Sentence {
	for (const each of withCauses(error)) {
		if (/ssrf/i.test(each.name)) return LOST.blockedByN8n;
		if (/domains? (not allowed|restrict)|restrict\w* .*domains/i.test(each.message))
			return LOST.notAmongDomains;
		const sentence = BY_CODE[each.code];
		if (sentence) return sentence;
	}
	return LOST.unknown;
}

/** The error, what it was made from, and the parts of one that tried two addresses of a name. */
function withCauses(error: unknown, depth = 0): Array<Record<'name' | 'message' | 'code', string>> {
	if (typeof error !== 'object' || error === null || depth > 4) return [];
	const part = error as Record<string, unknown>;
	const inner = [part.cause, ...(Array.isArray(part.errors) ? part.errors : [])];
	return [
		{
			name: String(part.name ?? ''),
			message: String(part.message ?? ''),
			code: String(part.code ?? ''),
		},
		...inner.flatMap((each) => withCauses(each, depth + 1)),
	];
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
