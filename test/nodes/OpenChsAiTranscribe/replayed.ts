import type { IDataObject } from 'n8n-workflow';

import type { AiExchange } from '../../support/aiRecordings.mts';
import { aiRecording, rawText } from '../../support/aiRecordings.mts';
import type { HttpStub, Reply, SeenRequest } from '../../support/httpStub.mts';
import { startStub } from '../../support/httpStub.mts';

export interface Replayed extends HttpStub {
	/** Method and path of everything that was asked, the credential's own question left out. */
	asked(): string[];
	/** The fields of the form that was sent, as they stand in the body. */
	form(): Record<string, string>;
}

const HEALTHY: Reply = {
	body: { status: 'healthy', timestamp: '2026-11-24T00:19:15', version: '0.1.0', site_id: 'demo' },
};

/**
 * A server that answers as it did when a recording was made: each call of the same method and path gets
 * the next recorded answer, and the last one stays.
 */
export async function replay(exchanges: readonly AiExchange[]): Promise<Replayed> {
	const replies = new Map<string, Reply[]>();
	for (const exchange of exchanges) {
		const key = `${exchange.request.method} ${exchange.request.path}`;
		replies.set(key, [...(replies.get(key) ?? []), replyOf(exchange)]);
	}
	const stub = await startStub(({ method, path }) => {
		const list = replies.get(`${method} ${path}`);
		if (list === undefined) return path === '/health/' ? HEALTHY : { status: 404, body: {} };
		return (list.length > 1 ? list.shift() : list[0]) ?? { status: 500 };
	});
	const own = () => stub.requests.filter(({ path }) => path !== '/health/');
	return {
		...stub,
		asked: () => own().map(({ method, path }) => `${method} ${path}`),
		form: () => fieldsOf(own()[0]),
	};
}

/** The exchanges of a recording that have an answer. */
export function exchangesOf(number: number): AiExchange[] {
	return aiRecording(number).exchanges.filter((exchange) => 'response' in exchange);
}

/** The answer of the last poll of a recording. */
export function lastAnswer(number: number): IDataObject {
	return (exchangesOf(number).at(-1)?.response.body_json ?? {}) as IDataObject;
}

export function replyOf(exchange: AiExchange): Reply {
	const { status, headers, body_json, body_text } = exchange.response;
	const type = headers['content-type'];
	return {
		status,
		headers: type === undefined ? {} : { 'content-type': type },
		body: body_json ?? body_text ?? rawText(exchange),
	};
}

function fieldsOf(request: SeenRequest | undefined): Record<string, string> {
	const parts = (request?.body.toString('latin1') ?? '').matchAll(
		/name="([^"]+)"(?:; filename="([^"]*)")?[^]*?\r\n\r\n([^]*?)\r\n--/g,
	);
	return Object.fromEntries(
		[...parts].map(([, name = '', file, value = '']) => [name, file ?? value]),
	);
}
