import fc from 'fast-check';
import { parse } from 'papaparse';

import { csvCell, withoutMark } from '../../../../nodes/shared/privacy/csvCell';

const readBack = (line: string): string[] =>
	parse<string[]>(`${line}\r\n`, { delimiter: ',' }).data[0] ?? [];

describe('a cell of a CSV file', () => {
	it.each([
		['plain', 'plain'],
		['a,b', '"a,b"'],
		['say "so"', '"say ""so"""'],
		['two\nlines', '"two\nlines"'],
		['two\rlines', '"two\rlines"'],
		[null, ''],
		[undefined, ''],
		['', ''],
		[0, '0'],
		[false, 'false'],
		[{ a: 1 }, '"{""a"":1}"'],
		[['=x'], '"[""=x""]"'],
		["it's", "it's"],
		['a=b', 'a=b'],
		['2-3', '2-3'],
	])('holds %p', (value, cell) => {
		expect(csvCell(value)).toBe(cell);
	});

	it.each([
		'=1+1',
		'+999',
		'-x',
		'@x',
		'\tx',
		'＝1',
		'＋1',
		'－1',
		'＠x',
		'﹦1',
		'﹢1',
		'﹣1',
		'﹫x',
		-5,
	])('is marked when a spreadsheet would compute it: %p', (value) => {
		expect(csvCell(value)).toBe(`'${value}`);
	});

	it.each(['\n=x', '\r=x', '\nx', '\rx', '  \nx', '\u200b\nx'])(
		'is marked and quoted when it begins with a line break: %p',
		(text) => {
			expect(csvCell(text)).toBe(`"'${text}"`);
		},
	);

	it.each([
		' ',
		'\u00a0',
		'\u3000',
		'\ufeff',
		'\u200b',
		'\u2060',
		'\u00ad',
		'\u202e',
		'\u0000',
		'\u3164',
		'\u034f',
		'\ufe0f',
		'\u{e0001}',
		"'",
		" ' \u200b",
	])('is marked when the sign stands behind what nobody sees: %p', (unseen) => {
		expect(csvCell(`${unseen}=x`)).toBe(`'${unseen}=x`);
		expect(csvCell(`${unseen}x`)).toBe(`${unseen}x`);
	});

	it('gives back what was written, mark taken off', () => {
		const text = fc.string({
			unit: fc.constantFrom(...[...'\'=+-@ \t\r\n\u200b",ax＝']),
			maxLength: 8,
		});

		fc.assert(
			fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (cells) => {
				const read = readBack(cells.map(csvCell).join(','));
				expect(read.map(withoutMark)).toEqual(cells);
				for (const cell of read) expect(cell).not.toMatch(/^[\s\u200b]*[=+\-@＝]|^[\t\r\n]/);
			}),
			{ numRuns: 2000 },
		);
	});

	it('looks once through a cell of megabytes', () => {
		const start = performance.now();

		expect(csvCell(' '.repeat(5_000_000))).toHaveLength(5_000_000);
		expect(csvCell(`${"' ".repeat(2_500_000)}x`)).toHaveLength(5_000_001);
		expect(performance.now() - start).toBeLessThan(3000);
	});

	it('loses nothing that was no mark', () => {
		expect(withoutMark("'tis so")).toBe("'tis so");
		expect(withoutMark("'=x")).toBe('=x');
		expect(withoutMark("''=x")).toBe("'=x");
		expect(withoutMark('=x')).toBe('=x');
		expect(withoutMark('')).toBe('');
	});
});
