import { madeUpFile } from '../../../test/support/csvFile.mts';
import type { Dialect } from '../commandLine.mts';

/** What every row needs beyond the columns of a made-up file, and a category that the server knows. */
const SIDES: Readonly<
	Record<Dialect, { category: string; values: Readonly<Record<string, string>> }>
> = {
	published: { category: 'school', values: {} },
	deployed: {
		category: 'Physical Abuse',
		values: {
			plan: 'Call back on Monday.',
			gbv_related: 'no',
			reporter_name: 'Ada Example',
			reporter_age_group: '25-34',
			reporter_sex: 'Female',
		},
	},
};

/** A file for one of the servers, and what must become of it. */
export interface ImportFile {
	text: string;
	/** As the panel stores 'Values for Every Row'. */
	values: { value: Array<{ field: string; value: string }> };
	/** The title of each good row, which tells its case from all others. */
	titles: ReadonlySet<string>;
	/** Of each bad row, in the order of the file: `<row> <column> <code>`. */
	bad: readonly string[];
}

/** Rows are known by the case number, or, where `hasKeys` is false, by what they hold. */
export function importFile(
	dialect: Dialect,
	{ rows, bad, hasKeys = true }: { rows: number; bad: number; hasKeys?: boolean },
): ImportFile {
	const { category, values } = SIDES[dialect];
	const file = madeUpFile(rows, bad, { category });
	const wrong = file.bad.filter(({ way }) => hasKeys || way.column !== 'case_number');
	const badRows = new Set(wrong.map(({ row }) => row));
	const numbers = Array.from({ length: rows }, (_, n) => n + 1);
	return {
		text: file.text,
		values: { value: Object.entries(values).map(([field, value]) => ({ field, value })) },
		titles: new Set(numbers.filter((n) => !badRows.has(n + 1)).map((n) => `Made-up title ${n}`)),
		bad: wrong.map(({ row, way }) => `${row} ${way.column} ${way.code}`),
	};
}

/** What a server holds in the end. */
export interface Held {
	/** Titles of the cases that are there. */
	titles: readonly string[];
	/** For each child that is there, the title of its case; null where children are part of their case. */
	children: readonly string[] | null;
}

export interface Judged {
	/** Titles of rows without their case, or without their child. */
	lost: string[];
	/** Titles that are there too often, as case or as child, or that no good row has. */
	doubled: string[];
}

/** Compares what is there with the good rows; cases of other people have titles of another kind. */
export function judge(titles: ReadonlySet<string>, held: Held): Judged {
	const cases = compare(titles, held.titles.filter(isOurs));
	if (held.children === null) return cases;
	const children = compare(titles, held.children.filter(isOurs));
	const onlyChildren = (one: string[], other: string[]) =>
		one.filter((title) => !other.includes(title)).map((title) => `child of ${title}`);
	return {
		lost: [...cases.lost, ...onlyChildren(children.lost, cases.lost)],
		doubled: [...cases.doubled, ...onlyChildren(children.doubled, cases.doubled)],
	};
}

function compare(wanted: ReadonlySet<string>, there: readonly string[]): Judged {
	const seen = new Set<string>();
	const doubled = there.filter((title) => {
		const isTooMuch = seen.has(title) || !wanted.has(title);
		seen.add(title);
		return isTooMuch;
	});
	return { lost: [...wanted].filter((title) => !seen.has(title)), doubled };
}

function isOurs(title: string): boolean {
	return title.startsWith('Made-up title ');
}

/** Whether exactly the bad rows were told, each with its own reason. */
export function isToldRight(bad: readonly string[], told: readonly string[]): boolean {
	return bad.length === told.length && bad.every((one) => told.includes(one));
}
