import type { FastifyInstance } from 'fastify';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

export interface Reply {
	status: number;
	headers: Record<string, unknown>;
	body: string;
}

/** One call to a server of this process, as n8n's helper would send it: no sockets, and no time. */
export async function reach(
	hosts: ReadonlyMap<string, FastifyInstance>,
	options: IHttpRequestOptions,
): Promise<Reply> {
	const base = options.baseURL === undefined ? '' : options.baseURL.replace(/\/$/, '');
	const url = new URL(base === '' ? options.url : base + options.url);
	const host = hosts.get(url.host);
	if (!host) throw lost('ECONNREFUSED');
	const query = queryText(options.qs ?? {});
	const { statusCode, headers, body } = await host.inject({
		method: (options.method ?? 'GET') as 'GET',
		url: url.pathname + url.search + (query === '' ? '' : `?${query}`),
		headers: options.headers as Record<string, string>,
		...(options.body === undefined ? {} : { payload: options.body as object }),
	});
	return { status: statusCode, headers, body };
}

function queryText(query: IDataObject): string {
	return Object.entries(query)
		.filter(([, value]) => value !== undefined && value !== null)
		.map(([name, value]) => {
			const text = Array.isArray(value) ? value.join(',') : String(value);
			return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
		})
		.join('&');
}

/** What n8n's own line throws when no answer came. */
export function lost(code: string): Error {
	return Object.assign(new Error('The line is gone'), { code, isAxiosError: true });
}

/** What n8n's helper makes of an answer; throws what it throws. */
export function resultOf({ status, headers, body }: Reply, options: IHttpRequestOptions): unknown {
	const ignore = options.ignoreHttpStatusErrors;
	const isIgnored =
		ignore === true || (typeof ignore === 'object' && !ignore.except?.includes(status));
	if (!isIgnored && (status < 200 || status > 299)) {
		const message = `Request failed with status code ${status}`;
		const code = status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE';
		const response = { status, headers, data: body };
		throw Object.assign(new Error(message), { code, isAxiosError: true, response });
	}
	const read = options.encoding === 'text' ? body : readJson(body);
	return options.returnFullResponse
		? { statusCode: status, statusMessage: '', headers, body: read }
		: read;
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
