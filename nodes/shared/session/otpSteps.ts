import { createHash } from 'crypto';

import type { Answer } from './ask';
import { lostSentence } from './lostSentence';
import { isOfDeployedServer, isWebPage, parseJson, readProbe } from './readAnswer';
import type { Sentence } from './sentences';
import { ANSWERED, CODES, REFUSED } from './sentences';

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
export const CODE_LIFE_MS = 600_000;

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

export function hash(...parts: string[]): string {
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
