import { NodeApiError } from 'n8n-workflow';

import type { Reason, ReasonCode } from './errors';
import type { LostHow } from './sentences';
import { BLOCKED_BY_N8N, STOPPED } from './sentences';
import { loginProblemOf } from '../session/credential';
import type { Sentence } from '../session/sentences';

export type Loss =
	| { kind: 'lost'; how: LostHow; sent: boolean }
	| { kind: 'status'; status: number }
	/** What a credential met before the call was sent, and passes by itself. */
	| { kind: 'passing'; status: number; reason: Reason }
	| { kind: 'reason'; reason: Reason };

/** Codes after which the server cannot have seen the call. */
const NEVER_SENT: Record<string, LostHow> = {
	ECONNREFUSED: 'no_connection',
	ENOTFOUND: 'no_connection',
	EAI_AGAIN: 'no_connection',
	EHOSTUNREACH: 'no_connection',
	EHOSTDOWN: 'no_connection',
	ENETUNREACH: 'no_connection',
	EADDRNOTAVAIL: 'no_connection',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
	SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
	UNABLE_TO_GET_ISSUER_CERT: 'certificate',
	CERT_UNTRUSTED: 'certificate',
	CERT_HAS_EXPIRED: 'certificate',
	CERT_NOT_YET_VALID: 'certificate',
	CERT_REVOKED: 'certificate',
	ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
	HOSTNAME_MISMATCH: 'certificate',
	EPROTO: 'not_https',
	ERR_SSL_WRONG_VERSION_NUMBER: 'not_https',
	ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not_https',
};

/** Codes of axios for a time limit; the server may have acted. */
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const ABORTED = new Set(['ERR_CANCELED', 'ABORT_ERR']);

/**
 * What an error of n8n's HTTP helper says about the call. Nothing of its text is taken over, save the
 * sentences that our own credentials throw, which hold no value.
 */
export function readLoss(error: unknown): Loss {
	const codes = [...chain(error)].flatMap(codesOf);
	if (codes.some((code) => ABORTED.has(code))) return { kind: 'reason', reason: STOPPED };

	const said = loginProblemOf(error);
	if (said) return fromCredential(said);
	if (codes.includes('401')) return { kind: 'status', status: 401 };
	if ([...chain(error)].some((each) => /restricted IP|SSRF/i.test(nameAndMessage(each)))) {
		return { kind: 'reason', reason: BLOCKED_BY_N8N };
	}
	for (const code of codes) {
		const how = NEVER_SENT[code];
		if (how) return { kind: 'lost', how, sent: false };
	}
	if (codes.some((code) => TIMED_OUT.has(code)))
		return { kind: 'lost', how: 'timeout', sent: true };
	return { kind: 'lost', how: 'cut', sent: true };
}

/** Before the first call a credential asks the server itself: what it met then was met before anything was sent. */
const NEVER_REACHED: Partial<Record<ReasonCode, LostHow>> = {
	no_connection: 'no_connection',
	timeout: 'timeout',
	certificate: 'certificate',
};

/** What passes by itself, with the status that such an answer to the call itself has. */
const PASSING: Partial<Record<ReasonCode, number>> = { too_many_requests: 429, server_error: 503 };

function fromCredential(said: Sentence): Loss {
	const how = NEVER_REACHED[said.code];
	if (how) return { kind: 'lost', how, sent: false };
	const reason = { ...said, description: `${said.description}.` };
	const status = PASSING[said.code];
	return status === undefined ? { kind: 'reason', reason } : { kind: 'passing', status, reason };
}

/** The error and what it was made from, at most ten deep. */
function* chain(error: unknown): Generator<unknown> {
	let current = error;
	for (let depth = 0; depth < 10 && current; depth++) {
		yield current;
		current = typeof current === 'object' && 'cause' in current ? current.cause : undefined;
	}
}

function codesOf(error: unknown): string[] {
	if (typeof error !== 'object' || error === null) return [];
	const codes: string[] = [];
	if ('code' in error && typeof error.code === 'string') codes.push(error.code);
	if (error instanceof NodeApiError && error.httpCode) codes.push(error.httpCode);
	return codes;
}

function nameAndMessage(error: unknown): string {
	return error instanceof Error ? `${error.name} ${error.message}` : '';
}
