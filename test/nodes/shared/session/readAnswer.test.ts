import fc from 'fast-check';

import type { Answer } from '../../../../nodes/shared/session/ask';
import { readProbe } from '../../../../nodes/shared/session/readAnswer';
import type { LoginKind } from '../../../../nodes/shared/session/sentences';
import { ANSWERED, REFUSED } from '../../../../nodes/shared/session/sentences';
import { CANARY } from '../../../credentials/host';

const KINDS: LoginKind[] = ['apiKey', 'otp', 'login', 'ai'];

const json = (status: number, body: unknown): Answer => ({
	status,
	headers: { 'content-type': 'application/json' },
	bodyText: JSON.stringify(body),
});
const page = (status: number): Answer => ({
	status,
	headers: { 'content-type': 'text/html; charset=utf-8' },
	bodyText: '<!DOCTYPE html><html><body>Sign in</body></html>',
});
const plain = (status: number, bodyText: string): Answer => ({ status, headers: {}, bodyText });

// Recordings helpline-v1 10, 12 and 13; 02 and 06; ai-service 01.
const DEPLOYED_401 = json(401, { errors: [['error', 'Authentication Required']] });
const DEPLOYED_412 = json(412, {
	errors: [['error', 'Invalid Email Address', 'INVALID', 'auth', 0, 'addr', null]],
});
const WRONG_PASSWORD = json(412, {
	errors: [['error', 'Invalid Username or Password!', 'REQUIRED', 'auth', 0, 'login', CANARY]],
});
const WHO_AM_I = json(200, { auth: [['100', '1795479566', 'test']], auth_k: { id: ['0', 'id'] } });
const AI_HEALTH = json(200, {
	status: 'healthy',
	timestamp: '2026-11-23T23:51:46.538356',
	version: '0.1.0',
	site_id: 'demo-site',
});
const PUBLISHED_401 = json(401, {
	success: false,
	error: { code: 'UNAUTHORIZED', message: CANARY, details: {} },
});
const PUBLISHED_404 = json(404, {
	success: false,
	error: { code: 'NOT_FOUND', message: CANARY, details: {} },
});

const sentenceOf = (kind: LoginKind, answer: Answer, question: 'first' | 'list' = 'first') => {
	const result = readProbe(kind, question, answer);
	return result.ok ? 'fine' : result.sentence;
};

describe('readProbe', () => {
	it.each([
		['an envelope', json(200, { success: true, data: { status: 'ok' } })],
		['a bare status', json(200, { status: 'healthy', version: '2' })],
		['a flag', json(200, { ok: true })],
		['plain text', plain(200, 'OK\n')],
	])('takes health told by %s', (_how, answer) => {
		expect(sentenceOf('apiKey', answer)).toBe('fine');
		expect(sentenceOf('otp', answer)).toBe('fine');
	});

	it.each([
		['bad key', 'apiKey', PUBLISHED_401, REFUSED.apiKey.login],
		['bad key, no envelope', 'apiKey', plain(401, ''), REFUSED.apiKey.login],
		['key without rights', 'apiKey', json(403, {}), REFUSED.apiKey.rights],
		['ended session', 'otp', PUBLISHED_401, REFUSED.otp.login],
		['session without rights', 'otp', json(403, {}), REFUSED.otp.rights],
		['wrong password', 'login', WRONG_PASSWORD, REFUSED.login.login],
		['account without a role', 'login', DEPLOYED_412, REFUSED.login.rights],
		[
			'key asked for by a gateway',
			'ai',
			json(401, { detail: 'Invalid API key' }),
			REFUSED.ai.login,
		],
		[
			'key missing at a gateway',
			'ai',
			json(422, { detail: [{ loc: ['header', 'x-api-key'] }] }),
			REFUSED.ai.login,
		],
		['key asked for, plain text', 'ai', plain(403, 'no'), REFUSED.ai.rights],
		['deployed server and key', 'apiKey', DEPLOYED_401, ANSWERED.takesPassword],
		['deployed server and session', 'otp', DEPLOYED_401, ANSWERED.takesPassword],
		['deployed server and 412', 'apiKey', DEPLOYED_412, ANSWERED.takesPassword],
		['deployed server where the AI service should be', 'ai', DEPLOYED_401, ANSWERED.notAiService],
		['published server and password', 'login', PUBLISHED_401, ANSWERED.takesKeyOrCode],
		['published server without /auth', 'login', PUBLISHED_404, ANSWERED.takesKeyOrCode],
		['nothing there', 'apiKey', json(404, {}), ANSWERED.notOpenChs],
		['nothing there, as a page', 'apiKey', page(404), ANSWERED.notOpenChs],
		['some other service', 'apiKey', json(200, { hello: 'world' }), ANSWERED.notOpenChs],
		['some other service', 'login', json(200, { hello: 'world' }), ANSWERED.notOpenChs],
		['some other text', 'otp', plain(200, 'It works'), ANSWERED.notOpenChs],
		['an empty answer', 'apiKey', plain(200, ''), ANSWERED.notOpenChs],
		[
			'OpenCHS where the AI service should be',
			'ai',
			json(200, { success: true, data: {} }),
			ANSWERED.notAiService,
		],
		[
			'another service with a health page',
			'ai',
			json(200, { status: 'healthy' }),
			ANSWERED.notAiService,
		],
		['half an answer', 'apiKey', plain(200, '{"success":true,"da'), ANSWERED.brokenOff],
		['a sign-in page', 'apiKey', page(200), ANSWERED.webPage],
		['a page at the AI service', 'ai', page(200), ANSWERED.aiWebPage],
		['a page without its header', 'login', plain(200, '\n<html>'), ANSWERED.webPage],
		['a gateway', 'apiKey', page(502), ANSWERED.proxyPage],
		['a gateway without a page', 'otp', plain(504, ''), ANSWERED.proxyPage],
		['a proxy that wants a login', 'apiKey', page(401), ANSWERED.proxyPage],
		['a proxy that refuses', 'ai', page(403), ANSWERED.proxyPage],
		['a fault of the server', 'apiKey', json(500, {}), ANSWERED.serverFault],
		['a server that is away', 'login', json(503, {}), ANSWERED.serverFault],
		['too many requests', 'apiKey', json(429, {}), ANSWERED.tooMany],
		['a redirect', 'apiKey', plain(302, ''), ANSWERED.redirected],
	] as const)('says %s in words (%s)', (_what, kind, answer, sentence) => {
		expect(sentenceOf(kind, answer)).toBe(sentence);
	});

	it('knows the AI service and the deployed server by their answers', () => {
		expect(sentenceOf('ai', AI_HEALTH)).toBe('fine');
		expect(sentenceOf('login', WHO_AM_I)).toBe('fine');
		expect(sentenceOf('apiKey', WHO_AM_I)).toBe(ANSWERED.takesPassword);
	});

	it.each([
		['a bare list', json(200, [])],
		['an envelope', json(200, { success: true, data: [] })],
		['a list under its name', json(200, { cases: [] })],
	])('takes a list of cases as %s', (_how, answer) => {
		expect(sentenceOf('apiKey', answer, 'list')).toBe('fine');
	});

	it('says something of its own about every answer, and repeats nothing of it', () => {
		const answers = fc.record({
			status: fc.integer({ min: 200, max: 599 }),
			bodyText: fc.oneof(fc.string(), fc.json(), fc.constant(`<html>${CANARY}`)),
			headers: fc.constantFrom({}, { 'content-type': 'text/html' }),
		});

		fc.assert(
			fc.property(
				fc.constantFrom(...KINDS),
				fc.constantFrom('first', 'list'),
				answers,
				(kind, question, answer) => {
					const planted = { ...answer, bodyText: `${answer.bodyText}${CANARY}` };
					const result = readProbe(kind, question, planted);

					expect(JSON.stringify(result)).not.toContain(CANARY);
					if (answer.status >= 300) expect(result.ok).toBe(false);
				},
			),
		);
	});
});
