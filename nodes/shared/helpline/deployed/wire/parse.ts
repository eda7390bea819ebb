import type { IDataObject } from 'n8n-workflow';

import type { Context } from './envelope';

/** An answer's text, read; or why it is none. */
export type Parsed =
	| { ok: true; answer: IDataObject }
	| {
			ok: false;
			/** `damaged`: whole, but a row in it breaks the JSON. `half`: it stops in the middle. */
			why: 'empty' | 'html' | 'damaged' | 'half';
	  };

/** Places where JSON may start behind a warning; a page of faults has no more than a few. */
const MAX_STARTS = 5;

/**
 * Reads an answer by parsing it, never by its content type or status: valid JSON comes as
 * `text/html` (recording 81), a fault page comes with 200 (recordings 95, 97, 99).
 */
export function parseAnswer(text: string): Parsed {
	const trimmed = text.replace(/^\uFEFF/, '').trim();
	if (trimmed === '') return { ok: false, why: 'empty' };
	const whole = parseObject(trimmed);
	if (whole) return { ok: true, answer: whole };
	if (trimmed.startsWith('{')) {
		return { ok: false, why: trimmed.endsWith('}') ? 'damaged' : 'half' };
	}
	return afterWarning(trimmed);
}

/** A warning of PHP can stand in front of the JSON (recording 98); a stack trace holds braces too (recording 95). */
function afterWarning(text: string): Parsed {
	let isDamaged = false;
	const starts = [...text.matchAll(/^\s*\{\s*"/gm)].slice(0, MAX_STARTS);
	for (const { index } of starts) {
		const json = text.slice(index);
		const answer = parseObject(json);
		if (answer) return { ok: true, answer };
		isDamaged ||= /^\s*\{\s*"\w+"\s*:\s*\[/.test(json);
	}
	if (isDamaged) return { ok: false, why: text.endsWith('}') ? 'damaged' : 'half' };
	return { ok: false, why: 'html' };
}

function parseObject(text: string): IDataObject | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as IDataObject)
			: null;
	} catch {
		return null;
	}
}

/**
 * Whether what was read is an answer at all; what the door asks before it gives a read up. A damaged one
 * stays damaged however often it is asked for.
 */
export function isReadable(parsed: Parsed): boolean {
	return parsed.ok || parsed.why === 'damaged';
}

/** The id of the only row in a damaged answer, to name it (recording 58); null when it cannot be told. */
export function idInDamagedRow(text: string, resource: string): string | null {
	const row = new RegExp(
		`"${resource}"\\s*:\\s*\\[\\s*\\[((?:\\s*,?\\s*"(?:[^"\\\\]|\\\\.)*")*)`,
	).exec(text)?.[1];
	const position = new RegExp(
		`"${resource}_k"\\s*:\\s*\\{(?:[^{}]*[{,])?\\s*"id"\\s*:\\s*\\[\\s*"(\\d+)"`,
	).exec(text)?.[1];
	if (row === undefined || position === undefined) return null;
	const cells = row.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
	return /^"(\d+)"$/.exec(cells[Number(position)] ?? '')?.[1] ?? null;
}

/** Where a damaged list stands, which is told behind its rows; null when it cannot be found. */
export function contextInDamaged(text: string, resource: string): Context | null {
	const cells = new RegExp(
		`"${resource}_ctx"\\s*:\\s*\\[\\s*\\[\\s*"\\d+"\\s*,\\s*"\\d+"\\s*,\\s*"\\d+"\\s*,\\s*"(\\d+)"\\s*,\\s*"(\\d+)"`,
	).exec(text);
	return cells ? { last: Number(cells[1]), total: Number(cells[2]) } : null;
}
