/** A short text of the server holds so many bytes; longer ones are cut in the middle of an escape (recording 58). */
export const MAX_SHORT_BYTES = 255;

/**
 * Bytes of a text in the form in which the server stores it: escaped as JSON with every character
 * beyond ASCII as six bytes, a slash as two, and `<` and `>` as entities of four.
 */
export function storedBytes(text: string): number {
	let bytes = 0;
	const escaped = JSON.stringify(text).slice(1, -1);
	for (let index = 0; index < escaped.length; index++) {
		bytes += bytesOf(escaped.charAt(index));
	}
	return bytes;
}

function bytesOf(unit: string): number {
	if (unit === '/') return 2;
	if (unit === '<' || unit === '>') return 4;
	return unit.charCodeAt(0) > 0x7e ? 6 : 1;
}
