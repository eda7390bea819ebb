import { dateIn } from '../../../nodes/OpenChsCsvImport/dates';
import { HashTable } from '../../../nodes/OpenChsCsvImport/hashTable';
import {
	judge,
	toProblem,
	toRowCase,
	withoutCleared,
} from '../../../nodes/OpenChsCsvImport/rowCase';
import { isShown, rowKeys } from '../../../nodes/OpenChsCsvImport/rowKey';
import { DEPLOYED, row, rulesOf } from './madeUp';

const COLUMNS = ['case_number', 'title', 'category', 'priority', 'reporter_phone', 'age'];

function judged(cells: string[], mode: 'create' | 'update' = 'create') {
	const rules = rulesOf(COLUMNS);
	return judge(toRowCase(row(cells), rules), mode, rules);
}

describe('a row', () => {
	it('becomes a case: trimmed, in the words of the record, leading zeros kept', () => {
		const rules = rulesOf(COLUMNS);
		const made = toRowCase(
			row([' A-7 ', ' Afraid ', 'school', 'HIGH', '0700000001', '09'], 5),
			rules,
		);

		expect(made).toEqual({
			number: 5,
			fields: {
				title: 'Afraid',
				category: 'school',
				priority: 'high',
				reporter_phone: '0700000001',
				child_age: 9,
			},
			givenKey: '',
			caseNumber: 'A-7',
			createdAt: null,
			problems: [],
		});
		expect(judge(made, 'create', rules)).toEqual([]);
	});

	it('gets the values for every row where its cells are empty', () => {
		const rules = rulesOf(['title', 'category'], {
			values: { category: 'other', priority: 'low' },
		});

		expect(toRowCase(row(['x', '']), rules).fields).toMatchObject({ category: 'other' });
		expect(toRowCase(row(['x', 'school']), rules).fields).toEqual({
			title: 'x',
			category: 'school',
			priority: 'low',
		});
	});

	it('has a cell that clears, which a create takes as not given', () => {
		const rules = rulesOf(['title', 'description'], { values: { description: 'usual' } });
		const { fields } = toRowCase(row(['x', '[clear]']), rules);

		expect(fields).toEqual({ title: 'x', description: null });
		expect(withoutCleared(fields)).toEqual({ title: 'x' });
	});

	it('may not clear what every case needs', () => {
		const rules = rulesOf(['title']);
		const cleared = toRowCase(row(['[clear]']), rules);

		expect(judge(cleared, 'update', rules)).toMatchObject([
			{ column: 'title', code: 'refused_value', reason: "'Title' cannot be cleared" },
		]);
	});

	it('carries its case number and its date, which no server takes', () => {
		const rules = rulesOf(['Case No', 'Date'], { dateFormat: 'dd/MM/yyyy' });

		expect(toRowCase(row(['7', '31/12/2030']), rules)).toMatchObject({
			caseNumber: '7',
			createdAt: '2030-12-30T21:00:00Z',
			fields: {},
			problems: [],
		});
	});

	it('names the column of a date in another format, without the date', () => {
		const rules = rulesOf(['title', 'Date'], { dateFormat: 'dd/MM/yyyy' });

		expect(toRowCase(row(['x', '2030-12-31']), rules).problems).toEqual([
			{
				column: 'Date',
				field: 'created_at',
				code: 'date',
				reason: 'The date is not written in the format that was declared',
				advice:
					"Correct the cell, or set 'Date Format' in 'Options' to the one that the file uses.",
			},
		]);
	});

	it('that is one of our own reports loses the mark that a spreadsheet needed', () => {
		const rules = rulesOf(['title', 'category', 'priority']);
		const report = { ...rules, mapping: { ...rules.mapping, isReport: true } };

		expect(toRowCase(row([" '= 1 ", 'school', 'low']), report).fields.title).toBe('= 1');
		expect(toRowCase(row(["' =1", 'school', 'low']), report).fields.title).toBe('=1');
		expect(toRowCase(row(["'=1", 'school', 'low']), rules).fields.title).toBe("'=1");
	});

	it('has a time only where the field is one', () => {
		const declared = [{ ...DEPLOYED[0]!, name: 'which_when_x', required: false }];
		const rules = rulesOf(['which_when_x'], { declared, dateFormat: 'dd.MM.yyyy' });

		expect(toRowCase(row(['soon']), rules)).toMatchObject({
			fields: { which_when_x: 'soon' },
			problems: [],
		});
	});

	it("reads times among the server's own fields in the declared format", () => {
		const columns = ['incidence_when', 'police_ob_no'];
		const rules = rulesOf(columns, { declared: DEPLOYED, dateFormat: 'dd.MM.yyyy' });
		const made = toRowCase(row(['31.12.2030 08:30', '31.12.2030']), rules);

		expect(made.fields).toEqual({
			incidence_when: '2030-12-31T05:30:00Z',
			police_ob_no: '31.12.2030',
		});
		expect(toRowCase(row(['12/31/2030', '']), rules).problems).toMatchObject([
			{ column: 'incidence_when', field: 'incidence_when', code: 'date' },
		]);
	});

	it('adds unknown columns to the description where that is wanted', () => {
		const columns = ['title', 'description', 'Shoe size', 'Colour'];
		const add = rulesOf(columns, { unknownColumns: 'addToDescription' });
		const leave = rulesOf(columns, { unknownColumns: 'leaveOut' });

		expect(toRowCase(row(['x', 'Text', '36', '']), add).fields.description).toBe(
			'Text\n\nShoe size: 36',
		);
		expect(toRowCase(row(['x', '', '36', 'red']), add).fields.description).toBe(
			'Shoe size: 36\nColour: red',
		);
		expect(toRowCase(row(['x', 'Text', '36', '']), leave).fields.description).toBe('Text');
	});

	it('of our own report loses the mark that keeps spreadsheets from computing', () => {
		const report = rulesOf(['import_row', 'reporter_phone', 'title']);
		const other = rulesOf(['reporter_phone', 'title']);

		expect(toRowCase(row(['3', "'+999000001", "'=x"]), report).fields).toEqual({
			reporter_phone: '+999000001',
			title: '=x',
		});
		expect(toRowCase(row(['4', "''x", "'x"]), report).fields.title).toBe("'x");
		expect(toRowCase(row(["'+999000001", 'x']), other).fields.reporter_phone).toBe("'+999000001");
	});

	it.each([
		['quotes', 'A closing quote is followed by more text'],
		['too_long', 'The row has more cells than the header'],
		['too_short', 'The row has fewer cells than the header'],
	] as const)('that is %s is refused as a whole and for nothing else', (fault, reason) => {
		const rules = rulesOf(COLUMNS);
		const made = toRowCase(row(['', '', '', '', '', ''], 2, fault), rules);

		expect(judge(made, 'create', rules)).toMatchObject([
			{ column: null, field: null, code: fault, reason },
		]);
	});
});

describe('a row is refused by column, code and reason:', () => {
	it.each([
		[['1', '', 'school', 'high', '', ''], 'title', 'missing_field'],
		[['1', 'x', '', 'high', '', ''], 'category', 'missing_field'],
		[['1', 'x', 'school', 'urgent', '', ''], 'priority', 'refused_value'],
		[['1', 'x', 'school', 'high', 'no phone', ''], 'reporter_phone', 'refused_value'],
		[['1', 'x', 'school', 'high', '', '19'], 'age', 'refused_value'],
		[['1', 'x'.repeat(256), 'school', 'high', '', ''], 'title', 'refused_value'],
	])('%j', (cells, column, code) => {
		expect(judged(cells)).toMatchObject([{ column, code }]);
	});

	it('several at once, each by its column', () => {
		expect(judged(['1', '', '', 'urgent', '', '']).map(({ column }) => column)).toEqual([
			'title',
			'category',
			'priority',
		]);
	});

	it('what this server needs beyond the others, unless it is an update; what no row can have is told for the file', () => {
		const rules = rulesOf(['title', 'category', 'priority', 'plan'], { declared: DEPLOYED });
		const made = toRowCase(row(['x', 'school', 'low', '']), rules);

		const label = DEPLOYED.find(({ name }) => name === 'plan')?.label;
		expect(judge(made, 'create', rules)).toEqual([
			{
				column: 'plan',
				field: 'plan',
				code: 'missing_field',
				reason: `'${label}' is needed to create a case in this OpenCHS`,
				advice: "Fill the cell in, or give it to all rows in 'Values for Every Row'.",
			},
		]);
		expect(rules.mapping.missing.map(({ name }) => name)).toContain('reporter_name');
		expect(judge(made, 'update', rules)).toEqual([]);
	});

	it('a cleared field that a create needs', () => {
		const rules = rulesOf(['title', 'category', 'priority']);

		expect(judge(toRowCase(row(['x', '[clear]', 'low']), rules), 'create', rules)).toMatchObject([
			{ field: 'category', code: 'missing_field' },
		]);
	});

	it('and a field that no column has keeps its own name', () => {
		const { mapping } = rulesOf(['title']);
		const reason = { code: 'refused_by_server', message: 'm', field: 'child_age' } as const;

		expect(toProblem(reason, mapping)).toEqual({
			column: 'child_age',
			field: 'child_age',
			code: 'refused_by_server',
			reason: 'm',
			advice: '',
		});
		expect(toProblem({ code: 'timeout', message: 'm' }, mapping).column).toBeNull();
	});
});

describe('the key of a row', () => {
	function keysOf(rows: string[][], columns = ['title', 'category'], source = 'a.csv') {
		const rules = rulesOf(columns);
		const keyOf = rowKeys(source, columns, rules.mapping);
		return rows.map((cells) => keyOf(row(cells), toRowCase(row(cells), rules)));
	}

	it('is the external key, else the case number', () => {
		const columns = ['external_key', 'case_number', 'title'];

		expect(
			keysOf(
				[
					['k-1', '7', 'x'],
					['', '8', 'x'],
				],
				columns,
			),
		).toEqual([{ key: 'k-1' }, { key: '8' }]);
	});

	it('is a hash of file and row where there is neither, the same in every run', () => {
		const [key] = keysOf([['x', 'school']]);

		expect(key).toEqual({ key: expect.stringMatching(/^csv-[0-9a-f]{24}$/) });
		expect(keysOf([['x', 'school']])).toEqual([key]);
		expect(keysOf([['x', 'school']], undefined, 'b.csv')).not.toEqual([key]);
		expect(keysOf([['y', 'school']])).not.toEqual([key]);
		expect(keysOf([['x', 'school']], ['title', 'subcategory'])).not.toEqual([key]);
	});

	it('tells equal rows apart, and stays when other rows come or go', () => {
		const [first, second, third] = keysOf([
			['x', 'school'],
			['x', 'school'],
			['x', 'school'],
		]);

		expect(new Set([first, second, third].map((each) => each?.key)).size).toBe(3);
		expect(
			keysOf([
				['other', ''],
				['x', 'school'],
				['x', 'school'],
			]).slice(1),
		).toEqual([first, second]);
	});

	it('is refused where it could identify somebody, by its column', () => {
		const columns = ['Case No', 'title', 'phone'];
		const keys = keysOf(
			[
				['ada@example.org', 'x', ''],
				['+999 000 001', 'x', ''],
				['0700000001', 'x', '0700 000 001'],
				['0700000001', 'x', '0700 000 002'],
			],
			columns,
		);

		expect(keys.map(({ key }) => key)).toEqual([null, null, null, '0700000001']);
		expect(keys[0]).toMatchObject({ problem: { column: 'Case No', code: 'key_refused' } });
	});

	it('is shown in a report under the same rule', () => {
		const rules = rulesOf(['case_number', 'phone']);
		const shown = (cells: string[]) => {
			const made = toRowCase(row(cells), rules);
			return isShown(made.caseNumber, made);
		};

		expect(shown(['7', ''])).toBe(true);
		expect(shown(['', ''])).toBe(false);
		expect(shown(['ada@example.org', ''])).toBe(false);
		expect(shown(['0700000001', '0700000001'])).toBe(false);
	});
});

describe('a date', () => {
	it.each([
		['31/12/2030', 'dd/MM/yyyy', 'Africa/Nairobi', '2030-12-30T21:00:00Z'],
		['12/31/2030', 'MM/dd/yyyy', 'Africa/Kinshasa', '2030-12-30T23:00:00Z'],
		['31.12.2030 08:30', 'dd.MM.yyyy', 'utc', '2030-12-31T08:30:00Z'],
		['31-12-2030 08:30:15', 'dd-MM-yyyy', 'utc', '2030-12-31T08:30:15Z'],
		['2030-12-31', 'iso', 'Africa/Nairobi', '2030-12-30T21:00:00Z'],
		['2030-12-31T08:30:00+02:00', 'iso', 'Africa/Nairobi', '2030-12-31T06:30:00Z'],
		['2030-12-31 08:30', 'iso', 'utc', '2030-12-31T08:30:00Z'],
		['2030-07-01', 'iso', 'Europe/Paris', '2030-06-30T22:00:00Z'],
		['2030-01-01', 'iso', 'Europe/Paris', '2029-12-31T23:00:00Z'],
	])('%s as %s in %s is %s', (text, format, zone, expected) => {
		expect(dateIn(text, format, zone)).toBe(expected);
	});

	it.each([
		['12/31/2030', 'dd/MM/yyyy'],
		['31/12/2030', 'iso'],
		['2030', 'iso'],
		['1900000000', 'iso'],
		['2030-13-01', 'iso'],
		['+012030-12-31', 'iso'],
		['31/12/30', 'dd/MM/yyyy'],
		['soon', 'dd/MM/yyyy'],
	])('%s is none as %s: nothing is guessed', (text, format) => {
		expect(dateIn(text, format, 'utc')).toBeNull();
	});
});

describe('the table of hashes', () => {
	it('holds a hundred thousand texts with their numbers', () => {
		const table = new HashTable();
		for (let n = 0; n < 100_000; n++) table.set(`key ${n}`, n);

		for (let n = 0; n < 100_000; n += 997) expect(table.get(`key ${n}`)).toBe(n);
		expect(table.get('key 0')).toBe(0);
		expect(table.get('another')).toBeNull();
		expect([table.has('key 99999'), table.has('another')]).toEqual([true, false]);
	});

	it('replaces a number and counts', () => {
		const table = new HashTable();
		table.set('a', 7);
		table.set('a', 8);

		expect(table.get('a')).toBe(8);
		expect([table.add('b'), table.add('b'), table.add('b'), table.get('b')]).toEqual([0, 1, 2, 3]);
	});
});
