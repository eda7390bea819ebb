import type {
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { joinUrl } from './baseUrl';
import type { Connection } from './connection';
import { cleanError, reasonOf, toNodeError } from './errors';
import { readLoss } from './lost';
import type { StreamForm } from './multipart';
import type { Met } from './retry';
import { judge, waitAfter429 } from './retry';
import type { LostHow } from './sentences';
import { comeBackReason, NO_TIME_LEFT, redirectReason, STOPPED } from './sentences';
import { serverTime } from './serverTime';
import { waitFor } from './stoppableSleep';
import { probeKeyOf } from '../session/credential';
import { forgetProbe } from '../session/probe';

/** One call to the server, as a dialect wants it sent. */
export interface Call {
	/** The verb for logs: never an address, because addresses can hold what a person searched for. */
	verb: string;
	method: IHttpRequestMethods;
	/** Path below the base address, each step already encoded; or, from a server's own answer, a whole address. */
	path: string;
	query?: IDataObject;
	body?: IDataObject | StreamForm;
	headers?: Record<string, string>;
	/** Reads are repeated; writes only after 429. */
	kind: 'read' | 'write';
	/** What a server's limit counts together; the verb when absent. */
	bucket?: string;
	timeoutMs?: number;
	/** `stream` hands the body on unread. */
	as?: 'text' | 'stream';
	/** Whether a successful answer is data at all; a read that is not is asked again. */
	isReadable?: (text: string) => boolean;
}

/** The server's answer, unread: what it means is the dialect's business. */
export interface Answered {
	kind: 'answer';
	status: number;
	headers: Readonly<Record<string, string | undefined>>;
	/** Text, or the stream that `as: 'stream'` asked for. */
	body: unknown;
}

/** No answer came; `sent` says whether the server may have acted all the same. */
export interface Lost {
	kind: 'lost';
	how: LostHow;
	sent: boolean;
}

/** Redirects followed within the same address; more than that is a circle. */
const MAX_REDIRECTS = 3;

/**
 * The only way out to the network. Sends one call through n8n's authenticated helper, waits for the
 * budget, repeats what may be repeated, and never follows a redirect to another host.
 * Throws node errors for what no dialect can act on: stopped, asked to come back later, redirected
 * away, a credential that says why it cannot log in.
 */
export async function request(
	connection: Connection,
	call: Call,
	itemIndex: number,
): Promise<Answered | Lost> {
	for (let attempt = 1; ; attempt++) {
		await takeTurn(connection, call, itemIndex);
		const result = await sendLogged(connection, call, attempt, itemIndex);
		const met = metOf(call, result);
		learn(connection, call, result, met);

		const now = result.kind === 'answer' ? serverTime(result.headers, Date.now()) : Date.now();
		const verdict = judge(call.kind, attempt, met, connection.retry, now, Math.random());
		if (verdict.do === 'take') return result;
		if (verdict.do === 'come_back') {
			const reason = comeBackReason(new Date(Date.now() + verdict.waitMs).toISOString());
			throw toNodeError(connection.context.getNode(), reason, itemIndex);
		}
		// The answer that came is worth more than a repeat for which no time is left.
		if (timeLeft(connection) <= verdict.waitMs) return result;
		connection.counts.repeats += 1;
		await pause(connection, verdict.waitMs, itemIndex);
	}
}

/** Waits until the credential's budget allows the call; longer than the run's patience ends it with the time to come back. */
async function takeTurn(connection: Connection, call: Call, itemIndex: number): Promise<void> {
	const bucket = call.bucket ?? call.verb;
	for (;;) {
		const waitMs = connection.budget.take(bucket, Date.now());
		if (waitMs === 0) return;
		if (waitMs > Math.min(connection.retry.patienceMs, timeLeft(connection))) {
			const reason = comeBackReason(new Date(Date.now() + waitMs).toISOString());
			throw toNodeError(connection.context.getNode(), reason, itemIndex);
		}
		await pause(connection, waitMs, itemIndex);
	}
}

/** Milliseconds until the run's own end; endless for most runs. */
function timeLeft({ deadline }: Connection): number {
	return deadline === null ? Infinity : deadline - Date.now();
}

async function pause(connection: Connection, ms: number, itemIndex: number): Promise<void> {
	connection.counts.waitedMs += ms;
	if (!(await waitFor(ms, connection.signal))) {
		throw toNodeError(connection.context.getNode(), STOPPED, itemIndex);
	}
}

/** One line for each call, also for one that ends in words. */
async function sendLogged(
	connection: Connection,
	call: Call,
	attempt: number,
	itemIndex: number,
): Promise<Answered | Lost> {
	const started = Date.now();
	const log = (outcome: string) =>
		logCall(connection, call, outcome, attempt, Date.now() - started, itemIndex);
	try {
		const result = await sendFollowing(connection, call, itemIndex);
		log(result.kind === 'answer' ? String(result.status) : result.how);
		return result;
	} catch (error) {
		log(reasonOf(error)?.code ?? 'unknown');
		throw cleanError(connection.context.getNode(), error, itemIndex);
	}
}

/** A redirect within the same address is followed for reads, and for writes where the method is kept (307, 308). */
async function sendFollowing(
	connection: Connection,
	call: Call,
	itemIndex: number,
): Promise<Answered | Lost> {
	let url = addressOf(connection, call, itemIndex);
	for (let redirects = 0; ; redirects++) {
		// A redirect names the whole address; adding the query again would double it.
		const query = redirects === 0 ? call.query : undefined;
		const result = await sendOnce(connection, { ...call, query }, url, itemIndex);
		if (result.kind === 'lost' || result.status < 300 || result.status > 399) return result;
		if (result.status === 304) return result;
		const next = redirectTarget(url, result.headers.location);
		const keepsMethod = result.status === 307 || result.status === 308;
		const mayFollow = call.kind === 'read' || keepsMethod;
		if (
			!next ||
			!mayFollow ||
			redirects >= MAX_REDIRECTS ||
			new URL(next).origin !== connection.origin
		) {
			throw toNodeError(connection.context.getNode(), redirectReason(result.status), itemIndex);
		}
		url = next;
	}
}

/** An address that the server gave must stay on its own host, or the login would go elsewhere. */
function addressOf(connection: Connection, call: Call, itemIndex: number): string {
	if (!/^https?:/i.test(call.path)) return joinUrl(connection.base, call.path);
	if (!URL.canParse(call.path) || new URL(call.path).origin !== connection.origin) {
		throw toNodeError(connection.context.getNode(), redirectReason(), itemIndex);
	}
	return call.path;
}

function redirectTarget(from: string, location: string | undefined): string | null {
	if (!location || !URL.canParse(location, from)) return null;
	return new URL(location, from).toString();
}

async function sendOnce(
	connection: Connection,
	call: Call,
	url: string,
	itemIndex: number,
): Promise<Answered | Lost> {
	if (connection.signal?.aborted) {
		throw toNodeError(connection.context.getNode(), STOPPED, itemIndex);
	}
	if (timeLeft(connection) <= 0) {
		throw toNodeError(connection.context.getNode(), NO_TIME_LEFT, itemIndex);
	}
	connection.counts.requests += 1;
	const options: IHttpRequestOptions = {
		method: call.method,
		url,
		headers: { accept: 'application/json', ...call.headers },
		timeout: Math.ceil(Math.min(call.timeoutMs ?? connection.timeoutMs, timeLeft(connection))),
		encoding: call.as ?? 'text',
		returnFullResponse: true,
		// A followed redirect could carry the login to another host, and keeps a copy of every upload (host facts K1).
		disableFollowRedirect: true,
		// 401 must fail inside n8n's helper, or the session would not be renewed (host facts A1).
		ignoreHttpStatusErrors: { ignore: true, except: [401] },
		...(call.query ? { qs: call.query, arrayFormat: 'comma' } : {}),
		...(call.body ? { body: call.body as IHttpRequestOptions['body'] } : {}),
	};
	try {
		const response: IN8nHttpFullResponse =
			await connection.context.helpers.httpRequestWithAuthentication.call(
				connection.context,
				connection.credentialType,
				options,
				{ credentialsDecrypted: connection.decrypted },
			);
		const { statusCode: status, body } = response;
		return {
			kind: 'answer',
			status,
			headers: response.headers as Answered['headers'],
			body: call.as === 'stream' && !isSuccess(status) ? dropped(body) : body,
		};
	} catch (error) {
		const loss = readLoss(error);
		if (loss.kind === 'lost') return loss;
		if (loss.kind === 'reason' || (loss.kind === 'passing' && !isWaitedFor(call, loss.status))) {
			throw toNodeError(connection.context.getNode(), loss.reason, itemIndex);
		}
		return { kind: 'answer', status: loss.status, headers: {}, body: '' };
	}
}

/**
 * Whether what a credential met before the call is handled like an answer to the call: a fault of the server
 * would make a write look unclear that was never sent.
 */
function isWaitedFor({ kind }: Call, status: number): boolean {
	return kind === 'read' || status === 429;
}

/**
 * A stream that nobody reads would keep its connection open until the time limit. It closes when it is
 * left between two pieces, not when it was never begun.
 */
function dropped(body: unknown): string {
	if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
		void leave(body as AsyncIterable<unknown>);
	}
	return '';
}

async function leave(stream: AsyncIterable<unknown>): Promise<void> {
	const pieces = stream[Symbol.asyncIterator]();
	try {
		await pieces.next();
		await pieces.return?.();
	} catch {
		// It broke off by itself, which is as good.
	}
}

function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/** A new try changes nothing about these. */
const STAYS_SO: readonly LostHow[] = ['certificate', 'not_https'];

function metOf(call: Call, result: Answered | Lost): Met {
	if (result.kind === 'lost') return { type: 'lost', canRepeat: !STAYS_SO.includes(result.how) };
	const isText = typeof result.body === 'string';
	return {
		type: 'answer',
		status: result.status,
		retryAfter: result.headers['retry-after'],
		isReadable:
			!isSuccess(result.status) || !isText || (call.isReadable?.(String(result.body)) ?? true),
	};
}

function learn(connection: Connection, call: Call, result: Answered | Lost, met: Met): void {
	const bucket = call.bucket ?? call.verb;
	const now = Date.now();
	if (result.kind === 'answer') connection.budget.learn(bucket, result.headers, now);
	if (result.kind === 'answer' && result.status === 429) {
		const waitMs = waitAfter429(result.headers['retry-after'], serverTime(result.headers, now));
		connection.budget.block(bucket, now + waitMs);
	}
	// What passed once may no longer do so: the hook asks the server again, and can say what is wrong.
	if (looksWrong(met)) {
		forgetProbe(probeKeyOf(connection.credentialType, connection.decrypted.data ?? {}));
	}
}

/** Nobody answers, the login is refused, or what answers is not the server itself. */
function looksWrong(met: Met): boolean {
	return met.type === 'lost' || !met.isReadable || [401, 502, 504].includes(met.status);
}

/** One line per call, without a value: not even the path, which holds ids and searches. */
function logCall(
	connection: Connection,
	call: Call,
	outcome: string,
	attempt: number,
	ms: number,
	itemIndex: number,
): void {
	connection.context.logger.debug(
		`OpenCHS ${call.verb}: ${outcome}, attempt ${attempt}, ${ms} ms, item ${itemIndex}`,
	);
}
