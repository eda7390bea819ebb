import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { LoginProblem } from '../../../../nodes/shared/session/credential';
import { ANSWERED, REFUSED } from '../../../../nodes/shared/session/sentences';
import { readLoss } from '../../../../nodes/shared/transport/lost';
import { findMarker, MARKER } from '../../../support/markers';

const node: INode = {
	id: '1',
	name: 'Node',
	type: 'x',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const coded = (code: string, cause?: unknown) =>
	Object.assign(new Error(`${MARKER} ${code}`, { cause }), { code });

/** As n8n's helper throws it: a NodeApiError around what went wrong. */
const wrapped = (error: Error) => new NodeApiError(node, error as never);

describe('what a credential met before the first call', () => {
	it.each([
		['too many requests', ANSWERED.tooMany, 429],
		['a fault of the server', ANSWERED.serverFault, 503],
	])('%s passes by itself', (_name, sentence, status) => {
		expect(readLoss(wrapped(new LoginProblem(sentence, false)))).toMatchObject({
			kind: 'passing',
			status,
			reason: { code: sentence.code, message: sentence.message },
		});
	});

	it('a refused login is told at once', () => {
		const loss = readLoss(wrapped(new LoginProblem(REFUSED.apiKey.login, false)));
		expect(loss).toMatchObject({ kind: 'reason', reason: { code: 'login' } });
	});
});

describe('what an error of the HTTP helper says', () => {
	it.each([
		['ECONNREFUSED', 'no_connection', false],
		['ENOTFOUND', 'no_connection', false],
		['EAI_AGAIN', 'no_connection', false],
		['EHOSTUNREACH', 'no_connection', false],
		['ENETUNREACH', 'no_connection', false],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', false],
		['SELF_SIGNED_CERT_IN_CHAIN', 'certificate', false],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', false],
		['UNABLE_TO_GET_ISSUER_CERT', 'certificate', false],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate', false],
		['CERT_HAS_EXPIRED', 'certificate', false],
		['CERT_NOT_YET_VALID', 'certificate', false],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', false],
		['EPROTO', 'not_https', false],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'not_https', false],
		['ECONNABORTED', 'timeout', true],
		['ETIMEDOUT', 'timeout', true],
		['ESOCKETTIMEDOUT', 'timeout', true],
		['ECONNRESET', 'cut', true],
		['EPIPE', 'cut', true],
		['ERR_BAD_RESPONSE', 'cut', true],
		['SOMETHING_NEW', 'cut', true],
	])('%s: %s', (code, how, sent) => {
		const expected = { kind: 'lost', how, sent };

		expect(readLoss(coded(code))).toEqual(expected);
		expect(readLoss(wrapped(coded(code)))).toEqual(expected);
		expect(readLoss(coded('ERR_OUTER', coded(code)))).toEqual(expected);
	});

	it.each(['ERR_CANCELED', 'ABORT_ERR'])('%s: the run was stopped', (code) => {
		expect(readLoss(wrapped(coded(code)))).toMatchObject({
			kind: 'reason',
			reason: { code: 'stopped' },
		});
	});

	it('is the status 401, which is an answer', () => {
		const refused = new NodeApiError(node, { message: 'x' }, { httpCode: '401' });

		expect(readLoss(refused)).toEqual({ kind: 'status', status: 401 });
	});

	it("is n8n's own block of private addresses, in words", () => {
		const blocked = new Error(
			'The request was blocked because it resolves to a restricted IP address',
		);

		expect(readLoss(wrapped(blocked))).toMatchObject({
			kind: 'reason',
			reason: { code: 'address' },
		});
	});

	it.each([undefined, null, 'text', 42, {}, new Error('x')])(
		'counts as sent when nothing can be read from it: %p',
		(error) => {
			expect(readLoss(error)).toEqual({ kind: 'lost', how: 'cut', sent: true });
		},
	);

	it('ends with causes that go round in a circle', () => {
		const error = coded('ODD');
		error.cause = error;

		expect(readLoss(error)).toEqual({ kind: 'lost', how: 'cut', sent: true });
	});

	it.each(['ECONNRESET', 'ERR_CANCELED', 'EPROTO'])(
		'takes nothing of its text over: %s',
		(code) => {
			expect(findMarker(readLoss(wrapped(coded(code))))).toEqual([]);
		},
	);
});
