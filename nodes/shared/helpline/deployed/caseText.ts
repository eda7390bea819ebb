import type { CaseRecord } from '../../record/case';
import { fold } from './text';

/** Where words are looked for. */
export const TEXT_FIELDS = [
	'case_number',
	'category',
	'description',
	'subcategory',
	'title',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Says whether all words stand in a case, in any of the fields; accents in one form, letter case aside. */
export function textFilter(
	text: string,
	fields: readonly TextField[] = TEXT_FIELDS,
): (record: CaseRecord) => boolean {
	const words = wordsOf(text);
	return (record) => {
		const all = fold(fields.map((field) => record[field] ?? '').join(' '));
		return words.every((word) => all.includes(word));
	};
}

/** The fields in which any of the words stands. */
export function matchedFields(
	record: CaseRecord,
	text: string,
	fields: readonly TextField[],
): TextField[] {
	const words = wordsOf(text);
	return fields.filter((field) => {
		const value = fold(record[field] ?? '');
		return words.some((word) => value.includes(word));
	});
}

export function wordsOf(text: string): string[] {
	return fold(text)
		.split(' ')
		.filter((word) => word !== '');
}

/** Shorter ones would let nearly every case in. */
const FEWEST_LETTERS = 2;

/**
 * The longest stretch of plain letters and digits in a text. The server keeps its texts escaped and
 * does not escape a filter, so a word with an accent or a quote finds nothing there (helpline v1, 5): such
 * a stretch finds every case that may match, and the rest is chosen here. Null when there is none.
 */
export function plainStretch(text: string): string | null {
	const stretches = wordsOf(text).flatMap((word) => word.match(/[a-z0-9]+/g) ?? []);
	const [longest = ''] = stretches.sort((a, b) => b.length - a.length);
	return longest.length >= FEWEST_LETTERS ? longest : null;
}

/** The stretch as a database may hold it, should its comparison mind letter case. */
export function spellingsOf(stretch: string): string[] {
	return [
		...new Set([
			stretch,
			`${stretch.charAt(0).toUpperCase()}${stretch.slice(1)}`,
			stretch.toUpperCase(),
		]),
	];
}
