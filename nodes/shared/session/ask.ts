import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { isSameOrigin } from '../transport/baseUrl';

export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** What came back, unread; `error` is set when nothing did. */
export interface Answer {
	status?: number;
	headers?: Readonly<Record<string, unknown>>;
	bodyText?: string;
	error?: unknown;
}

/** A person waits for the answer; a server that needs longer than this is of no use for cases either. */
const PROBE_TIMEOUT_MS = 15_000;

const MAX_REDIRECTS = 3;

/** One request with nothing of n8n's error handling: an answer of any status comes back as a value. */
export async function ask(
	httpRequest: HttpRequest,
	question: {
		method: 'GET' | 'POST';
		url: string;
		headers: IDataObject;
		body?: IDataObject;
		isCheckingOff: boolean;
	},
): Promise<Answer> {
	let url = question.url;
	for (let redirects = 0; ; redirects++) {
		const answer = await askOnce(httpRequest, { ...question, url });
		const next = redirectTarget(url, answer);
		// Followed by hand, because n8n would take the login along to any host.
		const mayFollow = question.method === 'GET' && redirects < MAX_REDIRECTS;
		if (next === null || !mayFollow || !isSameOrigin(url, next)) return answer;
		url = next;
	}
}

async function askOnce(
	httpRequest: HttpRequest,
	question: Parameters<typeof ask>[1],
): Promise<Answer> {
	const options: IHttpRequestOptions = {
		method: question.method,
		url: question.url,
		headers: { accept: 'application/json', ...question.headers },
		encoding: 'text',
		timeout: PROBE_TIMEOUT_MS,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		...(question.body ? { body: question.body } : {}),
		...(question.isCheckingOff ? { skipSslCertificateValidation: true } : {}),
	};
	try {
		const response: unknown = await httpRequest(options);
		return toAnswer(response);
	} catch (error) {
		return { error };
	}
}

function toAnswer(response: unknown): Answer {
	if (!isRecord(response)) return { status: 200, bodyText: textOf(response) };
	return {
		status: Number(response.statusCode),
		headers: isRecord(response.headers) ? response.headers : {},
		bodyText: textOf(response.body),
	};
}

function textOf(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

function redirectTarget(from: string, answer: Answer): string | null {
	const { status } = answer;
	const location = answer.headers?.location;
	if (status === undefined || status < 300 || status > 399) return null;
	if (typeof location !== 'string' || !URL.canParse(location, from)) return null;
	return new URL(location, from).toString();
}

function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
