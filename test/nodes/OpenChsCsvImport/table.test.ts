import type { CsvRow } from '../../../nodes/OpenChsCsvImport/csv';
import type { TableOptions } from '../../../nodes/OpenChsCsvImport/table';
import { openTable } from '../../../nodes/OpenChsCsvImport/table';
import { collect } from './bytes';

const USUAL: TableOptions = {
	hasHeader: true,
	firstLine: 1,
	maximum: 0,
	skipEmpty: true,
	shortRows: 'fill',
};

async function* source(...lines: string[]): AsyncGenerator<CsvRow[]> {
	yield [];
	for (const [index, line] of lines.entries()) {
		yield [{ number: index + 1, cells: line.split(','), isQuoteBroken: line.includes('!') }];
	}
}

async function tableOf(lines: string[], options: Partial<TableOptions> = {}) {
	const { columns, rows } = await openTable(source(...lines), { ...USUAL, ...options });
	return { columns, rows: await collect(rows) };
}

describe('a table', () => {
	it('has its rows below the header, numbered as a spreadsheet does', async () => {
		expect(await tableOf([' title ,age', 'x,1', 'y,2'])).toEqual({
			columns: ['title', 'age'],
			rows: [
				{ number: 2, cells: ['x', '1'], fault: null },
				{ number: 3, cells: ['y', '2'], fault: null },
			],
		});
	});

	it('has numbers for headers where it has none', async () => {
		expect(await tableOf(['x,1', 'y,2'], { hasHeader: false })).toEqual({
			columns: ['1', '2'],
			rows: [
				{ number: 1, cells: ['x', '1'], fault: null },
				{ number: 2, cells: ['y', '2'], fault: null },
			],
		});
	});

	it('begins at the first line that was named', async () => {
		const { columns, rows } = await tableOf(['made-up list', 'of 2026', 'title,age', 'x,1'], {
			firstLine: 3,
		});

		expect(columns).toEqual(['title', 'age']);
		expect(rows).toEqual([{ number: 4, cells: ['x', '1'], fault: null }]);
	});

	it.each([1, 2, 100, 101, 250])('gives %i rows at most, where that is asked', async (maximum) => {
		const lines = ['title', ...Array.from({ length: 300 }, (_, n) => `row ${n}`)];

		expect((await tableOf(lines, { maximum })).rows).toHaveLength(maximum);
		expect((await tableOf(lines)).rows).toHaveLength(300);
	});

	it('hands out a hundred rows at a time', async () => {
		const lines = ['title', ...Array.from({ length: 250 }, (_, n) => `row ${n}`)];
		const { rows } = await openTable(source(...lines), USUAL);
		const sizes: number[] = [];
		for await (const batch of rows) sizes.push(batch.length);

		expect(sizes).toEqual([100, 100, 50]);
	});

	it('leaves empty lines out, and keeps them where that is asked', async () => {
		const lines = ['', 'title,age', '', ' , ', 'x,1', ''];

		expect((await tableOf(lines)).rows.map(({ number }) => number)).toEqual([5]);
		expect((await tableOf(lines, { skipEmpty: false })).rows.map(({ number }) => number)).toEqual([
			3, 4, 5, 6,
		]);
	});

	it('fills short rows, or refuses them where that is asked', async () => {
		const lines = ['a,b,c', '1', '1,2,3'];

		expect((await tableOf(lines)).rows).toEqual([
			{ number: 2, cells: ['1', '', ''], fault: null },
			{ number: 3, cells: ['1', '2', '3'], fault: null },
		]);
		expect((await tableOf(lines, { shortRows: 'refuse' })).rows.map(({ fault }) => fault)).toEqual([
			'too_short',
			null,
		]);
	});

	it('marks rows with more cells than headers, unless these are empty', async () => {
		const { rows } = await tableOf(['a,b', '1,2,3', '1,2, ,']);

		expect(rows).toEqual([
			{ number: 2, cells: ['1', '2'], fault: 'too_long' },
			{ number: 3, cells: ['1', '2'], fault: null },
		]);
	});

	it('marks rows whose quotes are broken before anything else', async () => {
		expect((await tableOf(['a,b', '1!,2,3'])).rows[0]?.fault).toBe('quotes');
	});

	it('forgets nameless columns at the end and keeps those in between', async () => {
		const { columns, rows } = await tableOf(['a,,b,,', '1,2,3,,']);

		expect(columns).toEqual(['a', '', 'b']);
		expect(rows[0]).toEqual({ number: 2, cells: ['1', '2', '3'], fault: null });
	});
});

describe('a table that cannot be read has its sentence:', () => {
	it('a header and no rows', async () => {
		await expect(tableOf(['title,age'])).rejects.toThrow('The file has a header and no rows');
		await expect(tableOf(['title,age', '', ''])).rejects.toThrow('has a header and no rows');
	});

	it('empty lines alone', async () => {
		await expect(tableOf(['', ''])).rejects.toThrow('The file has a header and no rows');
	});

	it('a first line beyond the end', async () => {
		await expect(tableOf(['a', '1'], { firstLine: 9 })).rejects.toThrow(
			"The file ends before 'First Line'",
		);
	});

	it('two headers of the same name, told by their positions', async () => {
		await expect(tableOf(['age,title, Age', '1,x,2'])).rejects.toThrow(
			'Columns 1 and 3 have the same header',
		);
		await expect(tableOf([',,a', '1,2,3'])).resolves.toBeDefined();
	});
});
