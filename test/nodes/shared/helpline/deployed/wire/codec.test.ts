import fc from 'fast-check';

import type { ColumnMap } from '../../../../../../nodes/shared/helpline/deployed/wire/codec';
import {
	decoderOf,
	echoOf,
	hasColumn,
	kindOf,
} from '../../../../../../nodes/shared/helpline/deployed/wire/codec';

const RUNS = { numRuns: 1_000 };

const describeColumn = (position: number, name: string): string[] => [
	String(position),
	name,
	'',
	'Label',
	'',
];

const NAMES = [
	...['id', 'created_on', 'case_category_id', 'cat_id_2', 'client_count', 'contact_dob', 'status'],
	...['narrative', 'src_uid', 'reporter_age', 'incidence_when', 'case_id_', 'a', 'b1', 'long_name'],
];
const CELLS = [
	'',
	'0',
	'1',
	'1795479566',
	'-86400',
	'&lt;b&gt; &amp;lt; &',
	'caf\u00e9 \u65e5\u672c \ud83d\ude00',
];

/** A table with its columns anywhere in the row, other columns beside them and the nameless cells behind. */
const tables = fc
	.tuple(
		fc.shuffledSubarray(NAMES, { minLength: 1 }),
		fc.array(fc.oneof(fc.constantFrom(...CELLS), fc.string({ maxLength: 8 })), {
			minLength: NAMES.length,
			maxLength: NAMES.length,
		}),
		fc.array(fc.nat({ max: 3 }), { minLength: NAMES.length, maxLength: NAMES.length }),
		fc.subarray(['clients^case_id', 'perpetrators^id', '^']),
		fc.constantFrom(['0', 'ro0', 'rc0'], ['7', 'ro7', 'rc1'], []),
	)
	.map(([names, cells, gaps, joined, tail]) => {
		const fields = names.map((name, index) => ({ name, cell: cells[index] ?? '' }));
		const map: Record<string, string[]> = {};
		const row: string[] = [];
		fields.forEach(({ name, cell }, index) => {
			for (let gap = 0; gap < (gaps[index] ?? 0); gap++) row.push('another column');
			map[name] = describeColumn(row.length, name);
			row.push(cell);
		});
		for (const name of joined) map[name] = describeColumn(0, name);
		return { fields, map, row: [...row, ...tail] };
	});

const expected = (name: string, cell: string): unknown => {
	if (cell === '') return null;
	const kind = kindOf(name);
	if (kind === 'text') return cell.split('&lt;').join('<').split('&gt;').join('>');
	if (cell === '0') return null;
	if (kind === 'reference' || !/^-?\d{1,13}$/.test(cell)) return cell;
	const time = new Date(Number(cell) * 1000);
	return Number.isNaN(time.getTime()) ? cell : time.toISOString().replace('.000Z', 'Z');
};

describe('decoderOf', () => {
	it('gives every named cell its name, wherever the columns stand and whatever stands beside them', () => {
		fc.assert(
			fc.property(tables, ({ fields, map, row }) => {
				const record = decoderOf(map)(row);

				expect(record).toEqual(
					Object.fromEntries(fields.map(({ name, cell }) => [name, expected(name, cell)])),
				);
			}),
			RUNS,
		);
	});

	it('gives the same record when columns move and others are added between two answers', () => {
		fc.assert(
			fc.property(tables, fc.nat({ max: 6 }), ({ map, row }, added) => {
				const before = decoderOf(map)(row);
				const moved: Record<string, string[]> = { brand_new: describeColumn(0, 'brand_new') };
				for (const [name, [position]] of Object.entries(map).reverse()) {
					moved[name] = describeColumn(Number(position) + added + 1, name);
				}

				const after = decoderOf(moved)([...Array(added + 1).fill('new'), ...row]);

				expect(after).toEqual({ ...before, brand_new: 'new' });
			}),
			RUNS,
		);
	});

	it('refuses a row that is too short for its columns, instead of shifting names', () => {
		fc.assert(
			fc.property(tables, ({ map, row }) => {
				const last = Math.max(...Object.values(map).map(([position]) => Number(position)));

				expect(decoderOf(map)(row.slice(0, last))).toBeNull();
			}),
			RUNS,
		);
	});

	it.each([
		['no row', 'text'],
		['an object', { id: '1' }],
		['a truth value in a cell', [true]],
		['a list in a cell', [['1']]],
	])('refuses %s', (_, row) => {
		expect(decoderOf({ id: describeColumn(0, 'id') })(row)).toBeNull();
	});

	it('refuses every row when no column is named', () => {
		expect(decoderOf({})(['1'])).toBeNull();
	});

	it('never takes over a name that would change objects themselves', () => {
		const map = JSON.parse(
			'{"id":["0"],"__proto__":["1"],"constructor":["1"],"prototype":["1"]}',
		) as ColumnMap;

		const record = decoderOf(map)(['7', 'evil']);

		expect(Object.keys(record ?? {})).toEqual(['id']);
	});

	it.each([
		['created_on', '1795479566', '2026-11-24T00:19:26Z'],
		['contact_dob', '-86400', '1969-12-31T00:00:00Z'],
		['contact_dob', '0', null],
		['incidence_when', 'yesterday', 'yesterday'],
		['incidence_when', '9999999999999', '9999999999999'],
		['case_category_id', '0', null],
		['cat_id_3', '0', null],
		['case_id_', '-9', '-9'],
		['client_count', '0', null],
		['gbv_related', '0', '0'],
		['reporter_age', '0', '0'],
		['narrative', '0', '0'],
		['narrative', '&lt;b&gt; &amp; &quot;', '<b> &amp; &quot;'],
	])('reads %s %s as %s', (name, cell, value) => {
		expect(decoderOf({ [name]: describeColumn(0, name) })([cell])).toEqual({ [name]: value });
	});
});

describe('echoOf and hasColumn', () => {
	const map = { status: ['1', 'status', '1,2', 'Status', ''], odd: 'no column' };

	it('tells the value that the server took for a filter', () => {
		expect(echoOf(map, 'status')).toBe('1,2');
	});

	it.each(['updated_since', 'toString', 'odd'])('knows no column %s', (name) => {
		expect(hasColumn(map, name)).toBe(false);
		expect(echoOf(map, name)).toBeNull();
	});
});
