import { numberText, readForm, text } from '../checks.mts';
import type { CaseRow } from '../records.mts';
import { invalid } from '../refusal.mts';
import type { Result } from './envelope.mts';
import { paginationOf, readPage } from './paging.mts';
import { renderCase } from './render.mts';
import type { Call, Route } from './route.mts';

const FIELDS = [
	'case_number',
	'title',
	'description',
	'category',
	'subcategory',
	'reporter_name',
	'reporter_phone',
	'reporter_email',
	'child_name',
	'child_location',
	'ai_transcript',
	'ai_translation',
];

const USUAL_FIELDS = ['case_number', 'title', 'description'];

export const searchRoutes: readonly Route[] = [
	{ method: 'GET', path: '/search/cases', offered: 'searchOffered', handle: searchCases },
];

interface Hit {
	row: CaseRow;
	score: number;
	fields: string[];
}

/**
 * Fuzzy on purpose: one word of the question is enough for a hit. Whoever looks for an exact text
 * has to compare what comes back.
 */
function searchCases(call: Call): Result {
	const query = readForm(call.query, {
		fields: { q: text(500, 1), fields: text(500, 1), limit: numberText(1, 10_000) },
		required: ['q'],
	});
	const page = readPage(call, query);
	const fields = query.fields === undefined ? USUAL_FIELDS : readFields(call, String(query.fields));
	const hits = findHits(call, String(query.q), fields);
	const shown = hits.slice(0, page.limit);
	return {
		data: shown.map((hit) => ({
			...renderCase(call, hit.row),
			relevance_score: Math.round(hit.score * 1000) / 1000,
			matched_fields: hit.fields,
		})),
		pagination: paginationOf(hits.length, page, shown.length),
	};
}

function readFields(call: Call, list: string): string[] {
	const known = [...FIELDS, ...call.settings.acceptFields];
	const fields = list.split(',').map((name) => name.trim());
	const unknown = fields.filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		throw invalid([{ field: 'fields', message: `must name ${known.join(', ')}`, value: list }]);
	}
	return fields;
}

function findHits(call: Call, question: string, fields: string[]): Hit[] {
	const phrase = question.trim().toLowerCase();
	const words = phrase.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
	const tokens = words.length > 0 ? words : [phrase];
	const hits: Hit[] = [];
	for (const row of candidates(call, tokens, fields)) {
		const hit = judge(row, phrase, tokens, fields);
		if (hit) hits.push(hit);
	}
	return hits.sort((a, b) => b.score - a.score || b.row.id - a.row.id);
}

function judge(row: CaseRow, phrase: string, tokens: string[], fields: string[]): Hit | undefined {
	const matched = new Set<string>();
	const found = new Set<string>();
	let closeness = 0;
	for (const field of fields) {
		const value = textOf(row, field);
		for (const token of tokens) {
			if (!value.includes(token)) continue;
			matched.add(field);
			found.add(token);
		}
		closeness = Math.max(closeness, phraseIn(value, phrase));
	}
	if (matched.size === 0) return undefined;
	const score = (found.size / tokens.length) * (0.6 + 0.4 * closeness);
	return { row, score, fields: [...matched] };
}

/** 1 where the question stands by itself, so that `order-1` comes before `order-10`. */
function phraseIn(value: string, phrase: string): number {
	const at = value.indexOf(phrase);
	if (at < 0) return 0;
	const after = value.slice(at + phrase.length, at + phrase.length + 1);
	return /[\p{L}\p{N}]/u.test(after) ? 0.5 : 1;
}

/**
 * Lets the database drop what cannot match. It folds the case of ASCII letters only, so other
 * words are judged here, over every case.
 */
function candidates(call: Call, tokens: string[], fields: string[]): CaseRow[] {
	const isPlain = tokens.every((token) => /^[a-z0-9]+$/.test(token));
	const columns = fields.map((name) => (FIELDS.includes(name) ? name : 'extra'));
	const conditions = tokens.flatMap(() => columns.map((name) => `${name} LIKE ?`));
	const values = tokens.flatMap((token) => columns.map(() => `%${token}%`));
	return isPlain
		? call.store.rows<CaseRow>(
				`SELECT * FROM cases WHERE deleted_at IS NULL AND (${conditions.join(' OR ')})`,
				...values,
			)
		: call.store.rows<CaseRow>('SELECT * FROM cases WHERE deleted_at IS NULL');
}

function textOf(row: CaseRow, field: string): string {
	const value = FIELDS.includes(field)
		? row[field as keyof CaseRow]
		: (JSON.parse(row.extra ?? '{}') as Record<string, unknown>)[field];
	return String(value ?? '').toLowerCase();
}
