import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import type { TextField } from './caseText';
import { plainStretch, spellingsOf, wordsOf } from './caseText';
import { caseNumberPrefix } from './settings';
import { fold } from './text';
import { treeOf } from './trees';
import { anyOf } from './wire/filters';

/** The filters under one of which every match must fall; one empty filter where nothing plainer can be asked. */
export async function questionsFor(
	connection: Connection,
	text: string,
	fields: readonly TextField[],
	item: number,
): Promise<IDataObject[]> {
	const stretch = plainStretch(text);
	if (stretch === null) return [{}];
	const questions: IDataObject[] = [];
	if (fields.includes('description')) questions.push({ narrative: anyOf(spellingsOf(stretch)) });
	if (fields.some((field) => ['category', 'subcategory', 'title'].includes(field))) {
		const { entries } = await treeOf(connection, 'caseCategory', item);
		const ids = entries.filter(({ name }) => fold(name).includes(stretch)).map(({ id }) => id);
		if (ids.length > 0) questions.push({ case_category_id: anyOf(ids) });
	}
	if (fields.includes('case_number')) {
		const ids = numbersIn(connection, text);
		if (ids.length > 0) questions.push({ id: anyOf(ids) });
	}
	return questions;
}

/** A case number is found whole, with or without what stands in front of it. */
function numbersIn(connection: Connection, text: string): string[] {
	const prefix = fold(caseNumberPrefix(connection));
	const candidates = [fold(text), ...wordsOf(text)].map((word) =>
		prefix !== '' && word.startsWith(prefix) ? word.slice(prefix.length).trim() : word,
	);
	return candidates.filter((word) => /^[1-9]\d*$/.test(word));
}
