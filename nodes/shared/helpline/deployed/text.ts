/** An empty text is nothing; a number is its digits. */
export function textOrNull(value: unknown): string | null {
	if (typeof value === 'string') return value === '' ? null : value;
	return typeof value === 'number' ? String(value) : null;
}

/** For comparing what people type: one form of accents, no letter case, single blanks. */
export function fold(text: string): string {
	return text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
}

export function isObjectValue(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}
