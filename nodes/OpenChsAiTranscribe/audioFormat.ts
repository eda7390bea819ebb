import type { Reason } from '../shared/transport/errors';

/** What the service takes, judged by the name's ending alone (recording 08). */
export const FORMATS = ['wav', 'mp3', 'flac', 'm4a', 'ogg', 'webm'] as const;
export type Format = (typeof FORMATS)[number];

const MEGABYTE = 1024 * 1024;
/** Exactly so many bytes are taken, one more is not, and that is said only after all of them were sent (recording 08). */
const MOST_BYTES = 100 * MEGABYTE;
/** The documented limit; the service itself would work on it for hours. */
const MOST_SECONDS = 3600;

/** Files that were made by a program often have a type and no name. */
const BY_TYPE: Readonly<Record<string, Format>> = {
	'application/ogg': 'ogg',
	'audio/flac': 'flac',
	'audio/m4a': 'm4a',
	'audio/mp3': 'mp3',
	'audio/mp4': 'm4a',
	'audio/mpeg': 'mp3',
	'audio/ogg': 'ogg',
	'audio/vnd.wave': 'wav',
	'audio/wav': 'wav',
	'audio/wave': 'wav',
	'audio/webm': 'webm',
	'audio/x-flac': 'flac',
	'audio/x-m4a': 'm4a',
	'audio/x-wav': 'wav',
	'video/webm': 'webm',
};

const TYPES: Readonly<Record<Format, string>> = {
	flac: 'audio/flac',
	m4a: 'audio/mp4',
	mp3: 'audio/mpeg',
	ogg: 'audio/ogg',
	wav: 'audio/wav',
	webm: 'audio/webm',
};

/** By the name's ending, or by the type where the name has none; null when the service does not take it. */
export function formatOf(fileName: string, mimeType: string): Format | null {
	const ending = /\.([A-Za-z][A-Za-z0-9]{1,4})$/.exec(fileName.trim())?.[1]?.toLowerCase();
	if (ending !== undefined) return FORMATS.find((format) => format === ending) ?? null;
	const type = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
	return Object.hasOwn(BY_TYPE, type) ? (BY_TYPE[type] ?? null) : null;
}

/**
 * A name that tells nothing: the recording's own may hold a caller's number, and one with `call_` in it
 * makes the service write to other systems (AI service API, section 11).
 */
export function neutralName(format: Format): string {
	return `recording.${format}`;
}

export function typeOf(format: Format): string {
	return TYPES[format];
}

/** Why a recording is not sent; null when it may go. `seconds` is null where the header does not tell. */
export function refusedRecording(
	format: Format | null,
	bytes: number,
	seconds: number | null,
): Reason | null {
	if (format === null) {
		return refuse(
			'The AI service does not take this kind of file',
			'It takes .wav, .mp3, .flac, .m4a, .ogg and .webm. Convert the recording, then run the item again.',
		);
	}
	if (bytes === 0) {
		return refuse(
			'The recording is empty',
			'Look at the node that hands on the file, then run the item again.',
		);
	}
	if (bytes > MOST_BYTES) {
		return refuse(
			'The recording is larger than the 100 MB that the AI service takes',
			'Cut it into parts or store it in a smaller format, then run the item again.',
		);
	}
	if (seconds !== null && seconds > MOST_SECONDS) {
		return refuse(
			'The recording is longer than the 60 minutes that the AI service takes',
			'Cut it into parts, then run the item again.',
		);
	}
	return null;
}

function refuse(message: string, description: string): Reason {
	return { code: 'binary', field: 'file', message, description };
}

/** The header of a WAV file with anything before its samples fits into so many bytes. */
export const WAV_HEADER_BYTES = 65_536;

/**
 * How long a WAV file lasts, in seconds, from the beginning of it; null when that is no WAV, or when
 * its samples do not begin within what is given. The file's own size stands in for a length that a
 * writer left open.
 */
export function wavSeconds(head: Uint8Array, fileBytes: number): number | null {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	if (nameAt(view, 0) !== 'RIFF' || nameAt(view, 8) !== 'WAVE') return null;
	let bytesPerSecond = 0;
	for (let at = 12; at + 8 <= view.byteLength; ) {
		const size = view.getUint32(at + 4, true);
		if (nameAt(view, at) === 'fmt ' && at + 20 <= view.byteLength) {
			bytesPerSecond = view.getUint32(at + 16, true);
		}
		if (nameAt(view, at) === 'data') {
			const there = fileBytes - at - 8;
			const samples = size === 0 || size > there ? there : size;
			return bytesPerSecond > 0 && samples >= 0 ? samples / bytesPerSecond : null;
		}
		// Chunks begin at even places.
		at += 8 + size + (size % 2);
	}
	return null;
}

function nameAt(view: DataView, at: number): string {
	if (at + 4 > view.byteLength) return '';
	return [0, 1, 2, 3].map((place) => String.fromCharCode(view.getUint8(at + place))).join('');
}
