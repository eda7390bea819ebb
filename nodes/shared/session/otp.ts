import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import {
	isCheckingOff,
	LoginProblem,
	otpLogin,
	probeKeyOf,
	readAddress,
	secretHeaders,
	text,
} from './credential';
import type { Answer, HttpRequest } from './ask';
import { ask } from './ask';
import { lostSentence } from './lostSentence';
import { isOfDeployedServer, isWebPage, parseJson, readProbe } from './readAnswer';
import { forgetProbe, probe, probeOnce, remember, rememberProbe } from './probe';
import type { Sentence } from './sentences';
import { ANSWERED, CODES, FIELDS, LOST, REFUSED } from './sentences';
import { joinUrl } from '../transport/baseUrl';

/** The credential's fields, with the login they are for. */
export interface OtpState {
	/** Hash of server, address type and address: whose codes and sessions these are. */
	login: string;
	otpCode: string;
	/** "Send Me a New Code on Save". */
	requestCode: boolean;
	sessionToken: string;
	usedCode: string;
	/** ISO 8601 UTC; empty when no code is on its way. */
	otpSentAt: string;
	/** The login that the three hidden fields above belong to. */
	sessionOwner: string;
	/** The server has just said that the session is over. */
	isEnded: boolean;
}

/** What this process knows; by hash, so that nobody gets a session without knowing its code. */
export interface OtpMemory {
	verified: Map<string, string>;
	refused: Map<string, true>;
	sentAt: Map<string, number>;
}

export type OtpStep =
	/** A dialog that was opened before the session existed has dropped it: put it back. */
	| { do: 'restore'; sessionToken: string }
	| { do: 'verify' }
	| { do: 'check_session' }
	| { do: 'send' }
	/** A code is on its way already; say so in the credential without sending another. */
	| { do: 'note_sent'; otpSentAt: string }
	| { do: 'say'; sentence: Sentence }
	| { do: 'nothing' };

/** However often it is asked for: nobody reads two codes a minute. */
const MIN_RESEND_MS = 60_000;

/** Codes live about this long; a first code that was sent on its own is not sent again before. */
const CODE_LIFE_MS = 600_000;

/**
 * What to do next with a code, a session and a wish for a new code (host facts A4, with address and
 * address type in place of the phone). Unlike there, the hook runs before every request, so a session is
 * checked rather than taken for expired, and a switch that is on beside a working session goes off again
 * instead of sending a code from a later run.
 */
export function nextStep(state: OtpState, memory: OtpMemory, now: number): OtpStep {
	const isOwn = state.sessionOwner === '' || state.sessionOwner === state.login;
	const sessionToken = isOwn ? state.sessionToken : '';
	const otpSentAt = isOwn ? state.otpSentAt : '';
	const code = codeKey(state);
	const known = state.otpCode === '' ? undefined : memory.verified.get(code);
	const isNew =
		state.otpCode !== '' && known === undefined && !(isOwn && state.otpCode === state.usedCode);
	const isRefused = isNew && memory.refused.has(code);

	if (known !== undefined && known !== sessionToken) return { do: 'restore', sessionToken: known };
	if (isNew && !isRefused) return { do: 'verify' };
	if (isRefused && !state.requestCode) return { do: 'say', sentence: CODES.codeRefusedBefore };
	if (sessionToken !== '' && !state.isEnded && !isRefused) return { do: 'check_session' };

	const isFirst = sessionToken === '' && state.otpCode === '' && otpSentAt === '';
	if (state.requestCode || isFirst) return sendOnce(state, memory, now, isRefused);
	if (sessionToken !== '') return { do: 'say', sentence: REFUSED.otp.login };
	return { do: 'nothing' };
}

function sendOnce(state: OtpState, memory: OtpMemory, now: number, isRefused: boolean): OtpStep {
	const last = memory.sentAt.get(state.login);
	const pause = state.requestCode ? MIN_RESEND_MS : CODE_LIFE_MS;
	if (last === undefined || now - last >= pause) return { do: 'send' };
	if (isRefused) return { do: 'say', sentence: CODES.codeRefusedBefore };
	return { do: 'note_sent', otpSentAt: new Date(last).toISOString() };
}

/** A session is known by server, address and code, never by the address alone (host facts A4). */
export function codeKey(state: Pick<OtpState, 'login' | 'otpCode'>): string {
	return hash(state.login, state.otpCode);
}

function hash(...parts: string[]): string {
	return createHash('sha256').update(parts.join('\u0000')).digest('hex');
}

/** Whether a code was sent. Recordings helpline-v1 13 and 14 show the server that takes no codes. */
export function readSent(answer: Answer): { ok: true } | { ok: false; sentence: Sentence } {
	const trouble = readTrouble(answer);
	if (trouble) return { ok: false, sentence: trouble };
	if (answer.status === 429) return { ok: false, sentence: CODES.tooSoon };
	if (isAccepted(answer)) return { ok: true };
	return { ok: false, sentence: CODES.addressRefused };
}

/** Whether a code was accepted; then the session is in the cookie (published API, Base and authentication). */
export function readVerified(
	answer: Answer,
): { ok: true; sessionToken: string } | { ok: false; sentence: Sentence } {
	const trouble = readTrouble(answer);
	if (trouble) return { ok: false, sentence: trouble };
	if (answer.status === 429) return { ok: false, sentence: CODES.tooManyTries };
	if (!isAccepted(answer)) return { ok: false, sentence: CODES.codeRefused };
	const sessionToken = sessionCookie(answer.headers?.['set-cookie']);
	if (sessionToken === '') return { ok: false, sentence: CODES.noSession };
	return { ok: true, sessionToken };
}

/** Everything that says nothing about the address or the code. */
function readTrouble(answer: Answer): Sentence | null {
	const { status } = answer;
	if (answer.error !== undefined || status === undefined) return lostSentence(answer.error);
	const body = parseJson(answer.bodyText ?? '');
	if (isOfDeployedServer(body)) return ANSWERED.takesPassword;
	if ([404, 405, 501].includes(status)) {
		return body === undefined ? ANSWERED.notOpenChs : CODES.notOffered;
	}
	const isOther = isWebPage(answer) || status >= 500 || (status >= 300 && status < 400);
	if (!isOther) return null;
	const read = readProbe('otp', 'first', answer);
	return read.ok ? null : read.sentence;
}

function isAccepted(answer: Answer): boolean {
	const { status = 0 } = answer;
	const body = parseJson(answer.bodyText ?? '');
	const saysNo =
		typeof body === 'object' && body !== null && 'success' in body && body.success === false;
	return status >= 200 && status < 300 && !saysNo;
}

/** The value of HELPLINE_SESSION_ID in one or several Set-Cookie lines; empty when there is none. */
export function sessionCookie(header: unknown): string {
	const lines: unknown[] = Array.isArray(header) ? header : [header];
	for (const line of lines) {
		const value = /^\s*HELPLINE_SESSION_ID=([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+)/.exec(
			String(line ?? ''),
		)?.[1];
		if (value !== undefined && value !== 'deleted') return value;
	}
	return '';
}

const memory: OtpMemory = { verified: new Map(), refused: new Map(), sentAt: new Map() };
const underWay = new Map<string, Promise<Outcome>>();

/** The fields to be stored, or why there is no session. */
type Outcome = { store: IDataObject } | { problem: Sentence };

/**
 * Runs the steps until there is something to store or to say. Requests that start together share one
 * run, or each would send a code of its own (host facts A1.7).
 */
export async function prepareOtp(
	data: ICredentialDataDecryptedObject,
	httpRequest: HttpRequest,
	now = Date.now(),
): Promise<{ store: IDataObject } | { problem: LoginProblem }> {
	const address = readAddress(data);
	if ('sentence' in address)
		return { problem: new LoginProblem(address.sentence, isCheckingOff(data)) };
	if (text(data.address) === '') {
		return { problem: new LoginProblem(FIELDS.addressMissing, isCheckingOff(data)) };
	}
	const state = readState(data, address.base);
	const flight = hash(JSON.stringify(state));
	const shared = underWay.get(flight);
	const running = shared ?? run({ data, base: address.base, httpRequest }, state, now);
	underWay.set(flight, running);
	try {
		const outcome = await running;
		if ('store' in outcome) return outcome;
		return { problem: new LoginProblem(outcome.problem, isCheckingOff(data)) };
	} finally {
		underWay.delete(flight);
	}
}

function readState(data: ICredentialDataDecryptedObject, base: string): OtpState {
	return {
		login: otpLogin(base, data),
		otpCode: text(data.otpCode),
		requestCode: data.requestCode === true,
		sessionToken: text(data.sessionToken),
		usedCode: text(data.usedCode),
		otpSentAt: text(data.otpSentAt),
		sessionOwner: text(data.sessionOwner),
		isEnded: false,
	};
}

interface Server {
	data: ICredentialDataDecryptedObject;
	base: string;
	httpRequest: HttpRequest;
}

async function run(server: Server, state: OtpState, now: number): Promise<Outcome> {
	const step = nextStep(state, memory, now);
	switch (step.do) {
		case 'restore':
			return { store: withSession(state, step.sessionToken) };
		case 'verify':
			return await verify(server, state, now);
		case 'check_session':
			return await checkSession(server, state, now);
		case 'send':
			return await send(server, state, now);
		case 'note_sent':
			return { store: withoutSession(state, step.otpSentAt) };
		case 'say':
			return { problem: step.sentence };
		case 'nothing':
			return { store: {} };
	}
}

async function verify(server: Server, state: OtpState, now: number): Promise<Outcome> {
	const answer = await post(server, 'verifyOTP', {
		addr_addr: text(server.data.address),
		otp: state.otpCode,
	});
	const read = readVerified(answer);
	if (read.ok) {
		remember(memory.verified, codeKey(state), read.sessionToken);
		// That code is spent: whoever needs another does not wait for this one.
		memory.sentAt.delete(state.login);
		const data = { ...server.data, sessionToken: read.sessionToken };
		rememberProbe(probeKeyOf('openChsOtpApi', data));
		return { store: withSession(state, read.sessionToken) };
	}
	if (read.sentence !== CODES.codeRefused) return { problem: read.sentence };
	remember(memory.refused, codeKey(state), true);
	// A used code left in the field must not stand in the way of a new one; a mistyped one may.
	return state.requestCode && !isOnItsWay(state, now)
		? await run(server, state, now)
		: { problem: read.sentence };
}

/** Whether the code in the field may be the one that was sent last, only mistyped. */
function isOnItsWay(state: OtpState, now: number): boolean {
	// A dialog that was opened before the code was sent drops the stored time; the process still has it.
	const sentAt = memory.sentAt.get(state.login) ?? Date.parse(state.otpSentAt);
	return now - sentAt < CODE_LIFE_MS;
}

async function checkSession(server: Server, state: OtpState, now: number): Promise<Outcome> {
	const key = probeKeyOf('openChsOtpApi', server.data);
	// The wish for a new code is a doubt about this session: what was good an hour ago does not answer it.
	if (state.requestCode) forgetProbe(key);
	const result = await probeOnce(
		key,
		async () =>
			await probe(server.httpRequest, {
				kind: 'otp',
				base: server.base,
				headers: secretHeaders('otp', server.data),
				isCheckingOff: isCheckingOff(server.data),
			}),
	);
	if (result.ok) return { store: state.requestCode ? { ...CHECKED, requestCode: false } : {} };
	if (result.sentence !== REFUSED.otp.login) return { problem: result.sentence };
	if (memory.verified.get(codeKey(state)) === state.sessionToken) {
		memory.verified.delete(codeKey(state));
		// The code that opened this session is spent, whatever the credential has kept of it.
		return await run(server, { ...state, usedCode: state.otpCode, isEnded: true }, now);
	}
	return await run(server, { ...state, isEnded: true }, now);
}

async function send(server: Server, state: OtpState, now: number): Promise<Outcome> {
	const answer = await post(server, 'sendOTP', {
		addr_addr: text(server.data.address),
		addr_type: text(server.data.addressType) || 'email',
	});
	const read = readSent(answer);
	// After a lost answer the code may be on its way all the same.
	if (read.ok || read.sentence === LOST.timeout) remember(memory.sentAt, state.login, now);
	if (!read.ok) return { problem: read.sentence };
	return { store: withoutSession(state, new Date(now).toISOString()) };
}

async function post(server: Server, call: string, body: IDataObject): Promise<Answer> {
	return await ask(server.httpRequest, {
		method: 'POST',
		url: joinUrl(server.base, `/helpline/api/${call}`),
		headers: { 'content-type': 'application/json' },
		body,
		isCheckingOff: isCheckingOff(server.data),
	});
}

/** n8n stores what a hook returns only when the expirable field is among it (host facts A1.4). */
const CHECKED = { connectionCheck: '' } as const;

function withSession(state: OtpState, sessionToken: string): IDataObject {
	return {
		...CHECKED,
		sessionToken,
		sessionOwner: state.login,
		usedCode: state.otpCode,
		requestCode: false,
		otpSentAt: '',
	};
}

function withoutSession(state: OtpState, otpSentAt: string): IDataObject {
	return {
		...CHECKED,
		sessionToken: '',
		sessionOwner: state.login,
		otpCode: '',
		usedCode: '',
		requestCode: false,
		otpSentAt,
	};
}
