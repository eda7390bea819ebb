import type { Sentence } from './sentences';
import { LOST } from './sentences';

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
