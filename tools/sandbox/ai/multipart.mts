import { refused } from './refusals.mts';

/** One part of a form, as the service's reader takes it. */
export interface Part {
	name: string;
	/** Undefined where the part has no plain `filename`: then it is a text (39). */
	filename: string | undefined;
	content: Buffer;
}

const BREAK = '\r\n';

/**
 * Reads a form the way the service does, oddities included: a file name in the extended notation
 * alone (`filename*=`) does not count, and neither does a part's own type (recording 39).
 */
export function readParts(contentType: string, body: Buffer): Part[] {
	const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
	if (boundary === undefined) throw refused(400, 'Missing boundary in multipart.');
	const fence = Buffer.from(`--${boundary}`);
	if (body.indexOf(fence) !== 0) throw refused(400, 'Invalid multipart data.');
	const parts: Part[] = [];
	let from = fence.length;
	while (body.toString('latin1', from, from + 2) === BREAK) {
		const end = body.indexOf(Buffer.concat([Buffer.from(BREAK), fence]), from);
		if (end < 0) throw refused(400, 'Invalid multipart data.');
		parts.push(readPart(body.subarray(from + BREAK.length, end)));
		from = end + BREAK.length + fence.length;
	}
	return parts;
}

function readPart(bytes: Buffer): Part {
	const gap = bytes.indexOf(BREAK + BREAK);
	if (gap < 0) throw refused(400, 'Invalid multipart data.');
	const headers = bytes.toString('utf8', 0, gap);
	const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? '';
	return {
		name: /[;\s]name="([^"]*)"/.exec(disposition)?.[1] ?? '',
		filename: /[;\s]filename="([^"]*)"/.exec(disposition)?.[1],
		content: bytes.subarray(gap + 2 * BREAK.length),
	};
}
