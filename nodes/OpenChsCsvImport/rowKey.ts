import { createHash } from 'crypto';

import { refusedKey } from '../shared/record/externalKey';
import type { Mapping, MappingRequest } from './mapping';
import { HashTable } from './hashTable';
import type { Problem, RowCase } from './rowCase';
import { toProblem } from './rowCase';
import type { TableRow } from './table';

/** The key of a row that has none of its own: the same in every run of the same file. */
const HASH_LENGTH = 24;

export type RowKey = { key: string } | { key: null; problem: Problem };

/**
 * Makes the keys of a file's rows, in the order of the file: equal rows are told apart by how many came
 * before. `source` names the file, so that the same row in two files is two cases.
 */
export function rowKeys(
	source: string,
	columns: MappingRequest['columns'],
	mapping: Mapping,
): (row: TableRow, rowCase: RowCase) => RowKey {
	const occurrences = new HashTable();
	const start = JSON.stringify([source, columns]);
	return (row, rowCase) => {
		const given = rowCase.givenKey || rowCase.caseNumber;
		if (given !== '') return checked(given, rowCase, mapping);
		const content = hash(`${start}${JSON.stringify(row.cells)}`);
		const before = occurrences.add(content);
		return { key: `csv-${before === 0 ? content : hash(`${content} ${before}`)}` };
	};
}

function checked(key: string, rowCase: RowCase, mapping: Mapping): RowKey {
	const reason = refusedKey(key, rowCase.fields);
	return reason === null ? { key } : { key: null, problem: toProblem(reason, mapping) };
}

/** Whether a case number may stand in a report: it must not be what identifies a person. */
export function isShown(caseNumber: string, rowCase: RowCase): boolean {
	return caseNumber !== '' && refusedKey(caseNumber, rowCase.fields) === null;
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
