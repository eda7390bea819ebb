import { OpenChsApi } from '../../credentials/OpenChsApi.credentials';
import { OpenChsAiApi } from '../../credentials/OpenChsAiApi.credentials';
import { probeKeyOf } from '../../nodes/shared/session/credential';
import { forgetProbe } from '../../nodes/shared/session/probe';
import type { Handler, Reply } from './host';
import { CANARY, FakeServer, freshAddress, Host, hostOf } from './host';

const GOOD: Reply = { body: { success: true, data: { status: 'ok' } } };
const BAD_KEY: Reply = { status: 401, body: { success: false, error: { message: CANARY } } };
const PAGE = '<!doctype html><title>Gateway</title>';
const SUCCESS = 'Connection tested successfully';

const fields = () => ({ baseUrl: freshAddress(), apiKey: CANARY });
const keyed = (handler: Handler, more = {}) =>
	hostOf(new OpenChsApi(), { ...fields(), ...more }, handler);

describe('OpenCHS API: the test', () => {
	it('succeeds with a good key, sent to the health call and nowhere else', async () => {
		const { host, server } = keyed(() => GOOD);

		expect(await host.test()).toBe(SUCCESS);
		expect(server.paths()).toEqual(['GET /helpline/api/health', 'GET /helpline/api/health']);
		expect(server.requests.every(({ headers }) => headers?.['X-API-Key'] === CANARY)).toBe(true);
	});

	it.each<[string, Handler, RegExp]>([
		['a bad key', () => BAD_KEY, /^The server does not accept this API key\. /],
		['a key without rights', () => ({ status: 403 }), /does not let it in/],
		[
			'an unknown host',
			() => ({ code: 'ENOTFOUND' }),
			/^No server is known under the name in 'Base URL'/,
		],
		['a closed port', () => ({ code: 'ECONNREFUSED' }), /^No server answers at the address/],
		['a silent host', () => ({ code: 'ECONNABORTED' }), /did not answer in time/],
		[
			'an untrusted certificate',
			() => ({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
			/NODE_EXTRA_CA_CERTS.*'Ignore SSL Issues/,
		],
		[
			"a proxy's page with 502",
			() => ({ status: 502, body: PAGE }),
			/^A proxy or gateway answered/,
		],
		['a page with 200', () => ({ body: PAGE }), /^A web page came back/],
		['nothing there', () => ({ status: 404 }), /it is not OpenCHS/],
		['JSON of something else', () => ({ body: { hello: 'world' } }), /it is not OpenCHS/],
		[
			'the deployed server',
			() => ({ status: 401, body: { errors: [['error', 'Authentication Required']] } }),
			/takes a user name and password.*'OpenCHS Login API'/,
		],
		['a fault', () => ({ status: 500 }), /fault of its own/],
		['too many requests', () => ({ status: 429 }), /asks to wait/],
	])(
		'says %s in words, with the switch for certificates when it is on',
		async (_what, handler, words) => {
			const usual = keyed(handler);
			const unchecked = keyed(handler, { allowUnauthorizedCerts: true });

			expect(await usual.host.test()).toMatch(words);
			expect(await unchecked.host.test()).toMatch(words);

			expect(await usual.host.test()).not.toContain('is not checked');
			expect(await unchecked.host.test()).toContain('is not checked');
			expect(await unchecked.host.test()).not.toContain(CANARY);
		},
	);

	it.each([
		[{ baseUrl: '' }, /'Base URL' is empty/],
		[{ baseUrl: `${CANARY} x` }, /has to begin with https/],
		[{ baseUrl: `https://${CANARY}:x@h.example.invalid` }, /user name or a password/],
		[{ baseUrl: `http://${CANARY}.example.org` }, /plain HTTP to a public address/],
		[{ baseUrl: `http://${CANARY}` }, /'Allow Plain HTTP in Private Networks'/],
		[{ baseUrl: 'http://192.168.1.4' }, /'Allow Plain HTTP in Private Networks'/],
		[{ apiKey: '' }, /'API Key' is empty/],
		[{ apiKey: '  ' }, /'API Key' is empty/],
		[{ apiKey: `${CANARY}\n${CANARY}` }, /'API Key' holds a blank, a line break/],
		[{ apiKey: `${CANARY}é` }, /another character that cannot be sent/],
	])('asks nobody while a field is not right: %j', async (wrong, words) => {
		const { host, server } = keyed(() => GOOD, wrong);

		const said = await host.test();

		expect(said).toMatch(words);
		expect(said).not.toContain(CANARY);
		expect(server.requests).toEqual([]);
	});

	it('takes an address with a slash or the API path behind it, and a key with blanks around it', async () => {
		const { host, server } = keyed(() => GOOD, {
			baseUrl: `${freshAddress()}/helpline/api/`,
			apiKey: ` ${CANARY}\n`,
		});

		expect(await host.test()).toBe(SUCCESS);
		expect(server.paths()).toEqual(['GET /helpline/api/health', 'GET /helpline/api/health']);
		expect(server.requests[1]?.headers).toEqual({ 'X-API-Key': CANARY });
	});

	it('lets plain HTTP into a private network when the switch is on', async () => {
		const { host } = keyed(() => GOOD, { baseUrl: 'http://10.1.2.3', allowPrivateHttp: true });

		expect(await host.test()).toBe(SUCCESS);
	});

	it('succeeds on a server that has no health call', async () => {
		const { host } = keyed(({ url }) => (url.includes('/cases') ? { body: [] } : { status: 404 }));

		expect(await host.test()).toBe(SUCCESS);
	});

	it('speaks in words again after a success is remembered', async () => {
		const { host, server } = keyed(() => GOOD);
		await host.test();
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);

		server.handler = () => ({ code: 'ECONNREFUSED' });

		expect(await host.test()).toMatch(/^No server answers at the address/);
		jest.restoreAllMocks();
	});

	it('speaks in words when two tests follow each other and the server changes its mind between', async () => {
		const { host, server } = keyed(() => GOOD);
		await host.test();
		forgetProbe(probeKeyOf('openChsApi', host.stored));

		server.handler = () => BAD_KEY;

		expect(await host.test()).toMatch(/does not accept this API key/);
	});
});

describe('OpenCHS API: runs', () => {
	const call = (host: Host, url: string) => host.send({ url, method: 'GET' });

	it('asks one question more in the first run of a process, none after', async () => {
		const { host, server } = keyed(() => GOOD);

		for (let each = 0; each < 3; each++)
			await call(host, `${host.stored.baseUrl}/helpline/api/cases`);

		expect(server.paths()).toEqual([
			'GET /helpline/api/health',
			'GET /helpline/api/cases',
			'GET /helpline/api/cases',
			'GET /helpline/api/cases',
		]);
	});

	it('asks that question once when many requests start together', async () => {
		const { host, server } = keyed(() => GOOD);

		await Promise.all(
			Array.from({ length: 8 }, () => call(host, `${host.stored.baseUrl}/helpline/api/cases`)),
		);

		expect(server.paths().filter((path) => path.endsWith('/health'))).toHaveLength(1);
	});

	it('stores nothing in the credential', async () => {
		const { host } = keyed(() => GOOD);
		const before = structuredClone(host.stored);

		await call(host, `${host.stored.baseUrl}/helpline/api/cases`);

		expect(host.stored).toEqual(before);
	});

	it('keeps two servers with the same key apart', async () => {
		const first = keyed(() => GOOD);
		const second = keyed(() => BAD_KEY);

		await call(first.host, `${first.host.stored.baseUrl}/a`);

		await expect(call(second.host, `${second.host.stored.baseUrl}/a`)).rejects.toThrow(
			'does not accept this API key',
		);
	});
});

describe('OpenCHS API: where the key goes', () => {
	const credential = new OpenChsApi();
	const data = { baseUrl: 'https://h.example.invalid/ke', apiKey: CANARY };

	it.each([
		{ url: 'https://h.example.invalid/helpline/api/cases' },
		{ url: 'https://H.EXAMPLE.invalid:443/x' },
		{ baseURL: 'https://h.example.invalid', url: '/helpline/api/cases' },
		{ baseURL: 'https://h.example.invalid/', url: 'helpline/api/cases' },
	])('goes to its own server: %j', async (options) => {
		const sent = await credential.authenticate(data, options);

		expect(sent.headers).toEqual({ 'X-API-Key': CANARY });
		expect(sent.disableFollowRedirect).toBe(true);
	});

	it.each([
		{ url: 'https://evil.example.invalid/helpline/api/cases' },
		{ url: 'http://h.example.invalid/helpline/api/cases' },
		{ url: 'https://h.example.invalid:8443/' },
		{ url: 'https://h.example.invalid@evil.example.invalid/' },
		{ url: '//evil.example.invalid/' },
		{ baseURL: 'https://h.example.invalid', url: 'https://evil.example.invalid/' },
		{ baseURL: 'https://h.example.invalid', url: '//evil.example.invalid/' },
		{ baseURL: 'https://evil.example.invalid', url: '/https://h.example.invalid/' },
		{ url: '' },
	])('goes to no other: %j', async (options) => {
		const sent = await credential.authenticate({ ...data, allowUnauthorizedCerts: true }, options);

		expect(JSON.stringify(sent)).not.toContain(CANARY);
		expect(sent.skipSslCertificateValidation).toBeUndefined();
	});

	it('keeps the headers of the request', async () => {
		const sent = await credential.authenticate(data, {
			url: 'https://h.example.invalid/a',
			headers: { 'Idempotency-Key': 'k' },
		});

		expect(sent.headers).toEqual({ 'Idempotency-Key': 'k', 'X-API-Key': CANARY });
	});

	it('switches off the check of certificates only when told to', async () => {
		const options = { url: 'https://h.example.invalid/a' };

		const usual = await credential.authenticate(data, { ...options });
		const unchecked = await credential.authenticate(
			{ ...data, allowUnauthorizedCerts: true },
			{ ...options },
		);

		expect(usual.skipSslCertificateValidation).toBeUndefined();
		expect(unchecked.skipSslCertificateValidation).toBe(true);
	});

	it("works in n8n's HTTP Request node too, without following redirects", async () => {
		const sent = await credential.authenticate({ ...data, allowUnauthorizedCerts: true }, {
			uri: 'https://h.example.invalid/a',
		} as never);

		expect(sent).toMatchObject({
			headers: { 'X-API-Key': CANARY },
			followRedirect: false,
			followAllRedirects: false,
			rejectUnauthorized: false,
		});
	});

	it.each(['http://h.example.invalid', 'h.example.invalid', ''])(
		'sends nothing when the address may not be used: %p',
		async (baseUrl) => {
			const sending = credential.authenticate({ ...data, baseUrl }, { url: `${baseUrl}/a` });

			await expect(sending).rejects.toThrow("'Base URL'");
		},
	);
});

describe('OpenCHS AI API', () => {
	const HEALTH: Reply = {
		body: {
			status: 'healthy',
			timestamp: '2026-11-23T23:51:46',
			version: '0.1.0',
			site_id: 'demo',
		},
	};
	const service = (handler: Handler, more = {}) =>
		hostOf(new OpenChsAiApi(), { baseUrl: freshAddress(), ...more }, handler);

	it('succeeds at the AI service, with no key, at the path with its slash', async () => {
		const { host, server } = service(() => HEALTH);

		expect(await host.test()).toBe(SUCCESS);
		expect(server.paths()).toEqual(['GET /health/', 'GET /health/']);
		expect(JSON.stringify(server.requests)).not.toContain('X-API-Key');
	});

	it('works below a path of a proxy', async () => {
		const { host, server } = service(() => HEALTH, { baseUrl: `${freshAddress()}/audio-api/` });

		expect(await host.test()).toBe(SUCCESS);
		expect(server.paths()).toEqual(['GET /audio-api/health/', 'GET /audio-api/health/']);
	});

	it('sends a key when there is one', async () => {
		const { host, server } = service(() => HEALTH, { apiKey: CANARY });

		expect(await host.test()).toBe(SUCCESS);
		expect(server.requests[0]?.headers).toMatchObject({ 'X-API-Key': CANARY });
	});

	it.each<[string, Handler, RegExp]>([
		['a closed port', () => ({ code: 'ECONNREFUSED' }), /localhost is that container itself/],
		[
			'another key',
			() => ({ status: 401, body: { detail: 'Invalid API key' } }),
			/asks for another key/,
		],
		['a missing key', () => ({ status: 422, body: { detail: [] } }), /asks for another key/],
		['the helpline in its place', () => GOOD, /not the AI service.*8123 or 8125/],
		[
			'the deployed server in its place',
			() => ({ status: 404, body: { errors: [['error', 'x']] } }),
			/not the AI service/,
		],
		['a page', () => ({ body: PAGE }), /^A web page came back where the AI service/],
		['a gateway', () => ({ status: 502, body: PAGE }), /^A proxy or gateway answered/],
	])('says %s in words', async (_what, handler, words) => {
		const { host } = service(handler, { apiKey: CANARY });

		const said = await host.test();

		expect(said).toMatch(words);
		expect(said).not.toContain(CANARY);
	});

	it('starts with the address of the documentation and names the other port', () => {
		const field = new OpenChsAiApi().properties.find(({ name }) => name === 'baseUrl');

		expect(field?.default).toBe('http://localhost:8123');
		expect(field?.description).toMatch(/8125.*localhost is that container itself/);
	});

	it('reaches plain HTTP on this machine without a switch', async () => {
		const host = new Host(new OpenChsAiApi(), {}, new FakeServer(() => HEALTH));
		host.save({});

		expect(await host.test()).toBe(SUCCESS);
	});
});
