/**
 * The server escapes a value once, when it saves it, and prints it unchanged ever after (57). So a
 * row holds text which is already the inside of a JSON string.
 */
export function stored(text: string): string {
	if (/^[\x20-\x7e]*$/.test(text) && !/["\\/<>]/.test(text)) return text;
	return JSON.stringify(text)
		.slice(1, -1)
		.replace(/\//g, '\\/')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What was saved, for the other dialect; of a cut escape only the whole part is left. */
export function unstored(text: string): string {
	if (!/[\\&]/.test(text)) return text;
	const whole = text.replace(/\\(?:u[0-9a-f]{0,3})?$/, (tail, at: number) =>
		isEscaped(text, at) ? tail : '',
	);
	return decode(whole).replace(/&lt;/g, '<').replace(/&gt;/g, '>');
}

function decode(text: string): string {
	try {
		return JSON.parse(`"${text}"`) as string;
	} catch {
		return text;
	}
}

function isEscaped(text: string, at: number): boolean {
	let backslashes = 0;
	while (text[at - 1 - backslashes] === '\\') backslashes += 1;
	return backslashes % 2 === 1;
}

/** In the non-strict mode a short text is cut without a word, even inside an escape (58). */
export function cutTo(bytes: number, text: string): string {
	return bytes > 0 && text.length > bytes ? text.slice(0, bytes) : text;
}
