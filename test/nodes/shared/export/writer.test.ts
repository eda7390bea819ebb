import Papa from 'papaparse';
import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { FormOptions } from '../../../../nodes/shared/export/writer';
import { REFERENCES, writerOf } from '../../../../nodes/shared/export/writer';

const COLUMNS = ['id', 'title', 'child_age'];
const PLAIN: FormOptions = { columns: COLUMNS, isPretty: true, hasMark: true };

function written(form: 'csv' | 'json' | 'jsonl', rows: IDataObject[], options = PLAIN): string {
	const writer = writerOf(form, options);
	return [
		writer.head(),
		...rows.map((row, at) => writer.row(row, at)),
		writer.tail(rows.length),
	].join('');
}

const row = fc.record({
	id: fc.nat(),
	title: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a\nb', '"', 'é, ü', '\\')),
	child_age: fc.option(fc.nat({ max: 18 })),
});

describe('JSON', () => {
	it('is the whole array as people read it, whatever is in the rows', () => {
		fc.assert(
			fc.property(fc.array(row), (rows) => {
				expect(written('json', rows)).toBe(`${JSON.stringify(rows, null, 2)}\n`);
			}),
		);
	});

	it('stands on one line when nobody reads it', () => {
		fc.assert(
			fc.property(fc.array(row), (rows) => {
				const text = written('json', rows, { ...PLAIN, isPretty: false });
				expect(text).toBe(`${JSON.stringify(rows)}\n`);
			}),
		);
	});
});

describe('JSON Lines', () => {
	it('has one case a line, also where a text has line breaks', () => {
		fc.assert(
			fc.property(fc.array(row), (rows) => {
				const lines = written('jsonl', rows).split('\n');
				expect(lines.pop()).toBe('');
				expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
					JSON.parse(JSON.stringify(rows)),
				);
			}),
		);
	});
});

describe('CSV', () => {
	it('has the columns in their order, under a mark for spreadsheets', () => {
		const text = written('csv', [{ child_age: 9, title: 'é', id: 1, plan: 'stays inside' }]);

		expect(text).toBe('\uFEFFid,title,child_age\r\n1,é,9\r\n');
		expect(written('csv', [], { ...PLAIN, hasMark: false })).toBe('id,title,child_age\r\n');
	});

	it.each([
		'=1+1',
		'+1',
		'-1',
		'@SUM(A1)',
		'\t=1',
		'\n=1',
		'\u200B=1',
		'\uFEFF\u202E=1',
		'\u00A0 =1',
		'＝1',
	])('computes nothing in a spreadsheet (%j)', (title) => {
		const [, cells] = Papa.parse<string[]>(
			written('csv', [{ id: 1, title }], { ...PLAIN, hasMark: false }),
		).data;

		expect(cells?.[1]).toBe(`'${title}`);
	});

	it('keeps lists as JSON in one cell', () => {
		const [, cells] = Papa.parse<string[]>(
			written('csv', [{ id: 1, title: [{ name: 'x, "y"' }] }]),
		).data;

		expect(JSON.parse(cells?.[1] ?? '')).toEqual([{ name: 'x, "y"' }]);
	});
});

it('references stand one a line', () => {
	expect(REFERENCES.row({ reference: 'abc' }, 0)).toBe('abc\n');
});
