import type { IDataObject } from 'n8n-workflow';

import type { CaseRecord, FoundCase } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { toRecord } from './caseRecord';
import { countRemark, damagedRemark, isDamaged, walkList } from './lists';
import { caseNumberPrefix } from './settings';

/** A case of a list: without what hangs on it. */
export function presentRow(connection: Connection, raw: IDataObject): FoundCase {
	return { raw, resource: 'cases', record: toRecord(raw, caseNumberPrefix(connection)) };
}

export interface CollectedCases {
	found: FoundCase[];
	/** What the server counts, where one question was read to its end. */
	total: number | null;
	remarks: string[];
}

/** The cases of several questions that `isWanted`, each once and newest first; `enough` of them end the reading. */
export async function collectCases(
	connection: Connection,
	questions: readonly IDataObject[],
	isWanted: (record: CaseRecord) => boolean,
	{ enough, most }: { enough: number; most: number },
	item: number,
): Promise<CollectedCases> {
	const found = new Map<string, FoundCase>();
	const damaged = new Map<string, IDataObject>();
	let total: number | null = null;
	const counts: string[] = [];
	for (const query of questions) {
		const call = { verb: 'listCases', resource: 'cases', query };
		const pages = walkList(connection, call, most, item);
		let matches = 0;
		let page = await pages.next();
		while (!page.done && matches < enough) {
			for (const row of page.value.filter(isDamaged)) damaged.set(JSON.stringify(row), row);
			const rows = page.value.filter((row) => !isDamaged(row));
			const wanted = rows
				.map((row) => presentRow(connection, row))
				.filter(({ record }) => isWanted(record));
			for (const each of wanted) found.set(String(each.record.id), each);
			matches += wanted.length;
			if (matches < enough) page = await pages.next();
		}
		total = page.done && questions.length === 1 ? page.value.total : null;
		if (page.done) counts.push(...countRemark(page.value.read, page.value.total));
	}
	return {
		found: [...found.values()].sort((a, b) => Number(b.record.id) - Number(a.record.id)),
		total,
		remarks: [...damagedRemark([...damaged.values()]), ...counts],
	};
}
