import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import {
	addLogin,
	fieldProblem,
	hasOwnSession,
	isCheckingOff,
	isTestRequest,
	keyOf,
	LoginProblem,
	readAddress,
	text,
} from './credential';
import { sessionCookie } from './otpSteps';
import type { Answer, HttpRequest } from './ask';
import { ask } from './ask';
import { parseJson, readProbe } from './readAnswer';
import {
	firstQuestion,
	isFoundGood,
	remember,
	rememberProbe,
	rememberRefusal,
	wasRefused,
} from './probe';
import type { Sentence } from './sentences';
import { CODES, REFUSED, SEES_OWN_CASES } from './sentences';
import { roleWord, seesAll } from '../helpline/deployed/roles';
import { installation } from '../helpline/deployed/settings';
import { tableIn } from '../helpline/deployed/wire/envelope';
import { joinUrl } from '../transport/baseUrl';

/** What is known when n8n asks for a session: at the start, after a 401, or because a person tests. */
export interface LoginState {
	/** The credential's own session; empty when there is none, or when it is another login's. */
	sessionToken: string;
	/** The session that this process opened last for this login. */
	known: { sessionToken: string; openedAt: number } | null;
	/** Whether this very password was refused before. */
	isRefused: boolean;
	/** False when a person tests the credential: then the password itself is tried. */
	mayReuse: boolean;
}

export type LoginStep =
	| { do: 'log_in' }
	/** Another call has renewed the session already, or a dialog has dropped it: take that one. */
	| { do: 'take'; sessionToken: string }
	| { do: 'say'; sentence: Sentence };

/** Calls that met the same 401 come back within seconds; a session that is older than this may be the one that ended. */
const JUST_OPENED_MS = 60_000;

/**
 * What to do next for a session. A refused password is not tried again, because accounts lock; 401 is
 * the only sign that a session has ended, and one log-in serves all who met it (helpline v1, 2.3).
 */
export function nextLoginStep(state: LoginState, now: number): LoginStep {
	if (state.isRefused) return { do: 'say', sentence: REFUSED.login.login };
	const { known, sessionToken, mayReuse } = state;
	if (!mayReuse || known === null || known.sessionToken === sessionToken) return { do: 'log_in' };
	const isFresh = now - known.openedAt < JUST_OPENED_MS;
	return sessionToken === '' || isFresh
		? { do: 'take', sessionToken: known.sessionToken }
		: { do: 'log_in' };
}

const opened = new Map<string, Opened & { openedAt: number }>();
const underWay = new Map<string, Promise<Outcome>>();

/** `role` in words, null where the server does not tell it. */
type Opened = { sessionToken: string; role: string | null };
type Outcome = Opened | { problem: Sentence };

/** The fields to be stored, or why there is no session. Calls that ask together share one log-in (host facts A1.7). */
export async function prepareLogin(
	data: ICredentialDataDecryptedObject,
	httpRequest: HttpRequest,
	now = Date.now(),
): Promise<{ store: IDataObject } | { problem: LoginProblem }> {
	const refuse = (sentence: Sentence) => ({
		problem: new LoginProblem(sentence, isCheckingOff(data)),
	});
	const address = readAddress(data);
	if ('sentence' in address) return refuse(address.sentence);
	const missing = fieldProblem('login', data);
	if (missing) return refuse(missing);
	const login = keyOf('login', data);
	const step = nextLoginStep(
		{
			sessionToken: hasOwnSession(data) ? text(data.sessionToken) : '',
			known: opened.get(login) ?? null,
			isRefused: wasRefused(login),
			mayReuse: isFoundGood(login),
		},
		now,
	);
	if (step.do === 'say') return refuse(step.sentence);
	const outcome =
		step.do === 'take' ? step : await together(login, () => logIn(data, address.base, httpRequest));
	if ('problem' in outcome) return refuse(outcome.problem);
	return { store: { sessionToken: outcome.sessionToken, sessionOwner: login } };
}

async function together(login: string, run: () => Promise<Outcome>): Promise<Outcome> {
	const shared = underWay.get(login);
	if (shared) return await shared;
	const running = run().then((outcome) => {
		if ('problem' in outcome) {
			if (outcome.problem === REFUSED.login.login) rememberRefusal(login);
		} else {
			remember(opened, login, { ...outcome, openedAt: Date.now() });
			rememberProbe(login);
		}
		return outcome;
	});
	underWay.set(login, running);
	try {
		return await running;
	} finally {
		underWay.delete(login);
	}
}

/** The light log-in: one row about the caller, and the session in the cookie alone (recording 06). */
async function logIn(
	data: ICredentialDataDecryptedObject,
	base: string,
	httpRequest: HttpRequest,
): Promise<Outcome> {
	const answer = await ask(httpRequest, {
		method: 'GET',
		url: joinUrl(base, firstQuestion('login')),
		headers: { Authorization: basic(data) },
		isCheckingOff: isCheckingOff(data),
	});
	return readLoggedIn(answer);
}

/** Only this cookie is a session: every later answer sets a worthless one of the same name (recording 07). */
export function readLoggedIn(answer: Answer): Outcome {
	const result = readProbe('login', 'first', answer);
	if (!result.ok) return { problem: result.sentence };
	const sessionToken = sessionCookie(answer.headers?.['set-cookie']);
	if (sessionToken === '') return { problem: CODES.noLoginSession };
	return { sessionToken, role: roleIn(parseJson(answer.bodyText ?? '')) };
}

function roleIn(body: unknown): string | null {
	const [account] = tableIn(body as IDataObject, 'auth')?.rows ?? [];
	return roleWord(account?.role);
}

/**
 * Adds the session to a request. The test of the credential is refused here when the account sees only
 * its own cases: its request bears a mark, so that a run, which the hook cannot tell from a test (host
 * facts A1.6), goes on.
 */
export function addSession(
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const isTest = isTestRequest(options);
	const request = addLogin('login', data, options);
	const problem = isTest ? accountProblem(data) : null;
	if (problem) throw new LoginProblem(problem, isCheckingOff(data));
	return request;
}

function accountProblem(data: ICredentialDataDecryptedObject): Sentence | null {
	const role = opened.get(keyOf('login', data))?.role ?? null;
	const isWanted = installation(data as IDataObject).seesOnlyOwnCases === true;
	return role === null || seesAll(role) || isWanted ? null : SEES_OWN_CASES;
}

function basic(data: ICredentialDataDecryptedObject): string {
	const pair = `${text(data.user)}:${String(data.password ?? '')}`;
	return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}
