import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { OpenChsOtpApi } from '../../credentials/OpenChsOtpApi.credentials';
import { probeKeyOf } from '../../nodes/shared/session/credential';
import { forgetProbe } from '../../nodes/shared/session/probe';
import type { Host, Reply } from './host';
import { CANARY, FakeServer, freshAddress, Host as TheHost, hostOf } from './host';

const SUCCESS = 'Connection tested successfully';
const NO: Reply = { status: 401, body: { success: false, error: { message: CANARY } } };

/** A server with codes and sessions: enough of it to play the whole story. */
class CodeServer {
	code = 0;
	sent: IDataObject[] = [];
	tried: string[] = [];
	sessions = new Set<string>();

	readonly answer = ({ url, body, headers }: IHttpRequestOptions): Reply => {
		const path = new URL(url).pathname;
		const fields = body as IDataObject;
		if (path.endsWith('/sendOTP')) {
			this.sent.push(fields);
			this.code += 1;
			return { body: { success: true } };
		}
		if (path.endsWith('/verifyOTP')) {
			this.tried.push(String(fields.otp));
			if (fields.otp !== this.theCode()) return NO;
			const session = `session-${this.sessions.size + 1}`;
			this.sessions.add(session);
			return { headers: { 'set-cookie': [`HELPLINE_SESSION_ID=${session}; path=/`] }, body: {} };
		}
		const session = /HELPLINE_SESSION_ID=(.*)/.exec(String(headers?.Cookie ?? ''))?.[1] ?? '';
		return this.sessions.has(session) ? { body: { success: true, data: [] } } : NO;
	};

	theCode(): string {
		return `${CANARY}-${this.code}`;
	}
}

const begin = (more: IDataObject = {}) => {
	const world = new CodeServer();
	const typed = { baseUrl: freshAddress(), address: `${CANARY}@example.invalid`, ...more };
	const { host, server } = hostOf(new OpenChsOtpApi(), typed, world.answer);
	return { world, typed, host, server };
};

/** What a dialog hands back when it was opened after the last change: everything. */
const saveOver = (host: Host, change: IDataObject) => host.save({ ...host.stored, ...change });

const later = (minutes: number) =>
	jest.spyOn(Date, 'now').mockReturnValue(Date.now() + minutes * 60_000);

/** n8n was restarted, or a worker meets the credential: what was stored is all there is. */
const inAnotherProcess = async (host: Host, server: FakeServer) => {
	let said = '';
	await jest.isolateModulesAsync(async () => {
		const { OpenChsOtpApi: Fresh } = await import('../../credentials/OpenChsOtpApi.credentials');
		said = await new TheHost(new Fresh(), { ...host.stored }, server).test();
	});
	return said;
};

afterEach(() => jest.restoreAllMocks());

describe('OpenCHS One-Time Code API', () => {
	it('sends a code on the first save, takes it on the second, then works', async () => {
		const { world, host } = begin();

		expect(await host.test()).toMatch(
			/^A one-time code was sent at \d\d:\d\d UTC.*'One-Time Code'/,
		);
		expect(world.sent).toEqual([{ addr_addr: `${CANARY}@example.invalid`, addr_type: 'email' }]);

		saveOver(host, { otpCode: world.theCode() });
		expect(await host.test()).toBe(SUCCESS);
		expect(host.stored).toMatchObject({
			sessionToken: 'session-1',
			requestCode: false,
			otpSentAt: '',
		});
	});

	it('sends to a phone when that is chosen', async () => {
		const { world, host } = begin({ addressType: 'phone', address: '+999000000001' });

		await host.test();

		expect(world.sent).toEqual([{ addr_addr: '+999000000001', addr_type: 'phone' }]);
	});

	it('survives a restart of n8n with what is stored', async () => {
		const { world, host, server } = begin();
		await host.test();
		saveOver(host, { otpCode: world.theCode() });
		await host.test();

		expect(await inAnotherProcess(host, server)).toBe(SUCCESS);
		expect(world.sent).toHaveLength(1);
		expect(world.tried).toHaveLength(1);
	});

	it('sends one code and tries one code for eight requests that start together', async () => {
		const { world, host } = begin();
		const eight = async () =>
			await Promise.allSettled(
				Array.from({ length: 8 }, async () => {
					await host.send({ url: `${host.stored.baseUrl}/helpline/api/cases` }, { ...host.stored });
				}),
			);

		await eight();
		expect(world.sent).toHaveLength(1);

		saveOver(host, { otpCode: world.theCode() });
		const done = await eight();
		expect(world.tried).toHaveLength(1);
		expect(done.every(({ status }) => status === 'fulfilled')).toBe(true);
	});

	it('never sends from a poll while a code is on its way', async () => {
		const { world, host } = begin();
		await host.test();

		for (let poll = 0; poll < 3; poll++) {
			later(15);
			expect(await host.test()).toMatch(/^A one-time code was sent/);
		}

		expect(world.sent).toHaveLength(1);
	});

	it('is healed when a dialog from before the session is saved again', async () => {
		const { world, typed, host } = begin();
		await host.test();
		const code = world.theCode();
		host.save({ ...typed, otpCode: code });
		await host.test();

		host.save({ ...typed, otpCode: code });

		expect(await host.test()).toBe(SUCCESS);
		expect(host.stored.sessionToken).toBe('session-1');
		expect(world.tried).toHaveLength(1);
		expect(world.sent).toHaveLength(1);
	});

	it('says that a session has ended and how to go on, without sending anything by itself', async () => {
		const { world, host } = begin();
		await host.test();
		saveOver(host, { otpCode: world.theCode() });
		await host.test();
		world.sessions.clear();
		forgetProbe(probeKeyOf('openChsOtpApi', host.stored));

		expect(await host.test()).toMatch(
			/^The session of this one-time login has ended.*'Send Me a New Code on Save'/,
		);
		expect(world.sent).toHaveLength(1);
		expect(world.tried).toHaveLength(1);
	});

	it('goes on with a new code: switch on, save, paste, save', async () => {
		const { world, host } = begin();
		await host.test();
		saveOver(host, { otpCode: world.theCode() });
		await host.test();
		world.sessions.clear();
		later(10);

		saveOver(host, { requestCode: true });
		expect(await host.test()).toMatch(/^A one-time code was sent/);
		expect(host.stored).toMatchObject({
			otpCode: '',
			usedCode: '',
			sessionToken: '',
			requestCode: false,
		});

		saveOver(host, { otpCode: world.theCode(), requestCode: true });
		expect(await host.test()).toBe(SUCCESS);
		expect(world.sent).toHaveLength(2);
	});

	it('sends a new code at once when the last one is spent', async () => {
		const { world, host } = begin();
		await host.test();
		saveOver(host, { otpCode: world.theCode() });
		await host.test();
		world.sessions.clear();

		saveOver(host, { requestCode: true });
		await host.test();

		expect(world.sent).toHaveLength(2);
	});

	it('sends nothing while the session works, and switches the wish off', async () => {
		const { world, host } = begin();
		await host.test();
		saveOver(host, { otpCode: world.theCode() });
		await host.test();

		saveOver(host, { requestCode: true });

		expect(await host.test()).toBe(SUCCESS);
		expect(host.stored.requestCode).toBe(false);
		expect(world.sent).toHaveLength(1);
	});

	it('says that a code was refused, and does not try it again', async () => {
		const { world, host } = begin();
		await host.test();
		saveOver(host, { otpCode: CANARY });

		expect(await host.test()).toMatch(/^The server does not accept the code in 'One-Time Code'/);
		expect(await host.test()).toMatch(/was refused before and is not tried again/);
		expect(world.tried).toEqual([CANARY]);

		saveOver(host, { otpCode: world.theCode() });
		expect(await host.test()).toBe(SUCCESS);
	});

	it('does not send a second code because the first was mistyped in the dialog that asked for it', async () => {
		const { world, typed, host } = begin({ requestCode: true });
		await host.test();
		later(2);

		host.save({ ...typed, otpCode: 'mistyped' });

		expect(await host.test()).toMatch(/does not accept the code/);
		expect(world.sent).toHaveLength(1);
	});

	it('sends a code to the new address when the address is changed', async () => {
		const { world, host } = begin();
		await host.test();
		saveOver(host, { otpCode: world.theCode() });
		await host.test();

		saveOver(host, { address: 'second@example.invalid', otpCode: '' });

		expect(await host.test()).toMatch(/^A one-time code was sent/);
		expect(world.sent[1]).toMatchObject({ addr_addr: 'second@example.invalid' });
	});

	it('never gives the session of one server to another', async () => {
		const { world, host, server } = begin();
		await host.test();
		saveOver(host, { otpCode: world.theCode() });
		await host.test();
		server.requests.length = 0;

		saveOver(host, { baseUrl: freshAddress() });
		await host.test();

		expect(server.requests.length).toBeGreaterThan(0);
		expect(JSON.stringify(server.requests.map(({ headers }) => headers))).not.toContain(
			'session-1',
		);
	});

	it('sends the session as a cookie to its own server alone', async () => {
		const credential = new OpenChsOtpApi();
		const data = { baseUrl: 'https://h.example.invalid', sessionToken: 'abc' };

		const own = await credential.authenticate(data, { url: 'https://h.example.invalid/a' });
		const other = await credential.authenticate(data, { url: 'https://evil.example.invalid/a' });

		expect(own.headers).toEqual({ Cookie: 'HELPLINE_SESSION_ID=abc' });
		expect(other.headers).toBeUndefined();
	});

	it.each<[string, Reply, RegExp]>([
		[
			'the deployed server',
			{ status: 412, body: { errors: [['error', CANARY, 'INVALID', 'auth', 0, 'addr', null]] } },
			/takes a user name and password/,
		],
		[
			'a server without codes',
			{ status: 404, body: { success: false, error: {} } },
			/does not offer one-time codes/,
		],
		[
			'an unknown address',
			{ status: 400, body: { success: false, error: { message: CANARY } } },
			/sends no code to what stands in 'Address'/,
		],
		['too many codes', { status: 429, body: {} }, /sent too many codes/],
		['a closed port', { code: 'ECONNREFUSED' }, /^No server answers/],
		['a gateway', { status: 502, body: '<html>' }, /^A proxy or gateway/],
		['a certificate', { code: 'CERT_HAS_EXPIRED' }, /outside its dates/],
		['a 401, which must not call the hook twice', NO, /sends no code/],
	])('says %s in words, and asks once', async (_what, reply, words) => {
		const server = new FakeServer(() => reply);
		const host = new TheHost(new OpenChsOtpApi(), {}, server);
		host.save({
			baseUrl: freshAddress(),
			address: `${CANARY}@example.invalid`,
			allowUnauthorizedCerts: true,
		});

		const said = await host.test();

		expect(said).toMatch(words);
		expect(said).toContain('is not checked');
		expect(said).not.toContain(CANARY);
		expect(server.requests).toHaveLength(1);
	});

	it.each([
		[{ address: '' }, /'Address' is empty/],
		[{ baseUrl: '' }, /'Base URL' is empty/],
		[{ baseUrl: `http://${CANARY}.example.org` }, /plain HTTP to a public address/],
	])('asks nobody while a field is not right: %j', async (wrong, words) => {
		const { host, server } = begin(wrong);

		expect(await host.test()).toMatch(words);
		expect(server.requests).toEqual([]);
	});

	it('tells before anybody builds on it that it cannot renew unattended', () => {
		const notice = new OpenChsOtpApi().properties.find(({ name }) => name === 'otpNotice');

		expect(notice?.displayName).toMatch(/by hand.*unattended an API key/);
	});
});
