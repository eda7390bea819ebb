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
import type { OtpMemory, OtpState } from './otpSteps';
import { CODE_LIFE_MS, codeKey, hash, nextStep, readSent, readVerified } from './otpSteps';
import { forgetProbe, probe, probeOnce, remember, rememberProbe } from './probe';
import type { Sentence } from './sentences';
import { CODES, FIELDS, LOST, REFUSED } from './sentences';
import { joinUrl } from '../transport/baseUrl';

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
