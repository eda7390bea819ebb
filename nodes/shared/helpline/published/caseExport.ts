import type { FoundCase } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { NOT_DATA } from '../../transport/sentences';
import type { ExportAsk, ExportVerbs, ExportWalk } from '../export';
import { countSentence } from '../export';
import { fail, readList } from './api';
import { hasId } from './caseRecord';
import { isWanted, toServerQuery } from './caseQuery';
import { walkCases } from './caseWalk';
import { present } from './cases';

/** What an export asks of the documented API. */
export function publishedExport(connection: Connection): ExportVerbs {
	return {
		now: async (item) => {
			const call = { verb: 'listCases', path: '/cases', query: { limit: 1 } };
			return (await readList(connection, call, item)).now;
		},
		walkCases: (ask, item) => walkExport(connection, ask, item),
	};
}

/** The pages of the list to their end; what the server cannot choose is chosen here. */
async function* walkExport(connection: Connection, ask: ExportAsk, item: number): ExportWalk {
	const pages = walkCases(connection, toServerQuery(ask.query), item);
	for (;;) {
		const page = await pages.next();
		if (page.done) {
			const { read, total } = page.value;
			const isCounted = total !== null && total !== read;
			const remarks = isCounted ? [countSentence(read, total)] : [];
			return { read, total, damaged: 0, isWhole: total === null || read >= total, remarks };
		}
		const wanted: FoundCase[] = [];
		for (const raw of page.value) {
			if (!hasId(raw)) throw fail(connection, NOT_DATA, item);
			const found = await present(connection, raw, item);
			if (isWanted(found.record, ask.query) && isBefore(found, ask.changedBefore)) {
				wanted.push(found);
			}
		}
		yield wanted;
	}
}

/** A case without a time that can be read is kept: leaving it out would lose it without a word. */
function isBefore({ record }: FoundCase, bound: string | null): boolean {
	const at = record.updated_at ?? record.created_at ?? '';
	return bound === null || !(Date.parse(at) >= Date.parse(bound));
}
