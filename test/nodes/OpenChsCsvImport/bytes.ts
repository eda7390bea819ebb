import type { Encoding } from '../../../nodes/OpenChsCsvImport/decode';

/** Bytes as a file of that encoding holds them. */
export function encode(text: string, encoding: Encoding, hasMark = false): Uint8Array {
	const marked = hasMark ? `\uFEFF${text}` : text;
	if (encoding === 'utf-8') return Buffer.from(marked, 'utf8');
	if (encoding === 'windows-1252') return Buffer.from(text, 'latin1');
	const pairs = Buffer.from(marked, 'utf16le');
	return encoding === 'utf-16le' ? pairs : pairs.swap16();
}

/** The bytes in pieces that end at the given places. */
export async function* pieces(
	bytes: Uint8Array,
	...ends: readonly number[]
): AsyncGenerator<Uint8Array> {
	let start = 0;
	for (const end of [...ends, bytes.length]) {
		yield bytes.subarray(start, end);
		start = end;
	}
}

export async function collect<T>(source: AsyncIterable<readonly T[]>): Promise<T[]> {
	const all: T[] = [];
	for await (const some of source) all.push(...some);
	return all;
}
