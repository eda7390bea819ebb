import type { CaseRecord, FoundCase } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { Listing } from '../verbs';
import { questionsFor } from './caseQuestions';
import type { TextField } from './caseText';
import { matchedFields, TEXT_FIELDS, textFilter } from './caseText';
import { collectCases } from './caseWalk';

/**
 * Finds the cases in which all words stand. The server has no such search: it is asked for every case
 * that holds one plain stretch of the text in one of the fields, and the choice is made here, so that
 * accents, quotes and letter case come out right. Newest first.
 */
export async function searchCases(
	connection: Connection,
	text: string,
	fields: readonly string[],
	limit: number | undefined,
	item: number,
): Promise<Listing<CaseRecord>> {
	const asked = TEXT_FIELDS.filter((field) => fields.length === 0 || fields.includes(field));
	const questions = await questionsFor(connection, text, asked, item);
	const { found, remarks } = await collectCases(
		connection,
		questions,
		textFilter(text, asked),
		{ enough: limit ?? Infinity, most: Infinity },
		item,
	);
	return {
		found: found.slice(0, limit ?? found.length).map((each) => withMatch(each, text, asked)),
		total: limit === undefined ? found.length : null,
		remarks,
	};
}

function withMatch(found: FoundCase, text: string, fields: readonly TextField[]): FoundCase {
	const matched_fields = matchedFields(found.record, text, fields);
	return { ...found, record: { ...found.record, relevance_score: null, matched_fields } };
}
