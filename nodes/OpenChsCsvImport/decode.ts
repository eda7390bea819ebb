import { emptyFile, notText, wrongEncoding } from './fileFault';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** As the screen calls them. */
export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
	'utf-8': 'UTF-8',
	'utf-16le': 'UTF-16 (Little Endian)',
	'utf-16be': 'UTF-16 (Big Endian)',
	'windows-1252': 'Windows-1252',
};

const MARKS: ReadonlyArray<{ bytes: readonly number[]; encoding: Encoding }> = [
	{ bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
	{ bytes: [0xff, 0xfe], encoding: 'utf-16le' },
	{ bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** How files begin that people take for CSV. */
const OTHER_KINDS: ReadonlyArray<{ bytes: readonly number[]; what: string }> = [
	{ bytes: [0x50, 0x4b, 0x03, 0x04], what: 'an Excel or OpenDocument workbook, or another ZIP' },
	{ bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook' },
	{ bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF' },
	{ bytes: [0x1f, 0x8b], what: 'a compressed file' },
];

type Decoder = InstanceType<typeof TextDecoder>;

/** Bytes at the front that tell what a file is. */
const HEAD_BYTES = 4096;
/** In text of the alphabets that helplines write, one byte of a UTF-16 pair is nearly always zero. */
const LEAST_ZEROS = 0.3;
/** Bytes decoded at a time: some stores hand a whole file over in one piece. */
const PIECE_BYTES = 65_536;

/**
 * Finds the encoding of a file: by its mark, by the zeros of UTF-16, else UTF-8 where every byte of the
 * file is good UTF-8, else Windows-1252, which spreadsheets of western countries write.
 */
export async function findEncoding(bytes: AsyncIterable<Uint8Array>): Promise<Encoding> {
	const utf8 = new TextDecoder('utf-8', { fatal: true });
	let head = new Uint8Array();
	let isUtf8 = true;
	for await (const piece of bytes) {
		if (head.length < HEAD_BYTES) head = joined(head, piece);
		if (isUtf8) isUtf8 = canDecode(utf8, piece, true);
	}
	isUtf8 &&= canDecode(utf8, new Uint8Array(), false);
	return toldByHead(head) ?? (isUtf8 ? 'utf-8' : 'windows-1252');
}

function toldByHead(head: Uint8Array): Encoding | null {
	const mark = MARKS.find(({ bytes }) => startsWith(head, bytes));
	if (mark) return mark.encoding;
	if (zeros(head, 1) >= LEAST_ZEROS && zeros(head, 0) < LEAST_ZEROS) return 'utf-16le';
	if (zeros(head, 0) >= LEAST_ZEROS && zeros(head, 1) < LEAST_ZEROS) return 'utf-16be';
	return null;
}

/** The share of zeros among the bytes at even (0) or odd (1) places. */
function zeros(head: Uint8Array, first: 0 | 1): number {
	const end = Math.min(head.length, HEAD_BYTES);
	let count = 0;
	for (let at = first; at < end; at += 2) if (head[at] === 0) count += 1;
	return end < 2 ? 0 : count / Math.ceil((end - first) / 2);
}

function canDecode(decoder: Decoder, piece: Uint8Array, stream: boolean): boolean {
	try {
		decoder.decode(piece, { stream });
		return true;
	} catch {
		return false;
	}
}

/**
 * The text of a file, piece by piece, without its mark. Throws the sentence of a file that is empty, no
 * text at all, or written in another encoding.
 */
export async function* decode(
	bytes: AsyncIterable<Uint8Array>,
	encoding: Encoding,
): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	const name = ENCODING_NAMES[encoding];
	let head = new Uint8Array();
	let isChecked = false;
	for await (const piece of slices(bytes)) {
		if (isChecked) {
			yield textOf(decoder, piece, true, name);
			continue;
		}
		head = joined(head, piece);
		if (head.length < HEAD_BYTES) continue;
		checkHead(head, encoding);
		isChecked = true;
		yield textOf(decoder, head, true, name);
	}
	if (!isChecked) {
		if (head.length === 0) throw emptyFile();
		checkHead(head, encoding);
		yield textOf(decoder, head, true, name);
	}
	yield textOf(decoder, new Uint8Array(), false, name);
}

function checkHead(head: Uint8Array, encoding: Encoding): void {
	const other = OTHER_KINDS.find(({ bytes }) => startsWith(head, bytes));
	if (other) throw notText(other.what);
	const told = toldByHead(head);
	// Any bytes at all can be read as UTF-16; its line breaks and commas have a zero in them.
	const isOther =
		told === null ? encoding.startsWith('utf-16') && !head.includes(0) : told !== encoding;
	if (isOther) throw wrongEncoding(ENCODING_NAMES[encoding]);
}

function textOf(decoder: Decoder, piece: Uint8Array, stream: boolean, name: string): string {
	const text = decoded(decoder, piece, stream);
	if (text === null) throw wrongEncoding(name);
	if (text.includes('\u0000')) throw notText(null);
	return text;
}

function decoded(decoder: Decoder, piece: Uint8Array, stream: boolean): string | null {
	try {
		return decoder.decode(piece, { stream });
	} catch {
		return null;
	}
}

async function* slices(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	for await (const piece of bytes) {
		for (let at = 0; at < piece.length; at += PIECE_BYTES) {
			yield piece.subarray(at, at + PIECE_BYTES);
		}
	}
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
	return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}
