import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { OpenChsLoginApi } from '../../../../credentials/OpenChsLoginApi.credentials';
import type { LoginState } from '../../../../nodes/shared/session/login';
import { nextLoginStep, prepareLogin, readLoggedIn } from '../../../../nodes/shared/session/login';
import { CODES, REFUSED } from '../../../../nodes/shared/session/sentences';
import type { Handler } from '../../../credentials/host';
import { CANARY, FakeServer, freshAddress, hostOf } from '../../../credentials/host';
import { recording } from '../../../support/recordings.mts';

const NOW = 1_795_479_566_000;

const stateOf = (fields: Partial<LoginState> = {}): LoginState => ({
	sessionToken: '',
	known: null,
	isRefused: false,
	mayReuse: true,
	...fields,
});

const known = (secondsAgo: number) => ({
	sessionToken: 'NEW',
	openedAt: NOW - secondsAgo * 1000,
});

describe('nextLoginStep', () => {
	it.each<[string, Partial<LoginState>, object]>([
		['logs in when nothing is known', {}, { do: 'log_in' }],
		[
			'logs in when the session that was opened last is the one that has ended',
			{ sessionToken: 'NEW', known: known(1) },
			{ do: 'log_in' },
		],
		[
			'takes the session that another call has just opened',
			{ sessionToken: 'OLD', known: known(5) },
			{ do: 'take', sessionToken: 'NEW' },
		],
		[
			'puts back the session that a dialog has dropped',
			{ known: known(3_600) },
			{ do: 'take', sessionToken: 'NEW' },
		],
		[
			'does not trust an older session after another has ended',
			{ sessionToken: 'OLD', known: known(3_600) },
			{ do: 'log_in' },
		],
		[
			'tries the password itself when a person tests the credential',
			{ known: known(1), mayReuse: false },
			{ do: 'log_in' },
		],
		[
			'never tries a refused password again',
			{ isRefused: true, known: known(1) },
			{ do: 'say', sentence: REFUSED.login.login },
		],
	])('%s', (_promise, state, step) => {
		expect(nextLoginStep(stateOf(state), NOW)).toEqual(step);
	});
});

const answerOf = (number: number) => {
	const { status, headers, text } = recording(number).response;
	return {
		status,
		headers: { 'content-type': headers['Content-Type'], 'set-cookie': headers['Set-Cookie'] },
		bodyText: text,
	};
};

describe('readLoggedIn', () => {
	it('finds the session in the cookie, which is the only place (recording 06)', () => {
		expect(readLoggedIn(answerOf(6))).toEqual({
			sessionToken: 'SESSION-0006',
			role: 'administrator',
		});
	});

	it.each([2, 3, 4])(
		'takes recording %i for a refused password, worthless cookie and all',
		(number) => {
			expect(readLoggedIn(answerOf(number))).toEqual({ problem: REFUSED.login.login });
		},
	);

	it('says that a cookie is missing', () => {
		const answer = { ...answerOf(6), headers: {} };

		expect(readLoggedIn(answer)).toEqual({ problem: CODES.noLoginSession });
	});
});

/** A server with sessions; every answer to a Bearer sets a worthless cookie, as the real one does (recording 07). */
class SessionServer {
	readonly sessions = new Set<string>();
	logins = 0;

	readonly handler: Handler = ({ url, headers }: IHttpRequestOptions) => {
		const header = String(headers?.Authorization ?? '');
		if (header.startsWith('Basic ')) {
			this.logins += 1;
			const session = `SESSION-${this.logins}`;
			this.sessions.add(session);
			return { headers: cookie(session), body: { auth: [['1']], auth_k: { id: ['0'] } } };
		}
		const isOpen = this.sessions.has(header.replace('Bearer ', ''));
		return {
			status: isOpen ? 200 : 401,
			headers: cookie(`worthless-${Math.floor(Number(url.length))}`),
			body: isOpen ? { auth: [['1']], auth_k: { id: ['0'] } } : { errors: [['error', 'x']] },
		};
	};
}

const cookie = (session: string): IDataObject => ({
	'set-cookie': [`HELPLINE_SESSION_ID=${session}; path=/; HttpOnly`],
});

function loggedIn() {
	const sessions = new SessionServer();
	const baseUrl = freshAddress();
	const { host, server } = hostOf(
		new OpenChsLoginApi(),
		{ baseUrl, user: CANARY, password: CANARY },
		sessions.handler,
	);
	const ask = async () => await host.send({ method: 'GET', url: `${baseUrl}/helpline/api/cases` });
	return { host, server, sessions, ask, baseUrl };
}

describe('the login in use', () => {
	it('logs in once, then sends the session, whatever cookies the answers set', async () => {
		const { host, server, sessions, ask } = loggedIn();

		for (let time = 0; time < 5; time++) await ask();

		expect(sessions.logins).toBe(1);
		expect(host.stored.sessionToken).toBe('SESSION-1');
		const headers = server.requests.slice(1).map((request) => request.headers?.Authorization);
		expect(new Set(headers)).toEqual(new Set(['Bearer SESSION-1']));
	});

	it('logs in once for eight calls that start together', async () => {
		const { sessions, ask } = loggedIn();

		await Promise.all(Array.from({ length: 8 }, ask));

		expect(sessions.logins).toBe(1);
	});

	it('renews once when the session was ended from outside, for all calls that meet it', async () => {
		const { sessions, ask } = loggedIn();
		await ask();
		sessions.sessions.clear();

		await Promise.all(Array.from({ length: 8 }, ask));

		expect(sessions.logins).toBe(2);
	});

	it.each([{ password: 'another' }, { user: 'another' }])(
		'never uses the session of another login: %j',
		async (change) => {
			const { host, sessions, ask } = loggedIn();
			await ask();

			host.save({ ...host.stored, ...change });
			await ask();

			expect(sessions.logins).toBe(2);
			expect(host.stored.sessionToken).toBe('SESSION-2');
		},
	);

	it('tests the password itself, although a session is there', async () => {
		const { host, sessions, ask } = loggedIn();
		await ask();
		const later = Date.now() + 60_000;
		jest.spyOn(Date, 'now').mockReturnValue(later);

		expect(await host.test()).toBe('Connection tested successfully');

		expect(sessions.logins).toBe(2);
		jest.restoreAllMocks();
	});

	it('keeps a working session although the password was refused elsewhere, and says why it cannot renew', async () => {
		const { server, baseUrl } = loggedIn();
		server.handler = () => ({
			status: 412,
			body: { errors: [['error', 'x', 'REQUIRED', 'auth', 0, 'login', CANARY]] },
		});
		const data = { baseUrl, user: CANARY, password: CANARY };
		const again = new FakeServer(() => ({ error: new Error('asked again') }));

		const first = await prepareLogin(data, server.httpRequest);
		const second = await prepareLogin(data, again.httpRequest);

		expect([first, second].map((each) => 'problem' in each && each.problem.sentence)).toEqual([
			REFUSED.login.login,
			REFUSED.login.login,
		]);
		expect(again.requests).toEqual([]);
		expect(JSON.stringify(first)).not.toContain(CANARY);
	});
});
