export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

export const OPEN_TO_ALL = {
	'access-control-allow-origin': '*',
	'access-control-allow-headers': 'Cache-Control',
};

/** One event as Python writes it: a `data:` line, everything outside ASCII escaped, an empty line. */
export function dataEvent(event: object): string {
	return `data: ${asciiJson(event)}\n\n`;
}

/** Python's spacing, which a careless reader may have come to rely on. */
export function asciiJson(value: object): string {
	return JSON.stringify(value, null, 1)
		.replace(/([{[])\n\s*/g, '$1')
		.replace(/\n\s*([}\]])/g, '$1')
		.replace(/\n\s*/g, ' ')
		.replace(/[^\0-\x7f]/g, (letter) => {
			const code = letter.charCodeAt(0).toString(16).padStart(4, '0');
			return `\\u${code}`;
		});
}
