/** Made-up import files: rows that every server takes, and rows that are wrong in ways that people's files are. */

export const FILE_COLUMNS = [
	'case_number',
	'title',
	'description',
	'category',
	'priority',
	'reporter_phone',
	'reporter_email',
	'child_name',
	'child_age',
	'child_gender',
] as const;

type Row = Record<(typeof FILE_COLUMNS)[number], string>;

/** Nine ways of being wrong: what is changed in a good row, and the column and code that name it. */
export const BAD_WAYS: ReadonlyArray<{
	name: string;
	spoil: (row: Row) => Partial<Row>;
	column: string | null;
	code: string;
}> = [
	{ name: 'no title', spoil: () => ({ title: '' }), column: 'title', code: 'missing_field' },
	{
		name: 'no category',
		spoil: () => ({ category: ' ' }),
		column: 'category',
		code: 'missing_field',
	},
	{
		name: 'unknown priority',
		spoil: () => ({ priority: 'urgent' }),
		column: 'priority',
		code: 'refused_value',
	},
	{
		name: 'a phone that is none',
		spoil: () => ({ reporter_phone: 'ask at home' }),
		column: 'reporter_phone',
		code: 'refused_value',
	},
	{
		name: 'an e-mail address that is none',
		spoil: () => ({ reporter_email: 'ada at example' }),
		column: 'reporter_email',
		code: 'refused_value',
	},
	{
		name: 'too old',
		spoil: () => ({ child_age: '44' }),
		column: 'child_age',
		code: 'refused_value',
	},
	{
		name: 'unknown gender',
		spoil: () => ({ child_gender: 'kid' }),
		column: 'child_gender',
		code: 'refused_value',
	},
	{
		name: 'a title that is too long',
		spoil: () => ({ title: 'x'.repeat(300) }),
		column: 'title',
		code: 'refused_value',
	},
	{
		name: 'a phone for a case number',
		spoil: ({ reporter_phone }) => ({ case_number: reporter_phone }),
		column: 'case_number',
		code: 'key_refused',
	},
];

export interface MadeUpFile {
	text: string;
	/** Rows that are wrong: their number in the file, and in which of the ways. */
	bad: Array<{ row: number; way: (typeof BAD_WAYS)[number] }>;
	good: number;
}

/** A file of so many rows, of which so many are wrong, spread over the file and over the nine ways. */
export function madeUpFile(
	rows: number,
	bad: number,
	{
		category = 'school',
		mark = 'Made-up',
		number = (n: number) => `OLD-${n}`,
	}: { category?: string; mark?: string; number?: (n: number) => string } = {},
): MadeUpFile {
	const every = bad === 0 ? Infinity : Math.floor(rows / bad);
	const wrong: MadeUpFile['bad'] = [];
	const lines = [FILE_COLUMNS.join(',')];
	for (let n = 1; n <= rows; n++) {
		const good: Row = {
			case_number: number(n),
			title: `${mark} title ${n}`,
			description: `${mark} story, of row ${n}`,
			category,
			priority: ['low', 'medium', 'high', 'critical'][n % 4] ?? 'low',
			reporter_phone: `+999 7${String(10_000_000 + n)}`,
			reporter_email: '',
			child_name: `${mark} Child`,
			child_age: String(n % 18),
			child_gender: n % 2 === 0 ? 'female' : 'male',
		};
		const way = BAD_WAYS[wrong.length % BAD_WAYS.length];
		const isBad = n % every === 0 && wrong.length < bad;
		const row = isBad && way ? { ...good, ...way.spoil(good) } : good;
		if (isBad && way) wrong.push({ row: n + 1, way });
		lines.push(FILE_COLUMNS.map((column) => quoted(row[column])).join(','));
	}
	return { text: `${lines.join('\n')}\n`, bad: wrong, good: rows - wrong.length };
}

function quoted(cell: string): string {
	return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The text as a node before ours hands a file on. */
export function csvItem(text: string | Uint8Array, fileName = 'cases.csv') {
	const data = Buffer.from(text as string).toString('base64');
	return { json: {}, binary: { data: { data, mimeType: 'text/csv', fileName } } };
}
