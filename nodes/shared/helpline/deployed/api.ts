import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { toNodeError } from '../../transport/errors';
import { StreamForm } from '../../transport/multipart';
import type { Answered, Call } from '../../transport/request';
import { request } from '../../transport/request';
import { lostReason, NOT_DATA, statusReason } from '../../transport/sentences';
import { serverTime } from '../../transport/serverTime';
import { readOnce } from '../readOnce';
import type { Written } from '../settle';
import { faultReason } from './faults';
import type { Table } from './wire/envelope';
import { tableIn } from './wire/envelope';
import { faultOf } from './wire/faults';
import { ignoredFilter } from './wire/filters';
import type { Parsed } from './wire/parse';
import { isReadable, parseAnswer } from './wire/parse';

const API = '/helpline/api';

export interface ReadCall {
	verb: string;
	/** Name of the list in the address and in the answer. */
	resource: string;
	/** Of one record; a list is read when it is absent. */
	id?: string;
	query?: IDataObject;
	/** Says what a 404 means for this call. */
	notFound?: Reason;
}

export type Read =
	/** `now` is the server's clock when it answered, in milliseconds. */
	| { kind: 'answer'; answer: IDataObject; table: Table; now: number }
	/** The answer is whole, but a row in it cannot be parsed (recording 58). */
	| { kind: 'damaged'; text: string };

/** One read: the rows of the resource, or a node error in words. */
export async function read(connection: Connection, call: ReadCall, item: number): Promise<Read> {
	const { result, parsed } = await get(connection, call, item);
	if (!isSuccess(result)) {
		const fault = faultOf(result.status, parsed.ok ? parsed.answer : null);
		const reason =
			call.notFound && fault.kind === 'not_found'
				? { ...call.notFound, status: result.status }
				: faultReason(fault, result.status, Object.keys(call.query ?? {}));
		throw fail(connection, reason, item);
	}
	if (!parsed.ok && parsed.why === 'damaged') {
		return { kind: 'damaged', text: String(result.body) };
	}
	const table = parsed.ok ? tableIn(parsed.answer, call.resource) : null;
	if (!parsed.ok || !table) {
		throw fail(connection, { ...NOT_DATA, status: result.status }, item);
	}
	const ignored = call.id === undefined ? ignoredFilter(call.query ?? {}, table.columns) : null;
	if (ignored !== null) throw fail(connection, filterNotTaken(ignored), item);
	const now = serverTime(result.headers, Date.now());
	return { kind: 'answer', answer: parsed.answer, table, now };
}

/** The same, where a damaged row leaves nothing to go on with. */
export async function readWhole(
	connection: Connection,
	call: ReadCall,
	item: number,
): Promise<{ answer: IDataObject; table: Table; now: number }> {
	const found = await read(connection, call, item);
	if (found.kind === 'damaged') throw fail(connection, DAMAGED, item);
	return found;
}

/** An answer that is no list of rows, such as a pivot. */
export async function readAnswer(
	connection: Connection,
	call: ReadCall,
	item: number,
): Promise<IDataObject> {
	const { result, parsed } = await get(connection, call, item);
	if (!isSuccess(result)) {
		const fault = faultOf(result.status, parsed.ok ? parsed.answer : null);
		throw fail(connection, faultReason(fault, result.status, []), item);
	}
	if (!parsed.ok) throw fail(connection, { ...NOT_DATA, status: result.status }, item);
	return parsed.answer;
}

async function get(
	connection: Connection,
	call: ReadCall,
	item: number,
): Promise<{ result: Answered; parsed: Parsed }> {
	const { verb, resource, id, query } = call;
	const path = `${API}/${resource}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
	const parse = readOnce(parseAnswer);
	const whole: Call = {
		verb,
		path,
		method: 'GET',
		kind: 'read',
		isReadable: (text) => isReadable(parse(text)),
		...(query ? { query } : {}),
	};
	const result = await request(connection, whole, item);
	if (result.kind === 'lost') throw fail(connection, lostReason(result.how), item);
	return { result, parsed: parse(String(result.body)) };
}

export const DAMAGED: Reason = {
	code: 'unexpected_answer',
	message: 'A text in this record is damaged in OpenCHS, so that the record cannot be read',
	description:
		'A long text with accents was cut off inside the server. Open the record in OpenCHS and shorten its short texts, such as names and references.',
};

/** Everything would have come back, and passed for what was asked (recording 45). */
function filterNotTaken(name: string): Reason {
	return {
		code: 'unexpected_answer',
		field: name,
		message: `This OpenCHS cannot filter by '${name}'`,
		description: 'It would have given everything. Leave the filter out and choose afterwards.',
	};
}

/** After these the server, behind a proxy that gave up, may still be at work. */
const STILL_AT_WORK = new Set([408, 502, 504]);

/** What a write that was saved came back with. */
export interface Saved {
	answer: IDataObject;
	table: Table;
}

export interface WriteCall {
	verb: string;
	/** Steps below the API, each still to be encoded: `['cases', '100001', 'clients']`. */
	path: readonly string[];
	/** Name of the rows in the answer; the last word of the path that is no id when absent. */
	resource: string;
	body: IDataObject | StreamForm;
	notFound?: Reason;
	timeoutMs?: number;
}

/**
 * One write. This server knows POST alone: PUT and DELETE answer an empty 200 and change nothing
 * (recordings 63, 64). Only rows are "saved", only a clear refusal is "refused"; a fault page with 200
 * after a saved case, an empty body and every 5xx are unclear and must be looked up (recordings 28, 95).
 */
export async function write(
	connection: Connection,
	call: WriteCall,
	item: number,
): Promise<Written<Saved>> {
	const result = await request(connection, toCall(call), item);
	if (result.kind === 'lost') {
		const isLate = result.how === 'timeout';
		return { state: 'unclear', sent: result.sent, isLate, reason: lostReason(result.how) };
	}
	const { status } = result;
	const parsed = parseAnswer(String(result.body));
	if (isSuccess(result)) {
		const table = parsed.ok ? tableIn(parsed.answer, call.resource) : null;
		if (parsed.ok && table) return { state: 'saved', data: { answer: parsed.answer, table } };
		const isOver = parsed.ok || parsed.why !== 'half';
		return { state: 'unclear', sent: true, isOver, reason: { ...NOT_DATA, status } };
	}
	if (status >= 500 || status === 408) {
		// A proxy gives up before the server does; the server itself has come to its end.
		const progress = { isOver: status === 500, isLate: STILL_AT_WORK.has(status) };
		return { state: 'unclear', sent: true, ...progress, reason: statusReason(status) };
	}
	const fault = faultOf(status, parsed.ok ? parsed.answer : null);
	if (fault.kind === 'not_found' && call.notFound) {
		return { state: 'refused', reason: { ...call.notFound, status } };
	}
	const sent = call.body instanceof StreamForm ? [] : Object.keys(call.body);
	return { state: 'refused', reason: faultReason(fault, status, sent) };
}

function toCall({ verb, path, body, timeoutMs }: WriteCall): Call {
	return {
		verb,
		method: 'POST',
		path: [API, ...path.map(encodeURIComponent)].join('/'),
		body,
		// Bodies are read only under this type (recording 19); a form brings a type of its own.
		...(body instanceof StreamForm ? {} : { headers: { 'content-type': 'application/json' } }),
		...(timeoutMs === undefined ? {} : { timeoutMs }),
		kind: 'write',
	};
}

export function isSuccess(result: Answered): boolean {
	return result.status >= 200 && result.status < 300;
}

export function fail(connection: Connection, reason: Reason, item: number) {
	return toNodeError(connection.context.getNode(), reason, item);
}

export { API };
