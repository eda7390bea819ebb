import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { toNodeError } from '../../transport/errors';
import type { Answered, Call } from '../../transport/request';
import { request } from '../../transport/request';
import { lostReason, NOT_DATA, notOfferedReason, statusReason } from '../../transport/sentences';
import { serverTime } from '../../transport/serverTime';
import { StreamForm } from '../../transport/multipart';
import { readOnce } from '../readOnce';
import type { Written as WrittenOf } from '../settle';
import type { Pagination } from './envelope';
import { isObject, isReadable, parseAnswer } from './envelope';
import { isNotOffered, refusalReason } from './faults';

const API = '/helpline/api';

export type ReadCall = Pick<Call, 'verb' | 'path' | 'query' | 'bucket'> & {
	/** Label of the thing on screen; a 404, 405 or 501 then means that this server does not offer it. */
	offeredAs?: string;
	/** Says what a 404 means for this call, where it is about what the call names. */
	notFound?: Reason;
};

export interface ReadData {
	data: unknown;
	pagination: Pagination;
	/** The server's clock when it answered, in milliseconds. */
	now: number;
}

/** One read: data, or a node error in words. */
export async function read(
	connection: Connection,
	call: ReadCall,
	item: number,
): Promise<ReadData> {
	const { offeredAs, notFound, ...rest } = call;
	if (offeredAs && connection.once.has(missing(offeredAs))) {
		throw fail(connection, notOfferedReason(offeredAs), item);
	}
	const parse = readOnce(parseAnswer);
	const result = await request(
		connection,
		{
			...rest,
			path: API + call.path,
			method: 'GET',
			kind: 'read',
			isReadable: (text) => isReadable(parse(text)),
		},
		item,
	);
	if (result.kind === 'lost') throw fail(connection, lostReason(result.how), item);
	if (notFound && result.status === 404) throw fail(connection, { ...notFound, status: 404 }, item);
	if (offeredAs && isNotOffered(result.status)) {
		throw notOffered(connection, offeredAs, result.status, item);
	}
	if (!isSuccess(result)) throw fail(connection, readRefusal(result, call), item);
	const parsed = parse(String(result.body));
	if (!parsed.ok) throw fail(connection, { ...NOT_DATA, status: result.status }, item);
	return { ...parsed, now: serverTime(result.headers, Date.now()) };
}

function readRefusal(result: Answered, call: ReadCall): Reason {
	return refusalReason(result.status, String(result.body), Object.keys(call.query ?? {}));
}

/** Says that the server does not have a call, and remembers it for the run. */
export function notOffered(
	connection: Connection,
	offeredAs: string,
	status: number,
	item: number,
) {
	connection.once.set(missing(offeredAs), Promise.resolve(true));
	return fail(connection, { ...notOfferedReason(offeredAs), status }, item);
}

function missing(offeredAs: string): string {
	return `not offered: ${offeredAs}`;
}

export async function readObject(
	connection: Connection,
	call: ReadCall,
	item: number,
): Promise<IDataObject> {
	const { data } = await read(connection, call, item);
	if (!isObject(data)) throw fail(connection, NOT_DATA, item);
	return data;
}

/** A list in any of the shapes seen: a bare array, or an object whose only array is the list. */
export async function readList(
	connection: Connection,
	call: ReadCall,
	item: number,
): Promise<{ rows: IDataObject[]; pagination: Pagination; now: number }> {
	const { data, pagination, now } = await read(connection, call, item);
	const rows = listIn(data);
	if (!rows) throw fail(connection, NOT_DATA, item);
	return { rows, pagination, now };
}

function listIn(data: unknown): IDataObject[] | null {
	if (Array.isArray(data)) return data.every(isObject) ? data : null;
	if (!isObject(data)) return null;
	const lists = Object.entries(data)
		.filter(([name, value]) => Array.isArray(value) && name !== 'errors')
		.map(([, value]) => value);
	return lists.length === 1 ? listIn(lists[0]) : null;
}

/** How a write ended, as far as its own answer tells. */
export type Written = WrittenOf<IDataObject>;

/** After these the server, or the one behind a proxy, may still be at work. */
const STILL_AT_WORK = new Set([408, 502, 504]);

export type WriteCall = Pick<
	Call,
	'verb' | 'method' | 'path' | 'body' | 'headers' | 'bucket' | 'timeoutMs'
> & {
	notFound?: Reason;
	/** Label of the thing on screen, when the server may not have this call at all. */
	offeredAs?: string;
	/** Whether an answer without content means that it was done, as for a delete with status 204. */
	mayBeEmpty?: boolean;
};

/** One write. Only a readable success is "saved", only a 4xx is "refused"; the rest is unclear and must be looked up. */
export async function write(
	connection: Connection,
	call: WriteCall,
	item: number,
): Promise<Written> {
	const { verb, method, path, body, headers, bucket, timeoutMs } = call;
	const result = await request(
		connection,
		{ verb, method, path: API + path, body, headers, bucket, timeoutMs, kind: 'write' },
		item,
	);
	if (result.kind === 'lost') {
		const isLate = result.how === 'timeout';
		return { state: 'unclear', sent: result.sent, isLate, reason: lostReason(result.how) };
	}
	if (isSuccess(result)) {
		if (call.mayBeEmpty && result.status === 204) return { state: 'saved', data: {} };
		const parsed = parseAnswer(String(result.body));
		return parsed.ok && isObject(parsed.data)
			? { state: 'saved', data: parsed.data }
			: { state: 'unclear', sent: true, reason: { ...NOT_DATA, status: result.status } };
	}
	const { status } = result;
	if (status === 408 || (status >= 500 && status !== 501)) {
		const isLate = STILL_AT_WORK.has(status);
		return { state: 'unclear', sent: true, isLate, reason: statusReason(status) };
	}
	return { state: 'refused', reason: writeRefusal(result, call) };
}

function writeRefusal(result: Answered, call: WriteCall): Reason {
	if (call.notFound && result.status === 404) return { ...call.notFound, status: 404 };
	if (call.offeredAs && isNotOffered(result.status)) {
		return { ...notOfferedReason(call.offeredAs), status: result.status };
	}
	const sent = call.body instanceof StreamForm ? [] : Object.keys(call.body ?? {});
	return refusalReason(result.status, String(result.body), sent);
}

export function isSuccess(result: Answered): boolean {
	return result.status >= 200 && result.status < 300;
}

export function fail(connection: Connection, reason: Reason, item: number) {
	return toNodeError(connection.context.getNode(), reason, item);
}

export { API };
