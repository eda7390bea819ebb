/**
 * Texts that a spreadsheet computes: they begin with a sign of a formula, in any width, or with a tab or a
 * line break, also behind blanks and what nobody sees. Marks count as unseen, so that taking one off again
 * gives back what was there. One class and one star: a cell of megabytes is looked through once.
 */
const ACTIVE = /^[\s'\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫\t\r\n]/u;

/**
 * A value as one cell of a CSV file (RFC 4180, comma): in quotes where it needs them, and with a `'` before
 * what a spreadsheet would take for a formula. Nothing is an empty cell, an object its JSON.
 */
export function csvCell(value: unknown): string {
	const text = textOf(value);
	const harmless = ACTIVE.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** What stood in a cell before `csvCell` put its mark there; the text that a reader of CSV hands over. */
export function withoutMark(text: string): string {
	return text.startsWith("'") && ACTIVE.test(text.slice(1)) ? text.slice(1) : text;
}

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
