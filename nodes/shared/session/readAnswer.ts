import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './ask';
import { lostSentence } from './lostSentence';
import type { LoginKind, Sentence } from './sentences';
import { ANSWERED, REFUSED } from './sentences';

/** `isUnsure`: another question could still show that all is well. */
export type ProbeResult = { ok: true } | { ok: false; sentence: Sentence; isUnsure?: true };

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
	const isOtherLogin = kind === 'login' && isPublishedError(body);
	if (isOtherLogin && (status === 401 || isMissing(status))) {
		return { ok: false, sentence: ANSWERED.takesKeyOrCode };
	}
	if (status === 401) return { ok: false, sentence: REFUSED[kind].login };
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
