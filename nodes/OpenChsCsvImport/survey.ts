import { HashTable } from './hashTable';
import type { LikenessBook } from './likeness';
import type { RowCase, RowRules } from './rowCase';
import { toRowCase } from './rowCase';
import type { RowKey } from './rowKey';
import { rowKeys } from './rowKey';
import type { TableRow } from './table';

/** A row with its key, as every reading of the file gives it. */
export interface KeyedRow {
	/** Place among the rows, from 0. */
	index: number;
	row: TableRow;
	rowCase: RowCase;
	key: RowKey;
}

/** What one reading of the whole file tells, before anything is sent. */
export interface Survey {
	/** Rows that are this run's. */
	rows: number;
	/** By key: the number of the first row that has it. */
	firstRow: HashTable;
}

/** Part `part` of `of`, from 1: which rows of a file are one worker's. */
export interface Share {
	part: number;
	of: number;
}

/** The rows of a file with their keys; always the same, whatever was read before. */
export async function* keyedRows(
	batches: AsyncIterable<TableRow[]>,
	columns: readonly string[],
	sourceName: string,
	rules: RowRules,
): AsyncGenerator<KeyedRow[]> {
	const keyOf = rowKeys(sourceName, columns, rules.mapping);
	let index = 0;
	for await (const rows of batches) {
		yield rows.map((row) => {
			const rowCase = toRowCase(row, rules);
			return { index: index++, row, rowCase, key: keyOf(row, rowCase) };
		});
	}
}

export async function surveyRows(
	batches: AsyncIterable<KeyedRow[]>,
	share: Share | null,
	likeness: LikenessBook | null,
): Promise<Survey> {
	const survey: Survey = { rows: 0, firstRow: new HashTable() };
	for await (const rows of batches) {
		for (const row of rows) {
			if (!isOfShare(row, share)) continue;
			const { key } = row.key;
			survey.rows += 1;
			if (key !== null && !survey.firstRow.has(key)) survey.firstRow.set(key, row.row.number);
			likeness?.addRow(row.row.number, row.rowCase.fields);
		}
	}
	return survey;
}

/** Rows with the same key go to the same worker, so that no two make one case. */
export function isOfShare({ key: { key }, row }: KeyedRow, share: Share | null): boolean {
	if (share === null) return true;
	const number = key === null ? row.number : spread(key);
	return number % share.of === share.part - 1;
}

/** The same number for the same text in every process (FNV-1a). */
function spread(text: string): number {
	let number = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) {
		number = Math.imul(number ^ text.charCodeAt(at), 0x01000193) >>> 0;
	}
	return number;
}
