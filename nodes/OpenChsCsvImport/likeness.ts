import type { CaseFields, CaseRecord } from '../shared/record/case';
import { HashTable } from './hashTable';

/** Pairs that are listed; more only count. */
const MOST_LISTED = 100;
/** A phone is compared by its last digits, because the country code is often left out. */
const LAST_DIGITS = 9;

export interface Alike {
	/** Rows of the file that look like the same case: each with the earlier one. */
	inFile: { count: number; rows: Array<[number, number]> };
	/** Rows that look like a case which is in OpenCHS under another key. */
	onServer: { count: number; rows: number[] };
}

/**
 * Finds rows that are likely the same case, although their keys differ: the same words from the same
 * phone, or, where there is no phone, the same title and story. By row number, never by value.
 */
export class LikenessBook {
	private readonly rows = new HashTable();
	private readonly told = new HashTable();
	readonly alike: Alike = { inFile: { count: 0, rows: [] }, onServer: { count: 0, rows: [] } };

	addRow(number: number, fields: CaseFields): void {
		const mark = markOf(fields.title, fields.description, fields.reporter_phone);
		if (mark === null) return;
		const before = this.rows.get(mark);
		if (before === null) {
			this.rows.set(mark, number);
			return;
		}
		const { inFile } = this.alike;
		inFile.count += 1;
		if (inFile.rows.length < MOST_LISTED) inFile.rows.push([before, number]);
	}

	/** `isOwn`: the case carries the key of a row, so that it is that row's own. */
	addCase(record: CaseRecord, isOwn: boolean): void {
		if (isOwn) return;
		for (const mark of marksOf(record)) {
			const row = this.rows.get(mark);
			if (row === null || this.told.has(mark)) continue;
			this.told.set(mark, 1);
			const { onServer } = this.alike;
			onServer.count += 1;
			if (onServer.rows.length < MOST_LISTED) onServer.rows.push(row);
		}
	}
}

/** One server keeps the title apart, the other as the first paragraph of the description. */
function marksOf(record: CaseRecord): string[] {
	const { title, description, reporter_phone: phone } = record;
	const [first = '', ...rest] = String(description ?? '').split('\n\n');
	const marks = [markOf(title, description, phone), markOf(first, rest.join('\n\n'), phone)];
	return [...new Set(marks)].filter((mark) => mark !== null);
}

function markOf(title: unknown, description: unknown, phone: unknown): string | null {
	const [words, story] = [fold(title), fold(description)];
	const digits = String(phone ?? '')
		.replace(/\D/g, '')
		.slice(-LAST_DIGITS);
	if (words === '') return null;
	if (digits !== '') return `phone ${digits} ${words}`;
	return story === '' ? null : `story ${words}\n${story}`;
}

function fold(text: unknown): string {
	return String(text ?? '')
		.normalize('NFC')
		.toLowerCase()
		.replace(/\s+/g, ' ')
		.trim();
}
