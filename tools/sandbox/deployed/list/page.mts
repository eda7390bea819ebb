import { ScriptError } from '../refusals.mts';
import type { Context } from '../wire/sections.mts';

const USUAL_SIZE = 20;

export interface Page {
	size: number;
	/** As asked, the start already rounded down to a page (35). */
	offset: number;
	title: string;
}

/** 37: a size of zero, below zero or in words ends the script. There is no upper limit, unless one was set. */
export function readPage(query: URLSearchParams, cap = 0): Page {
	const asked = query.get('_c');
	const wanted = asked === null || asked === '' ? USUAL_SIZE : Number(asked);
	if (!Number.isInteger(wanted) || wanted <= 0) {
		throw new ScriptError('Uncaught DivisionByZeroError: Modulo by zero');
	}
	const size = cap > 0 ? Math.min(wanted, cap) : wanted;
	const start = wholeNumber(query.get('_a'));
	return {
		size,
		offset: start - (start % size) + wholeNumber(query.get('_o')),
		title: query.get('_title') ?? '',
	};
}

/** 36: past the end the last page comes again, so a walk never meets an empty page. */
export function cutPage<T>(
	rows: readonly T[],
	page: Page,
	repeatsLast: boolean,
	total = rows.length,
): { rows: readonly T[]; context: (clause: string) => Context } {
	const isPast = page.offset >= rows.length;
	const last = Math.max(0, rows.length - 1);
	const offset = isPast && repeatsLast ? last - (last % page.size) : page.offset;
	const cut = rows.slice(offset, offset + page.size);
	const context = (clause: string): Context => [
		String(cut.length === 0 && repeatsLast ? 0 : offset),
		String(page.size),
		String(cut.length === 0 ? 0 : offset + 1),
		// A join repeats rows, while the ordinals count cases (60).
		String(cut.length === 0 ? 0 : Math.min(offset + cut.length, total)),
		String(total),
		page.title,
		clause,
	];
	return { rows: cut, context };
}

function wholeNumber(text: string | null): number {
	const number = Number(text ?? 0);
	return Number.isInteger(number) && number > 0 ? number : 0;
}
