import { lostSentence } from '../../../../nodes/shared/session/lostSentence';
import { LOST } from '../../../../nodes/shared/session/sentences';
import { CANARY, networkError } from '../../../credentials/host';

describe('lostSentence', () => {
	it.each([
		['ENOTFOUND', LOST.hostUnknown],
		['EAI_AGAIN', LOST.hostUnknown],
		['ECONNREFUSED', LOST.refused],
		['EHOSTUNREACH', LOST.unreachable],
		['ECONNABORTED', LOST.timeout],
		['ETIMEDOUT', LOST.timeout],
		['ECONNRESET', LOST.broken],
		['DEPTH_ZERO_SELF_SIGNED_CERT', LOST.certificate],
		['SELF_SIGNED_CERT_IN_CHAIN', LOST.certificate],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', LOST.certificate],
		['CERT_HAS_EXPIRED', LOST.certificateExpired],
		['ERR_TLS_CERT_ALTNAME_INVALID', LOST.certificateName],
		['EPROTO', LOST.notHttps],
		['ESOMETHINGNEW', LOST.unknown],
	])('reads %s, also inside another error', (code, sentence) => {
		const error = networkError(code);

		expect(lostSentence(error)).toBe(sentence);
		expect(lostSentence(new Error('outer', { cause: error }))).toBe(sentence);
		expect(lostSentence(new AggregateError([error, error]))).toBe(sentence);
	});

	it('mentions the switch and the better way when a certificate is not trusted', () => {
		expect(LOST.certificate.description).toContain('NODE_EXTRA_CA_CERTS');
		expect(LOST.certificate.description).toContain("'Ignore SSL Issues (Insecure)'");
	});

	it("knows n8n's own protection and its list of domains", () => {
		const blocked = Object.assign(new Error('blocked'), { name: 'SsrfBlockedIpError' });

		expect(lostSentence(blocked)).toBe(LOST.blockedByN8n);
		expect(lostSentence(new Error(`Domain not allowed: ${CANARY}`))).toBe(LOST.notAmongDomains);
	});

	it.each([undefined, null, 'text', 3, {}])('has words for %p', (error) => {
		expect(lostSentence(error)).toBe(LOST.unknown);
	});
});
