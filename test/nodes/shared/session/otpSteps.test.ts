import fc from 'fast-check';

import {
	codeKey,
	nextStep,
	readSent,
	readVerified,
	sessionCookie,
} from '../../../../nodes/shared/session/otpSteps';
import type { OtpMemory, OtpState } from '../../../../nodes/shared/session/otpSteps';
import type { Answer } from '../../../../nodes/shared/session/ask';
import { ANSWERED, CODES, LOST, REFUSED } from '../../../../nodes/shared/session/sentences';
import { CANARY, networkError } from '../../../credentials/host';

const NOW = Date.parse('2026-11-24T10:00:00.000Z');
const MINUTE = 60_000;

const stateOf = (fields: Partial<OtpState> = {}): OtpState => ({
	login: 'mine',
	otpCode: '',
	requestCode: false,
	sessionToken: '',
	usedCode: '',
	otpSentAt: '',
	sessionOwner: '',
	isEnded: false,
	...fields,
});

const memoryOf = (known: {
	verified?: Array<[OtpState, string]>;
	refused?: OtpState[];
	sentAt?: number;
}): OtpMemory => ({
	verified: new Map((known.verified ?? []).map(([state, session]) => [codeKey(state), session])),
	refused: new Map((known.refused ?? []).map((state) => [codeKey(state), true])),
	sentAt: new Map(known.sentAt === undefined ? [] : [['mine', known.sentAt]]),
});

const step = (state: OtpState, known: Parameters<typeof memoryOf>[0] = {}) =>
	nextStep(state, memoryOf(known), NOW);

describe('nextStep of a one-time login', () => {
	it('sends the first code on its own', () => {
		expect(step(stateOf())).toEqual({ do: 'send' });
	});

	it('waits for the code without sending another, however often a poll comes', () => {
		expect(step(stateOf({ otpSentAt: '2026-11-24T09:00:00.000Z' }))).toEqual({ do: 'nothing' });
	});

	it('sends no second first code when a dialog has dropped that one is on its way', () => {
		expect(step(stateOf(), { sentAt: NOW - 5 * MINUTE })).toEqual({
			do: 'note_sent',
			otpSentAt: '2026-11-24T09:55:00.000Z',
		});
		expect(step(stateOf(), { sentAt: NOW - 11 * MINUTE })).toEqual({ do: 'send' });
	});

	it('tries a pasted code, also while the switch is still on', () => {
		const state = stateOf({ otpCode: '123456', otpSentAt: '2026-11-24T09:59:00.000Z' });

		expect(step(state)).toEqual({ do: 'verify' });
		expect(step({ ...state, requestCode: true })).toEqual({ do: 'verify' });
	});

	it('never tries a used code again', () => {
		expect(step(stateOf({ otpCode: '1', usedCode: '1' }))).toEqual({ do: 'nothing' });
	});

	it('never tries a refused code again, and says so', () => {
		const state = stateOf({ otpCode: '1' });

		expect(step(state, { refused: [state] })).toEqual({
			do: 'say',
			sentence: CODES.codeRefusedBefore,
		});
	});

	it('sends another code when one was refused and a new one is wanted, once a minute', () => {
		const state = stateOf({ otpCode: '1', requestCode: true });

		expect(step(state, { refused: [state] })).toEqual({ do: 'send' });
		expect(step(state, { refused: [state], sentAt: NOW - 10_000 })).toEqual({
			do: 'say',
			sentence: CODES.codeRefusedBefore,
		});
	});

	it('puts a session back that an old dialog has dropped', () => {
		const state = stateOf({ otpCode: '1' });

		expect(step(state, { verified: [[state, 'session']] })).toEqual({
			do: 'restore',
			sessionToken: 'session',
		});
	});

	it('gives the session of one code to nobody who has another', () => {
		const known = stateOf({ otpCode: '1' });

		expect(step(stateOf({ otpCode: '2' }), { verified: [[known, 'session']] })).toEqual({
			do: 'verify',
		});
		expect(
			step(stateOf({ otpCode: '1', login: 'other' }), { verified: [[known, 'session']] }),
		).toEqual({ do: 'verify' });
	});

	it('asks whether a session still works, before anything is sent', () => {
		const state = stateOf({ otpCode: '1', usedCode: '1', sessionToken: 's', sessionOwner: 'mine' });

		expect(step(state)).toEqual({ do: 'check_session' });
		expect(step({ ...state, requestCode: true })).toEqual({ do: 'check_session' });
	});

	it('says in words that a session has ended, and sends nothing from a run', () => {
		const state = stateOf({ otpCode: '1', usedCode: '1', sessionToken: 's', isEnded: true });

		expect(step(state)).toEqual({ do: 'say', sentence: REFUSED.otp.login });
	});

	it('sends a new code for an ended session when the switch is on, once a minute', () => {
		const state = stateOf({
			otpCode: '1',
			usedCode: '1',
			sessionToken: 's',
			isEnded: true,
			requestCode: true,
		});

		expect(step(state)).toEqual({ do: 'send' });
		expect(step(state, { sentAt: NOW - 30_000 })).toMatchObject({ do: 'note_sent' });
		expect(step(state, { sentAt: NOW - 61_000 })).toEqual({ do: 'send' });
	});

	it("takes another account's or server's session for none", () => {
		const state = stateOf({
			sessionToken: 's',
			otpSentAt: '2026-11-24T09:59:00.000Z',
			sessionOwner: 'other',
		});

		expect(step(state)).toEqual({ do: 'send' });
	});

	const states = fc.record<OtpState>({
		login: fc.constant('mine'),
		otpCode: fc.constantFrom('', '1', '2'),
		requestCode: fc.boolean(),
		sessionToken: fc.constantFrom('', 's', 't'),
		usedCode: fc.constantFrom('', '1'),
		otpSentAt: fc.constantFrom('', '2026-11-24T09:59:00.000Z'),
		sessionOwner: fc.constantFrom('', 'mine', 'other'),
		isEnded: fc.boolean(),
	});
	const memories = fc
		.record({
			verified: fc.subarray(['1', '2']),
			refused: fc.subarray(['1', '2']),
			sentAt: fc.option(fc.constantFrom(NOW - 1_000, NOW - 2 * MINUTE, NOW - 60 * MINUTE), {
				nil: undefined,
			}),
		})
		.map(({ verified, refused, sentAt }) =>
			memoryOf({
				verified: verified.map((code) => [stateOf({ otpCode: code }), `session of ${code}`]),
				refused: refused.map((code) => stateOf({ otpCode: code })),
				sentAt,
			}),
		);

	it('never sends two codes within a minute, never without a wish or a first time', () => {
		fc.assert(
			fc.property(states, memories, (state, memory) => {
				const next = nextStep(state, memory, NOW);

				if (next.do !== 'send') return;
				expect(NOW - (memory.sentAt.get('mine') ?? 0)).toBeGreaterThanOrEqual(MINUTE);
				expect(state.requestCode || state.otpCode === '').toBe(true);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('never tries an empty, used or refused code, never checks or restores what is not there', () => {
		fc.assert(
			fc.property(states, memories, (state, memory) => {
				const next = nextStep(state, memory, NOW);

				if (next.do === 'verify') {
					expect(state.otpCode).not.toBe('');
					expect(memory.refused.has(codeKey(state))).toBe(false);
				}
				if (next.do === 'check_session') {
					expect(state.sessionToken).not.toBe('');
					expect(state.isEnded).toBe(false);
				}
				if (next.do === 'restore') expect(next.sessionToken).toBe(`session of ${state.otpCode}`);
			}),
			{ numRuns: 1_000 },
		);
	});
});

const json = (status: number, body: unknown, headers: Record<string, unknown> = {}): Answer => ({
	status,
	headers,
	bodyText: JSON.stringify(body),
});
const REFUSED_BODY = { success: false, error: { code: 'VALIDATION_ERROR', message: CANARY } };
// Recordings helpline-v1 13, 14 and 15.
const DEPLOYED = json(412, { errors: [['error', CANARY, 'INVALID', 'auth', 0, 'addr', null]] });

describe('readSent', () => {
	it.each([
		['sent', json(200, { success: true, message: 'sent' })],
		['sent, without a body', { status: 204, headers: {}, bodyText: '' }],
	])('takes it for %s', (_what, answer) => {
		expect(readSent(answer)).toEqual({ ok: true });
	});

	it.each([
		['an unknown address', json(400, REFUSED_BODY), CODES.addressRefused],
		['a refusal with 200', json(200, REFUSED_BODY), CODES.addressRefused],
		['a blocked account', json(403, REFUSED_BODY), CODES.addressRefused],
		['too many codes', json(429, REFUSED_BODY), CODES.tooSoon],
		['a server without codes', json(404, REFUSED_BODY), CODES.notOffered],
		['a server without codes', json(501, {}), CODES.notOffered],
		['nothing there', { status: 404, headers: {}, bodyText: 'gone' }, ANSWERED.notOpenChs],
		['the deployed server', DEPLOYED, ANSWERED.takesPassword],
		['a gateway', { status: 502, headers: {}, bodyText: '<html>' }, ANSWERED.proxyPage],
		['a sign-in page', { status: 200, headers: {}, bodyText: '<!doctype html>' }, ANSWERED.webPage],
		['a fault', json(500, {}), ANSWERED.serverFault],
		['a redirect', { status: 302, headers: {}, bodyText: '' }, ANSWERED.redirected],
		['a time limit', { error: networkError('ECONNABORTED') }, LOST.timeout],
	])('says %s in words', (_what, answer, sentence) => {
		expect(readSent(answer as Answer)).toEqual({ ok: false, sentence });
	});
});

describe('readVerified', () => {
	it('takes the session out of the cookie', () => {
		const answer = json(
			200,
			{ success: true, user: { id: 1 } },
			{ 'set-cookie': ['theme=dark', 'HELPLINE_SESSION_ID=abc-1; path=/; HttpOnly'] },
		);

		expect(readVerified(answer)).toEqual({ ok: true, sessionToken: 'abc-1' });
	});

	it.each([
		['a wrong code', json(401, REFUSED_BODY), CODES.codeRefused],
		['a wrong code', json(400, REFUSED_BODY), CODES.codeRefused],
		['a wrong code with 200', json(200, REFUSED_BODY), CODES.codeRefused],
		['too many tries', json(429, REFUSED_BODY), CODES.tooManyTries],
		['no cookie', json(200, { success: true }), CODES.noSession],
		['the deployed server', DEPLOYED, ANSWERED.takesPassword],
		['a fault', json(503, {}), ANSWERED.serverFault],
		['a refused connection', { error: networkError('ECONNREFUSED') }, LOST.refused],
	])('says %s in words', (_what, answer, sentence) => {
		expect(readVerified(answer as Answer)).toEqual({ ok: false, sentence });
	});
});

describe('sessionCookie', () => {
	it.each([
		['HELPLINE_SESSION_ID=abc', 'abc'],
		[['HELPLINE_SESSION_ID=abc; path=/'], 'abc'],
		[['a=b', ' HELPLINE_SESSION_ID=a=b; Secure'], 'a=b'],
		[['OTHER_HELPLINE_SESSION_ID=abc'], ''],
		['HELPLINE_SESSION_ID=; path=/', ''],
		['HELPLINE_SESSION_ID=deleted; Max-Age=0', ''],
		[undefined, ''],
		[[], ''],
	])('reads %p as %p', (header, expected) => {
		expect(sessionCookie(header)).toBe(expected);
	});

	it('never takes what could break out of a header', () => {
		fc.assert(
			fc.property(fc.string(), (value) => {
				expect(sessionCookie(`HELPLINE_SESSION_ID=${value}`)).toMatch(/^[\x21-\x7e]*$/);
				expect(sessionCookie(`HELPLINE_SESSION_ID=${value}`)).not.toMatch(/[;,"\\]/);
			}),
		);
	});
});
