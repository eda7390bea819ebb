import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Reason } from '../transport/errors';
import type { CaseFields } from './case';

/**
 * The key that makes a repeated create harmless. Mapped keys are a person's own; a default key is
 * `<content>-<run>` (published API, last section: which key).
 */
export interface CaseKey {
	key: string;
	isMapped: boolean;
	/** The part of a default key that is the same in every run of the same input. */
	content: string | null;
	/** True when n8n says that a stored execution is run again: then `content` is looked up too. */
	isRetry: boolean;
}

/** A short field of a helpline server holds so many bytes of the escaped text. */
const MAX_ESCAPED_BYTES = 255;
const CONTENT_LENGTH = 24;
const RUN_LENGTH = 12;

/** Why a key is refused; null when it is fine. A key travels in addresses and logs, so it must not be personal. */
export function refusedKey(key: string, fields: CaseFields): Reason | null {
	const rule = brokenKeyRule(key, fields);
	if (!rule) return null;
	return {
		code: 'key_refused',
		field: 'external_key',
		message: "'External Key' was not accepted",
		description: `${rule} Use the ID that the source gives the record, such as the number of a form submission.`,
	};
}

function brokenKeyRule(key: string, fields: CaseFields): string | null {
	if (key.includes('@')) return 'It looks like an e-mail address.';
	if (key.includes(',')) return 'It holds a comma, which separates keys.';
	if (key.startsWith('+')) return 'It looks like a phone number.';
	const digits = key.replace(/\D/g, '');
	const phone = String(fields.reporter_phone ?? '').replace(/\D/g, '');
	if (digits !== '' && digits === phone) return "It is the reporter's phone number.";
	if (/\p{Cc}/u.test(key)) return 'It holds a line break or another control character.';
	if (escapedBytes(key) > MAX_ESCAPED_BYTES) return `It is longer than ${MAX_ESCAPED_BYTES} bytes.`;
	return null;
}

/** Bytes of a text as helpline servers store it: JSON-escaped, every character beyond ASCII as six bytes per unit. */
export function escapedBytes(text: string): number {
	let bytes = 0;
	for (const unit of JSON.stringify(text).slice(1, -1)) {
		for (let i = 0; i < unit.length; i++) bytes += unit.charCodeAt(i) > 0x7e ? 6 : 1;
	}
	return bytes;
}

const REFERENCE = 'External-Ref: ';

/** The description with the key on its last line, where a search finds it again. */
export function withReference(description: string | null, key: string): string {
	const text = splitReference(description).text?.trimEnd();
	return text ? `${text}\n\n${REFERENCE}${key}` : `${REFERENCE}${key}`;
}

/** The description as a person wrote it, and the key of its last line. */
export function splitReference(description: string | null | undefined): {
	text: string | null;
	key: string | null;
} {
	if (description === null || description === undefined) return { text: null, key: null };
	const whole = description.trimEnd();
	const lastLine = whole.lastIndexOf('\n') + 1;
	const last = whole.slice(lastLine);
	if (!last.startsWith(REFERENCE)) return { text: description, key: null };
	const text = whole.slice(0, lastLine).trimEnd();
	return { text: text === '' ? null : text, key: last.slice(REFERENCE.length).trim() };
}

/** The part of a default key that names the input: same workflow, node, run index, item and occurrence, same content. */
export function contentPart(parts: {
	workflowId: string;
	nodeId: string;
	runIndex: number;
	item: IDataObject;
	files: IDataObject;
	occurrence: number;
}): string {
	const { workflowId, nodeId, runIndex, item, files, occurrence } = parts;
	return hash(stable([workflowId, nodeId, runIndex, item, files, occurrence]), CONTENT_LENGTH);
}

export function defaultKey(content: string, executionId: string, isRetry: boolean): CaseKey {
	return { key: `${content}-${hash(executionId, RUN_LENGTH)}`, isMapped: false, content, isRetry };
}

/** Whether a key that was found differs from a default one in nothing but the run that made it. */
export function isOfContent(found: string | null, { key, content }: CaseKey): boolean {
	if (found === null || content === null) return false;
	const at = key.indexOf(`${content}-`);
	const run = at + content.length + 1;
	return (
		at !== -1 &&
		found.length === key.length &&
		found.startsWith(key.slice(0, run)) &&
		found.endsWith(key.slice(run + RUN_LENGTH))
	);
}

/** The key of something that hangs on a case, made from the key of its item. */
export function derivedKey(key: CaseKey, suffix: string): CaseKey {
	return { ...key, key: `${key.key}-${suffix}`, content: key.content };
}

/** JSON with sorted members, so that the same item gives the same text whatever made it. */
export function stable(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
	if (value instanceof Date) return JSON.stringify(value);
	if (typeof value === 'object' && value !== null) {
		const members = Object.entries(value)
			.filter(([, member]) => member !== undefined)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([name, member]) => `${JSON.stringify(name)}:${stable(member)}`);
		return `{${members.join(',')}}`;
	}
	return JSON.stringify(value) ?? 'null';
}

function hash(text: string, length: number): string {
	return createHash('sha256').update(text).digest('hex').slice(0, length);
}
