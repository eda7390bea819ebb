import fc from 'fast-check';

import {
	ask,
	forgetProbe,
	lostSentence,
	probe,
	probeKey,
	probeOnce,
	readProbe,
	rememberProbe,
	rememberRefusal,
	wasJustProbed,
	wasRefused,
} from '../../../../nodes/shared/session/probe';
import type { Answer } from '../../../../nodes/shared/session/probe';
import { ANSWERED, LOST, REFUSED } from '../../../../nodes/shared/session/sentences';
import type { LoginKind } from '../../../../nodes/shared/session/sentences';
import { CANARY, FakeServer, networkError } from '../../../credentials/host';

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

describe('ask', () => {
	const question = {
		method: 'GET' as const,
		url: 'https://h.example.invalid/a',
		headers: { 'X-API-Key': CANARY },
		isCheckingOff: false,
	};

	it('follows a redirect on the same server', async () => {
		const server = new FakeServer(({ url }) =>
			url.endsWith('/a') ? { status: 307, headers: { location: '/a/' } } : { body: { ok: true } },
		);

		expect(await ask(server.httpRequest, question)).toMatchObject({ status: 200 });
		expect(server.paths()).toEqual(['GET /a', 'GET /a/']);
	});

	it('never takes the login to another server', async () => {
		const server = new FakeServer(() => ({
			status: 302,
			headers: { location: 'https://evil.example.invalid/' },
		}));

		expect(await ask(server.httpRequest, question)).toMatchObject({ status: 302 });
		expect(server.requests).toHaveLength(1);
		expect(server.requests[0]).toMatchObject({ disableFollowRedirect: true });
	});

	it('leaves a circle of redirects', async () => {
		const server = new FakeServer(() => ({ status: 302, headers: { location: '/a' } }));

		await ask(server.httpRequest, question);

		expect(server.requests).toHaveLength(4);
	});

	it('sends what is to be stored once only, whatever redirect comes', async () => {
		const server = new FakeServer(() => ({ status: 307, headers: { location: '/b' } }));

		await ask(server.httpRequest, { ...question, method: 'POST', body: { a: 1 } });

		expect(server.requests).toHaveLength(1);
	});

	it('checks certificates unless told otherwise', async () => {
		const server = new FakeServer(() => ({}));

		await ask(server.httpRequest, question);
		await ask(server.httpRequest, { ...question, isCheckingOff: true });

		expect(server.requests.map((each) => each.skipSslCertificateValidation)).toEqual([
			undefined,
			true,
		]);
	});
});

describe('probe', () => {
	const plan = (kind: LoginKind) => ({
		kind,
		base: 'https://h.example.invalid/ke',
		headers: {},
		isCheckingOff: false,
	});

	it.each([
		['apiKey', '/ke/helpline/api/health'],
		['otp', '/ke/helpline/api/health'],
		['login', '/ke/helpline/api/auth'],
		['ai', '/ke/health/'],
	] as const)('asks cheaply (%s)', async (kind, path) => {
		const server = new FakeServer(() => ({ status: 500 }));

		await probe(server.httpRequest, plan(kind));

		expect(server.paths()).toEqual([`GET ${path}`]);
	});

	it.each([404, 405, 501])(
		'knows a server without /health (%d) by its list of cases',
		async (status) => {
			const server = new FakeServer(({ url }) =>
				url.includes('/cases?limit=1') ? { body: { success: true, data: [] } } : { status },
			);

			expect(await probe(server.httpRequest, plan('apiKey'))).toEqual({ ok: true });
		},
	);

	it('still says that the key is bad on a server without /health', async () => {
		const server = new FakeServer(({ url }) => ({ status: url.includes('/cases') ? 401 : 404 }));

		expect(await probe(server.httpRequest, plan('apiKey'))).toMatchObject({
			sentence: REFUSED.apiKey.login,
		});
	});
});

describe('the memory of good probes', () => {
	const good = { ok: true } as const;
	const bad = { ok: false, sentence: LOST.refused } as const;
	let number = 0;
	const freshKey = () => probeKey('https://memory.example.invalid', `key ${(number += 1)}`);

	it('asks once for all who ask together, and never again while it is good', async () => {
		const key = freshKey();
		const fn = jest.fn(async () => await Promise.resolve(good));

		await Promise.all(Array.from({ length: 8 }, async () => await probeOnce(key, fn)));
		await probeOnce(key, fn);

		expect(fn).toHaveBeenCalledTimes(1);
	});

	it('asks again after a bad answer', async () => {
		const key = freshKey();

		expect(await probeOnce(key, async () => await Promise.resolve(bad))).toEqual(bad);
		expect(await probeOnce(key, async () => await Promise.resolve(good))).toEqual(good);
	});

	it('asks again when a run has met trouble', async () => {
		const key = freshKey();
		await probeOnce(key, async () => await Promise.resolve(good));

		forgetProbe(key);

		expect(await probeOnce(key, async () => await Promise.resolve(bad))).toEqual(bad);
	});

	it('asks again when asking itself broke', async () => {
		const key = freshKey();
		const broken = async () => await Promise.reject(new Error('broken'));

		await expect(probeOnce(key, broken)).rejects.toThrow('broken');

		expect(await probeOnce(key, async () => await Promise.resolve(good))).toEqual(good);
	});

	it('knows for a few seconds that the server itself was asked', () => {
		const key = freshKey();

		rememberProbe(key, 1_000_000);

		expect(wasJustProbed(key, 1_004_000)).toBe(true);
		expect(wasJustProbed(key, 1_006_000)).toBe(false);
		expect(wasJustProbed(freshKey(), 1_000_000)).toBe(false);
	});

	it('is bounded: the oldest leaves first', () => {
		const keys = Array.from({ length: 501 }, freshKey);

		keys.forEach((key) => rememberProbe(key, 5));

		expect(wasJustProbed(keys[0] ?? '', 5)).toBe(false);
		expect(wasJustProbed(keys[1] ?? '', 5)).toBe(true);
	});

	it('remembers a refused password by hash', () => {
		const key = freshKey();

		rememberRefusal(key);

		expect(wasRefused(key)).toBe(true);
		expect(wasRefused(freshKey())).toBe(false);
	});

	it('names address and login without telling them, one name per spelling of the address', () => {
		const key = probeKey('https://h.example.invalid', CANARY);

		expect(key).toMatch(/^[0-9a-f]{64}$/);
		expect(probeKey('https://H.example.invalid/helpline/api/', CANARY)).toBe(key);
		expect(probeKey('https://h.example.invalid', 'other')).not.toBe(key);
		expect(probeKey('https://i.example.invalid', CANARY)).not.toBe(key);
	});
});
