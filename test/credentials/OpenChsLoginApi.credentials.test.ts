import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import type { Handler, Reply } from './host';
import { CANARY, freshAddress, hostOf } from './host';

// Recordings helpline-v1 06, 02 and 10.
const WHO_AM_I: Reply = {
	headers: { 'set-cookie': ['HELPLINE_SESSION_ID=SESSION-0006; path=/; HttpOnly'] },
	body: { auth: [['100', '1795479566', 'test']], auth_k: { id: ['0', 'id'] } },
};
const WRONG: Reply = {
	status: 412,
	body: {
		errors: [['error', 'Invalid Username or Password!', 'REQUIRED', 'auth', 0, 'login', CANARY]],
	},
};
const SUCCESS = 'Connection tested successfully';

const login = (handler: Handler, more = {}) =>
	hostOf(
		new OpenChsLoginApi(),
		{ baseUrl: freshAddress(), user: CANARY, password: `${CANARY} with a blank`, ...more },
		handler,
	);

describe('OpenCHS Login API', () => {
	it('succeeds with user and password as they were typed', async () => {
		const { host, server } = login(() => WHO_AM_I);
		const pair = Buffer.from(`${CANARY}:${CANARY} with a blank`).toString('base64');

		expect(await host.test()).toBe(SUCCESS);
		expect(server.paths()).toEqual(['GET /helpline/api/auth', 'GET /helpline/api/auth']);
		expect(server.requests[0]?.headers).toMatchObject({ Authorization: `Basic ${pair}` });
	});

	it('sends umlauts and other scripts whole', async () => {
		const { host, server } = login(() => WHO_AM_I, { user: 'Zoë', password: 'пароль' });

		await host.test();

		const header = String(server.requests[0]?.headers?.Authorization).replace('Basic ', '');
		expect(Buffer.from(header, 'base64').toString('utf8')).toBe('Zoë:пароль');
	});

	it('never tries a refused password again, until it or the user is changed', async () => {
		const { host, server } = login(() => WRONG);

		expect(await host.test()).toMatch(/^The server does not accept this user name and password/);
		expect(await host.test()).toMatch(/not tried again until one of them is changed/);
		expect(server.requests).toHaveLength(1);

		server.handler = () => WHO_AM_I;
		host.save({ ...host.stored, password: 'another' });
		expect(await host.test()).toBe(SUCCESS);
	});

	it('tries again after a fault that says nothing about the password', async () => {
		const { host, server } = login(() => ({ status: 500 }));
		await host.test();

		server.handler = () => WHO_AM_I;

		expect(await host.test()).toBe(SUCCESS);
	});

	it.each<[string, Handler, RegExp]>([
		[
			'a published server',
			() => ({ status: 401, body: { success: false, error: { code: 'UNAUTHORIZED' } } }),
			/does not take a user name and password/,
		],
		[
			'an account without a role',
			() => ({ status: 412, body: { errors: [['error', 'x', 'y', 'role']] } }),
			/does not let it in/,
		],
		['a closed port', () => ({ code: 'ECONNREFUSED' }), /^No server answers/],
		['something else', () => ({ body: { hello: 'world' } }), /it is not OpenCHS/],
		['a page', () => ({ body: '<html>' }), /^A web page came back/],
		['a certificate', () => ({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }), /NODE_EXTRA_CA_CERTS/],
	])('says %s in words', async (_what, handler, words) => {
		const { host } = login(handler);

		const said = await host.test();

		expect(said).toMatch(words);
		expect(said).not.toContain(CANARY);
	});

	it.each([
		[{ user: '' }, /'User' or 'Password' is empty/],
		[{ password: '' }, /'User' or 'Password' is empty/],
		[{ password: `${CANARY}:${CANARY}` }, /^A colon in 'User' or 'Password'/],
		[{ user: `${CANARY}:${CANARY}` }, /^A colon in 'User' or 'Password'/],
	])('asks nobody while a field is not right: %j', async (wrong, words) => {
		const { host, server } = login(() => WHO_AM_I, wrong);

		const said = await host.test();

		expect(said).toMatch(words);
		expect(said).not.toContain(CANARY);
		expect(server.requests).toEqual([]);
	});

	describe('of an account that sees only its own cases', () => {
		// As recording helpline-v1 06, with the role of a case worker.
		const ofRole = (role: string): Reply => ({
			...WHO_AM_I,
			body: { auth: [['100', 'test', role]], auth_k: { id: ['0'], usn: ['1'], role: ['2'] } },
		});
		const withOwnCases = { installation: { account: { seesOnlyOwnCases: true } } };

		it.each(['1', '3', '4', '5', '6', 'no such role'])(
			'fails its test in words, role %s, each time',
			async (role) => {
				const { host, server } = login(() => ofRole(role));

				for (const said of [await host.test(), await host.test()]) {
					expect(said).toMatch(/^The login works, but this account sees only its own cases\. /);
					expect(said).toContain("switch on 'This Account Sees Only Its Own Cases'");
					expect(said).not.toContain(CANARY);
				}
				expect(server.requests).toHaveLength(1);
			},
		);

		it.each(['2', '99'])('does not concern role %s', async (role) => {
			expect(await login(() => ofRole(role)).host.test()).toBe(SUCCESS);
		});

		it('passes its test once somebody says that it is meant so', async () => {
			const { host } = login(() => ofRole('4'));
			await host.test();

			host.save({ ...host.stored, ...withOwnCases });

			expect(await host.test()).toBe(SUCCESS);
		});

		it.each([{}, withOwnCases])('runs workflows either way: %j', async (more) => {
			const { host } = login(() => ofRole('4'), more);
			await host.test();

			const url = `${String(host.stored.baseUrl)}/helpline/api/cases`;

			expect(await host.send({ method: 'GET', url })).toMatchObject({ statusCode: 200 });
		});
	});
});
