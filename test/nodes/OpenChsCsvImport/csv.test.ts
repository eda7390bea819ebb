import fc from 'fast-check';
import Papa from 'papaparse';

import type { CsvOptions, CsvRow } from '../../../nodes/OpenChsCsvImport/csv';
import { readCsv } from '../../../nodes/OpenChsCsvImport/csv';
import type { Encoding } from '../../../nodes/OpenChsCsvImport/decode';
import { decode, ENCODINGS, findEncoding } from '../../../nodes/OpenChsCsvImport/decode';
import { collect, encode, pieces } from './bytes';

const FIND: CsvOptions = { delimiter: '', quote: '"', comments: '' };

async function rowsOf(bytes: Uint8Array, options = FIND, ends: number[] = []): Promise<CsvRow[]> {
	const encoding = await findEncoding(pieces(bytes, ...ends));
	return await collect(readCsv(decode(pieces(bytes, ...ends), encoding), options));
}

async function* texts(...parts: string[]): AsyncGenerator<string> {
	yield* parts;
}

async function cellsOf(text: string, options: Partial<CsvOptions> = {}): Promise<string[][]> {
	const rows = await collect(readCsv(texts(text), { ...FIND, ...options }));
	return rows.map(({ cells }) => cells);
}

const DELIMITERS = [',', ';', '\t', '|'];
const BREAKS = ['\n', '\r\n', '\r'];
const QUOTINGS: Record<string, (cell: string, delimiter: string, lineBreak: string) => string> = {
	'no quotes': (cell) => cell,
	'all quoted': (cell) => `"${cell}"`,
	'quoted breaks': (cell, _delimiter, lineBreak) => `"${cell}${lineBreak}and more"`,
	'quoted delimiters': (cell, delimiter) => `"${cell}${delimiter}${cell}"`,
	'doubled quotes': (cell) => `"${cell} ""so"" ${cell}"`,
};

const MATRIX = ENCODINGS.flatMap((encoding) =>
	DELIMITERS.flatMap((delimiter) =>
		BREAKS.flatMap((lineBreak) =>
			Object.keys(QUOTINGS).flatMap((quoting) =>
				[true, false].map((endsWithBreak) => ({
					encoding,
					delimiter,
					lineBreak,
					quoting,
					endsWithBreak,
				})),
			),
		),
	),
);

describe('a CSV file', () => {
	it.each(MATRIX.map((each) => [JSON.stringify(each), each] as const))(
		'reads as papaparse reads the whole text: %s',
		async (_name, { encoding, delimiter, lineBreak, quoting, endsWithBreak }) => {
			const quote = QUOTINGS[quoting] ?? String;
			const words = [
				['número', 'âge', 'simu'],
				['0071', 'Zoé', '+999 1'],
				['', 'Élan', '0'],
				['3', 'ça va', '-'],
			];
			const lines = words.map((cells) =>
				cells.map((cell) => quote(cell, delimiter, lineBreak)).join(delimiter),
			);
			const text = lines.join(lineBreak) + (endsWithBreak ? lineBreak : '');
			const whole = Papa.parse<string[]>(text, { skipEmptyLines: true });

			const rows = await rowsOf(encode(text, encoding), FIND, [1, 2, 7]);

			expect(rows.map(({ cells }) => cells)).toEqual(whole.data);
			expect(rows.map(({ cells }) => cells.length)).toEqual([3, 3, 3, 3]);
			expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
			expect(rows.some(({ isQuoteBroken }) => isQuoteBroken)).toBe(false);
		},
	);

	it.each<[Encoding]>([['utf-8'], ['utf-16le'], ['utf-16be']])(
		'loses its byte-order mark (%s)',
		async (encoding) => {
			const [header] = await rowsOf(encode('title,age\nx,1\n', encoding, true));

			expect(header?.cells).toEqual(['title', 'age']);
		},
	);

	it('gives the same rows however it comes in pieces', async () => {
		const cell = fc.oneof(
			fc.string({ maxLength: 6 }),
			fc.constantFrom(
				'"',
				'""',
				'"a"b',
				'a"b',
				'\r',
				'\n',
				'\r\n',
				'#',
				',',
				' "x" ',
				'\u00e9',
				'😀',
			),
		);
		const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
		await fc.assert(
			fc.asyncProperty(
				fc.array(row, { minLength: 1, maxLength: 8 }),
				fc.constantFrom(...BREAKS),
				fc.constantFrom('', '#'),
				fc.array(fc.nat(120), { maxLength: 6 }),
				async (lines, lineBreak, comments, cuts) => {
					const text = `a,b${lineBreak}${lines.join(lineBreak)}`.replaceAll('\u0000', '0');
					const ends = cuts.filter((cut) => cut < text.length).sort((a, b) => a - b);
					const options = { ...FIND, delimiter: ',', comments };

					expect(await outcome(text, options, ends)).toEqual(await outcome(text, options, []));
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('gives the same rows whatever the pieces, far beyond the sample and the size of a piece', async () => {
		const lines = Array.from({ length: 9_000 }, (_, n) =>
			n % 7 === 0 ? `${n},"first ""line""\nsecond, line",${n}` : `${n},plain text of row ${n},${n}`,
		);
		const bytes = encode(lines.join('\n'), 'utf-8');
		expect(bytes.length).toBeGreaterThan(300_000);
		const whole = await rowsOf(bytes);

		for (const size of [997, 65_536, 262_144, 1_000_003]) {
			const ends = Array.from(
				{ length: Math.floor(bytes.length / size) },
				(_, n) => (n + 1) * size,
			);
			expect(await rowsOf(bytes, FIND, ends)).toEqual(whole);
		}
		expect(whole).toHaveLength(9_000);
		expect(whole[7]?.cells).toEqual(['7', 'first "line"\nsecond, line', '7']);
		expect(whole[8_999]).toEqual({
			number: 9_000,
			cells: ['8999', 'plain text of row 8999', '8999'],
			isQuoteBroken: false,
		});
	});

	it('hands rows out before the whole file was read, and never an empty handful', async () => {
		let read = 0;
		async function* slowly(): AsyncGenerator<string> {
			for (const text of ['a,b\n1,2\n', '3,4\n', '', '5,6\n', '7,8\n']) {
				read += 1;
				yield text;
			}
		}
		const handfuls: Array<{ rows: number; read: number }> = [];
		for await (const rows of readCsv(slowly(), FIND, 4)) handfuls.push({ rows: rows.length, read });

		expect(handfuls[0]?.read).toBeLessThan(5);
		expect(handfuls.every(({ rows }) => rows > 0)).toBe(true);
		expect(handfuls.reduce((sum, { rows }) => sum + rows, 0)).toBe(5);
	});

	it('counts empty lines and comments as rows, as a spreadsheet does', async () => {
		const text = '# made-up\ntitle,age\n\n# again\n# and again\nx,1\n#end';
		const rows = await collect(readCsv(texts(...text), { ...FIND, comments: '#' }));

		expect(rows).toEqual([
			{ number: 2, cells: ['title', 'age'], isQuoteBroken: false },
			{ number: 3, cells: [''], isQuoteBroken: false },
			{ number: 6, cells: ['x', '1'], isQuoteBroken: false },
		]);
	});

	it('keeps leading zeros, blanks and letter case as they are', async () => {
		expect(await cellsOf('a,b\n007, X y \n')).toEqual([
			['a', 'b'],
			['007', ' X y '],
		]);
	});

	it('takes the delimiter that was chosen, not the one that it would find', async () => {
		expect(await cellsOf('a;b,c\n1;2,3', { delimiter: ',' })).toEqual([
			['a;b', 'c'],
			['1;2', '3'],
		]);
		expect(await cellsOf('a::b\n1::2', { delimiter: '::' })).toEqual([
			['a', 'b'],
			['1', '2'],
		]);
	});

	it('takes another quote', async () => {
		expect(await cellsOf("a,b\n'1,''2',3", { quote: "'" })).toEqual([
			['a', 'b'],
			["1,'2", '3'],
		]);
	});

	it('reads one column as one column', async () => {
		expect(await cellsOf('title\nx\ny')).toEqual([['title'], ['x'], ['y']]);
	});

	it('marks the row in which a quote is followed by more text', async () => {
		const rows = await collect(readCsv(texts('a,b\n"x"y,1\n2,3\n'), FIND));

		expect(rows.map(({ isQuoteBroken }) => isQuoteBroken)).toContain(true);
	});

	it('names the row that opens a quote and never closes it', async () => {
		await expect(cellsOf('a,b\n1,2\n3,"four\n5,6\n')).rejects.toMatchObject({
			row: 3,
			reason: { message: 'Row 3 opens a quote that is never closed' },
		});
	});

	it('names the row in which one cell holds 10 MB, whatever the pieces', async () => {
		const text = `a,b\n1,2\n3,${'x'.repeat(10_000_000)}\n5,6\n`;
		for (const size of [64_000, 700_000, 20_000_000]) {
			const parts: string[] = [];
			for (let at = 0; at < text.length; at += size) parts.push(text.slice(at, at + size));

			await expect(collect(readCsv(texts(...parts), FIND))).rejects.toMatchObject({
				row: 3,
				reason: { message: 'Row 3 is larger than 1 million characters' },
			});
		}
	});

	it('takes a row of exactly a million characters, and no longer one', async () => {
		const row = (length: number) => `a,b\n1,${'x'.repeat(length - 3)}\n`;

		expect(await cellsOf(row(1_000_000))).toHaveLength(2);
		await expect(cellsOf(row(1_000_001))).rejects.toMatchObject({ row: 2 });
	});
});

/** So few characters that even a short text is read in many steps. */
const SMALL_SAMPLE = 5;

async function* textPieces(text: string, ends: readonly number[]): AsyncGenerator<string> {
	let start = 0;
	for (const end of [...ends, text.length]) {
		yield text.slice(start, end);
		start = end;
	}
}

/** Rows, or the sentence with which reading ends. */
async function outcome(text: string, options: CsvOptions, ends: number[]): Promise<unknown> {
	const rows: CsvRow[] = [];
	try {
		const parts = textPieces(text, ends);
		for await (const some of readCsv(parts, options, SMALL_SAMPLE)) rows.push(...some);
		return rows;
	} catch (error) {
		return { rows, message: (error as Error).message };
	}
}
