import { createHmac, timingSafeEqual } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { toUtc } from '../shared/record/dates';

/** The last repeat of a delivery comes after seven minutes (published API, webhooks); a clock may be three minutes slow. */
export const OLDEST_MS = 10 * 60_000;
/** So far may the clock of the server run ahead of ours. */
export const AHEAD_MS = 3 * 60_000;

/** Ids are remembered for a while, so that they must not be of any length. */
const LONGEST_ID = 200;

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

/** What a delivery says, after it was found to be genuine, whole and young enough. */
export interface Delivery {
	/** The server's name for what happened, such as `case.created`. */
	event: string;
	/** When it was sent, ISO 8601 UTC; all repeats of a delivery have the same. */
	at: string;
	/** The same for all repeats of one delivery. */
	id: string;
	data: IDataObject;
}

export interface Refusal {
	/** 401: not known to be from OpenCHS. 400: from OpenCHS, but of no use. */
	status: 400 | 401;
	/** For the log of the sender; without a value. */
	sentence: string;
}

const NO_SECRET: Refusal = {
	status: 401,
	sentence: 'No shared secret is stored here, so that nothing can be accepted',
};
const NOT_SIGNED: Refusal = { status: 401, sentence: 'X-OpenCHS-Signature is missing' };
const NOT_GENUINE: Refusal = {
	status: 401,
	sentence: 'X-OpenCHS-Signature is not the sha256 signature of this body with the shared secret',
};
const NOT_A_DELIVERY: Refusal = {
	status: 400,
	sentence: 'The body is not a delivery with event, timestamp and data',
};
const TOO_OLD: Refusal = { status: 400, sentence: 'The timestamp is more than ten minutes old' };
const TOO_EARLY: Refusal = {
	status: 400,
	sentence: 'The timestamp is more than three minutes ahead of the clock here',
};

/**
 * Whether a call to our address is a delivery of OpenCHS. The signature is worked out over the bytes as
 * they came, before anything in them is believed; only the body is believed after that, because the
 * signature covers no header.
 */
export function verify(
	body: Uint8Array,
	signature: string | undefined,
	secret: string,
	now: number,
): { delivery: Delivery } | { refusal: Refusal } {
	if (secret.trim() === '') return { refusal: NO_SECRET };
	if (signature === undefined || signature === '') return { refusal: NOT_SIGNED };
	const given = SIGNATURE.exec(signature)?.[1];
	const right = createHmac('sha256', secret).update(body).digest();
	if (given === undefined || !timingSafeEqual(Buffer.from(given, 'hex'), right)) {
		return { refusal: NOT_GENUINE };
	}
	const delivery = read(body, right.toString('hex'));
	if (!delivery) return { refusal: NOT_A_DELIVERY };
	const age = now - Date.parse(delivery.at);
	if (age > OLDEST_MS) return { refusal: TOO_OLD };
	return age < -AHEAD_MS ? { refusal: TOO_EARLY } : { delivery };
}

/** `hash` names a delivery that names itself nowhere: its repeats have the same bytes. */
function read(body: Uint8Array, hash: string): Delivery | null {
	const value = parse(body);
	if (!isObject(value)) return null;
	const { event, timestamp, delivery_id: id, data } = value;
	const at = toUtc(timestamp, 'UTC');
	if (typeof event !== 'string' || event === '' || at === null || !isObject(data)) return null;
	const isName =
		typeof id === 'string' ? id !== '' && id.length <= LONGEST_ID : Number.isFinite(id);
	return { event, at, data, id: isName ? String(id) : hash };
}

function parse(body: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
	} catch {
		return null;
	}
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
