import type { Encoding } from '../../../nodes/OpenChsCsvImport/decode';
import { decode, ENCODINGS, findEncoding } from '../../../nodes/OpenChsCsvImport/decode';
import { encode, pieces } from './bytes';

const TEXT = 'title,reporter_name\r\nAfraid to go to school,Zoé Example\r\n';

async function textOf(bytes: Uint8Array, encoding: Encoding, ...ends: number[]): Promise<string> {
	let text = '';
	for await (const part of decode(pieces(bytes, ...ends), encoding)) text += part;
	return text;
}

const everyByte = (bytes: Uint8Array) => Array.from({ length: bytes.length }, (_, n) => n);

describe('the encoding of a file', () => {
	it.each(ENCODINGS)('is found without a mark (%s)', async (encoding) => {
		const bytes = encode(TEXT, encoding);

		expect(await findEncoding(pieces(bytes))).toBe(encoding);
		expect(await findEncoding(pieces(bytes, ...everyByte(bytes)))).toBe(encoding);
	});

	it.each<[Encoding]>([['utf-8'], ['utf-16le'], ['utf-16be']])(
		'is found by its mark (%s), which is no part of the text',
		async (encoding) => {
			const bytes = encode('é', encoding, true);

			expect(await findEncoding(pieces(bytes))).toBe(encoding);
			expect(await textOf(bytes, encoding, 1)).toBe('é');
		},
	);

	/** Ten pairs of bytes, so many of them with a zero at the first and at the second place. */
	const pairs = (first: number, second: number) =>
		Uint8Array.from({ length: 20 }, (_, at) => {
			const isZero = at % 2 === 0 ? at / 2 < first : (at - 1) / 2 < second;
			return isZero ? 0 : 0x61;
		});

	it.each<[number, number, Encoding]>([
		[0, 3, 'utf-16le'],
		[3, 0, 'utf-16be'],
		[2, 3, 'utf-16le'],
		[3, 2, 'utf-16be'],
		[0, 2, 'utf-8'],
		[2, 0, 'utf-8'],
		[1, 1, 'utf-8'],
		[3, 3, 'utf-8'],
	])('by its zeros: %i first and %i second of ten are %s', async (first, second, encoding) => {
		expect(await findEncoding(pieces(pairs(first, second)))).toBe(encoding);
	});

	it('of one letter is UTF-8', async () => {
		expect(await findEncoding(pieces(Uint8Array.from([0x61])))).toBe('utf-8');
	});

	it('is Windows-1252 where one byte at the very end is no UTF-8', async () => {
		const bytes = Buffer.concat([encode('x'.repeat(200_000), 'utf-8'), Buffer.from([0xe9])]);

		expect(await findEncoding(pieces(bytes, 65_536))).toBe('windows-1252');
		expect((await textOf(bytes, 'windows-1252')).endsWith('xé')).toBe(true);
	});

	it('is UTF-8 where letters of several bytes are torn between pieces', async () => {
		const bytes = encode('😀'.repeat(5_000), 'utf-8');

		expect(await findEncoding(pieces(bytes, 4_097, 4_099))).toBe('utf-8');
		expect(await textOf(bytes, 'utf-8', 4_097, 4_099)).toBe('😀'.repeat(5_000));
	});

	it('of plain letters and of nothing is UTF-8', async () => {
		expect(await findEncoding(pieces(encode('abc', 'windows-1252')))).toBe('utf-8');
		expect(await findEncoding(pieces(new Uint8Array()))).toBe('utf-8');
	});
});

describe('a file that cannot be read has its sentence:', () => {
	it('empty', async () => {
		await expect(textOf(new Uint8Array(), 'utf-8')).rejects.toMatchObject({
			reason: { code: 'binary', message: 'The file is empty' },
			row: null,
		});
	});

	it.each([
		[[0x50, 0x4b, 3, 4], 'The file is an Excel or OpenDocument workbook, or another ZIP, not CSV'],
		[[0xd0, 0xcf, 0x11, 0xe0], 'The file is an old Excel workbook, not CSV'],
		[[0x25, 0x50, 0x44, 0x46, 0x2d], 'The file is a PDF, not CSV'],
		[[0x1f, 0x8b, 8], 'The file is a compressed file, not CSV'],
		[[0x61, 0, 0, 0, 0x62, 0x63], 'The file is not text'],
	])('binary (%j)', async (bytes, message) => {
		await expect(textOf(Uint8Array.from(bytes), 'windows-1252')).rejects.toThrow(message);
	});

	it('binary, far inside', async () => {
		const bytes = Buffer.concat([encode('x'.repeat(100_000), 'utf-8'), Buffer.from([0])]);

		await expect(textOf(bytes, 'utf-8')).rejects.toThrow('The file is not text');
	});

	it.each<[Encoding, Encoding, boolean, string]>([
		['windows-1252', 'utf-8', false, 'UTF-8'],
		['utf-16le', 'utf-8', true, 'UTF-8'],
		['utf-16be', 'utf-16le', false, 'UTF-16 (Little Endian)'],
		['utf-8', 'utf-16le', false, 'UTF-16 (Little Endian)'],
		['utf-8', 'utf-16be', false, 'UTF-16 (Big Endian)'],
		['utf-8', 'windows-1252', true, 'Windows-1252'],
		['utf-16le', 'windows-1252', false, 'Windows-1252'],
	])('written in %s, read as %s (mark: %s)', async (real, chosen, hasMark, name) => {
		await expect(textOf(encode(TEXT, real, hasMark), chosen)).rejects.toThrow(
			`The file is not written in ${name}`,
		);
	});

	it('written in another encoding, far inside', async () => {
		const bytes = Buffer.concat([encode('x'.repeat(100_000), 'utf-8'), Buffer.from([0xe9, 0x20])]);

		await expect(textOf(bytes, 'utf-8')).rejects.toThrow('The file is not written in UTF-8');
		await expect(textOf(bytes.subarray(0, -1), 'utf-8')).rejects.toThrow('not written in UTF-8');
	});

	it('and UTF-16 of another alphabet, where few bytes are zero, is read', async () => {
		const text = 'ሰላም,ልጅ\nሰላምሰላምሰላምሰላም,ልጅልጅልጅ\n';

		expect(await textOf(encode(text, 'utf-16le'), 'utf-16le')).toBe(text);
	});
});

it.each(['Price,title\n', '%,title\n', 'PKa,title\n'])(
	'a text that begins like another kind of file is still a text: %j',
	async (text) => {
		expect(await textOf(encode(text, 'utf-8'), 'utf-8')).toBe(text);
	},
);

it('a letter that is torn off at the end of the file is no UTF-8, nor is the file found to be', async () => {
	const bytes = encode('title\né', 'utf-8').subarray(0, -1);

	expect(await findEncoding(pieces(bytes))).toBe('windows-1252');
	await expect(textOf(bytes, 'utf-8')).rejects.toThrow('The file is not written in UTF-8');
});

it('hands the text out as it is decoded, the front of the file with its first piece', async () => {
	const bytes = encode('title\nx\n'.repeat(1_000), 'utf-8');
	const parts: string[] = [];
	for await (const part of decode(pieces(bytes, 5_000), 'utf-8')) parts.push(part);

	expect(parts.join('')).toHaveLength(8_000);
	expect(parts[0]?.length).toBe(5_000);
});
