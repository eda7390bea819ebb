import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { HttpRequest } from './ask';
import { firstQuestion, forgetProbe, probe, probeKey, probeOnce, wasJustProbed } from './probe';
import type { LoginKind, Sentence } from './sentences';
import { CODES, codeSentSentence, FIELDS, inOneLine, REFUSED } from './sentences';
import { addressSentence, checkBaseUrl, isSameOrigin, joinUrl } from '../transport/baseUrl';

/** Errors of this name hold a sentence of ours and no value, so that it may be shown as it is. */
export const LOGIN_PROBLEM = 'OpenChsLoginProblem';

/**
 * What a credential says instead of logging in. n8n shows the message as it is (host facts A2). It has
 * no `response` and no `code`: the first would make n8n call the hook again, the second would be shown
 * in place of the message.
 */
export class LoginProblem extends Error {
	readonly sentence: Sentence;

	constructor(sentence: Sentence, isCheckingOff: boolean) {
		super(inOneLine(sentence, isCheckingOff));
		this.name = LOGIN_PROBLEM;
		this.sentence = sentence;
	}
}

/** The sentence inside an error that n8n made from one of ours; null for every other error. */
export function loginProblemOf(error: unknown): Sentence | null {
	let current = error;
	for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
		if (current instanceof LoginProblem) return current.sentence;
		current = current.cause;
	}
	return null;
}

type Data = ICredentialDataDecryptedObject;

const KINDS: Record<string, LoginKind> = {
	openChsAiApi: 'ai',
	openChsLoginApi: 'login',
	openChsOtpApi: 'otp',
};

/** The key under which a credential's good probe is remembered; for `forgetProbe`. */
export function probeKeyOf(credentialType: string, data: Data): string {
	return keyOf(KINDS[credentialType] ?? 'apiKey', data);
}

export function keyOf(kind: LoginKind, data: Data): string {
	return probeKey(text(data.baseUrl), `${kind}\u0000${secretOf(kind, data)}`);
}

function secretOf(kind: LoginKind, data: Data): string {
	switch (kind) {
		case 'otp':
			return text(data.sessionToken);
		case 'login':
			return `${text(data.user)}\u0000${String(data.password ?? '')}`;
		default:
			return text(data.apiKey);
	}
}

/** The header that carries the login, which differs between the two servers and the AI service. */
export function secretHeaders(kind: LoginKind, data: Data): IDataObject {
	const secret = secretOf(kind, data);
	switch (kind) {
		case 'otp':
			return { Cookie: `HELPLINE_SESSION_ID=${secret}` };
		case 'login':
			return { Authorization: `Bearer ${text(data.sessionToken)}` };
		default:
			return secret === '' ? {} : { 'X-API-Key': secret };
	}
}

/** Blanks around an address or a key come from copying; a password is taken as it is. */
export function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

export function isCheckingOff(data: Data): boolean {
	return data.allowUnauthorizedCerts === true;
}

/** The base address, or what is wrong with it. */
export function readAddress(data: Data): { base: string } | { sentence: Sentence } {
	const checked = checkBaseUrl(text(data.baseUrl), {
		allowPrivateHttp: data.allowPrivateHttp === true,
	});
	if (checked.ok) return { base: checked.base };
	return { sentence: { code: 'address', ...addressSentence(checked.problem) } };
}

export function fieldProblem(kind: LoginKind, data: Data): Sentence | null {
	if (kind === 'login') {
		const [user, password] = [text(data.user), String(data.password ?? '')];
		if (user === '' || password === '') return FIELDS.userMissing;
		// Such a user cannot log in there at all (helpline v1, 2.2).
		return `${user}${password}`.includes(':') ? FIELDS.userWithColon : null;
	}
	if (kind === 'otp') return null;
	const key = text(data.apiKey);
	if (key === '' && kind === 'apiKey') return FIELDS.keyMissing;
	return /^[\x21-\x7e]*$/.test(key) ? null : FIELDS.keyUnusable;
}

/**
 * What stands in the way of this login: looked up in the fields first, then asked once in a process.
 * Null when all is well. The hook that calls it cannot tell a test from a run (host facts A1), so it
 * answers both alike.
 */
export async function checkLogin(
	kind: LoginKind,
	data: Data,
	httpRequest: HttpRequest,
): Promise<LoginProblem | null> {
	const sentence = await findProblem(kind, data, httpRequest);
	return sentence && new LoginProblem(sentence, isCheckingOff(data));
}

async function findProblem(
	kind: LoginKind,
	data: Data,
	httpRequest: HttpRequest,
): Promise<Sentence | null> {
	const address = readAddress(data);
	if ('sentence' in address) return address.sentence;
	const missing = fieldProblem(kind, data);
	if (missing) return missing;
	const key = keyOf(kind, data);
	const result = await probeOnce(
		key,
		async () =>
			await probe(httpRequest, {
				kind,
				base: address.base,
				headers: secretHeaders(kind, data),
				isCheckingOff: isCheckingOff(data),
			}),
	);
	return result.ok ? null : result.sentence;
}

/**
 * Adds the login to a request, when it goes to the credential's own server and to no other: an address
 * that a workflow or a server names must never receive it.
 */
export function addLogin(
	kind: LoginKind,
	data: Data,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const address = readAddress(data);
	if ('sentence' in address) throw new LoginProblem(address.sentence, isCheckingOff(data));
	if (isTestRequest(options))
		return addLogin(kind, data, testRequest(kind, data, options, address.base));
	if (!isSameOrigin(targetOf(options), address.base)) return options;
	const missing = kind === 'otp' ? sessionProblem(address.base, data) : fieldProblem(kind, data);
	if (missing) throw new LoginProblem(missing, isCheckingOff(data));
	// A session of another user, password or address is none; the hook then logs in (host facts A1.8).
	if (kind === 'login' && !hasOwnSession(data)) throw new AskAgain();
	options.headers = { ...options.headers, ...secretHeaders(kind, data) };
	if (isCheckingOff(data)) options.skipSslCertificateValidation = true;
	stayOnThisServer(options, isCheckingOff(data));
	return options;
}

/** n8n's HTTP Request node ('Custom API Call') hands its options over in an older form. */
interface OlderOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
}

/** n8n would take a header of ours along to whatever host a redirect names. */
function stayOnThisServer(options: IHttpRequestOptions & OlderOptions, isUnchecked: boolean): void {
	options.disableFollowRedirect = true;
	if (options.uri === undefined) return;
	options.followRedirect = false;
	options.followAllRedirects = false;
	if (isUnchecked) options.rejectUnauthorized = false;
}

/** Whose codes and sessions these are: a session never goes to another server or account than its own. */
export function otpLogin(base: string, data: Data): string {
	const login = [base, text(data.addressType), text(data.address)];
	return createHash('sha256').update(login.join('\u0000')).digest('hex');
}

function sessionProblem(base: string, data: Data): Sentence | null {
	const owner = text(data.sessionOwner);
	if (owner !== '' && owner !== otpLogin(base, data)) return CODES.codeNeeded;
	if (text(data.sessionToken) !== '') return null;
	const sentAt = text(data.otpSentAt);
	return sentAt === '' ? CODES.codeNeeded : codeSentSentence(sentAt);
}

/** Whether the stored session was opened with the user, password and address that stand beside it. */
export function hasOwnSession(data: Data): boolean {
	return text(data.sessionToken) !== '' && text(data.sessionOwner) === keyOf('login', data);
}

/** `url` is put behind `baseURL` unless it is whole, also when it begins with a slash (host facts B2). */
function targetOf(options: IHttpRequestOptions & OlderOptions): string {
	const url = options.url ?? options.uri ?? '';
	if (/^[a-z][a-z\d+.-]*:/i.test(url) || url.startsWith('//')) return url;
	return options.baseURL ? joinUrl(options.baseURL, url) : url;
}

/** Only our own declarative tests send it, and only to ourselves: it is taken off before sending. */
const TEST_MARK = 'x-openchs-credential-test';

/**
 * The test that n8n sends after the hook has passed. The hook has the words; the rules are the net
 * below it. 404 passes: a server without `/health` was recognized by its list of cases.
 */
export function declarativeTest(kind: LoginKind): ICredentialTestRequest {
	const rules: Array<[number, Sentence]> = [
		[401, REFUSED[kind].login],
		[403, REFUSED[kind].rights],
		...[500, 502, 503, 504].map((status): [number, Sentence] => [status, SERVER_TROUBLE]),
		...(kind === 'login' ? [[412, REFUSED.login.login] as [number, Sentence]] : []),
	];
	return {
		request: {
			method: 'GET',
			baseURL: '={{$credentials.baseUrl}}',
			url: firstQuestion(kind),
			headers: { [TEST_MARK]: '1' },
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: { ignore: true, except: rules.map(([status]) => status) },
		},
		rules: rules.map(([value, sentence]) => ({
			type: 'responseCode',
			properties: { value, message: inOneLine(sentence, false) },
		})),
	};
}

const SERVER_TROUBLE: Sentence = {
	code: 'server_error',
	message: 'The server, or the proxy in front of it, had a fault of its own',
	description:
		'Test again later. If it stays, the administrator of the server finds the cause in its log',
};

export function isTestRequest(options: IHttpRequestOptions): boolean {
	return options.headers?.[TEST_MARK] !== undefined;
}

/**
 * A test has to ask the server now, although an earlier success is remembered. When the hook did not
 * ask within the last seconds, this error makes n8n call it again (host facts A1.8) and then come back.
 */
function testRequest(
	kind: LoginKind,
	data: Data,
	options: IHttpRequestOptions,
	base: string,
): IHttpRequestOptions {
	const key = keyOf(kind, data);
	const hasAsked = kind !== 'otp' || secretOf(kind, data) !== '';
	if (hasAsked && !wasJustProbed(key)) {
		forgetProbe(key);
		throw new AskAgain();
	}
	const headers = { ...options.headers };
	delete headers[TEST_MARK];
	// The address as the hook used it: what was typed may end in a slash or in /helpline/api.
	return { ...options, baseURL: undefined, url: joinUrl(base, firstQuestion(kind)), headers };
}

class AskAgain extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('The server has to be asked again. Press Retry.');
		this.name = LOGIN_PROBLEM;
	}
}
