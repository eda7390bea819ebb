import type { CaseRow } from '../../records.mts';
import type { Call } from '../call.mts';
import { isoOf } from '../calendar.mts';
import { GBV, PRIORITY, STATUS, titleAndDescription, wordOf } from '../caseWords.mts';
import { stepsOf } from '../tree.mts';
import type { Fields } from '../wire/fields.mts';
import { unstored } from '../wire/stored.mts';

/** What a body of this dialect means for the common table. */
export function commonWords(call: Call, given: Fields, before?: CaseRow): Partial<CaseRow> {
	const words: Partial<CaseRow> = {};
	if (given.narrative !== undefined) {
		Object.assign(words, titleAndDescription(unstored(given.narrative)));
	}
	if (given.plan !== undefined) words.plan = unstored(given.plan);
	if (given.gbv_related !== undefined) {
		words.gbv_related = wordOf(GBV, unstored(given.gbv_related), before?.gbv_related);
	}
	if (given.priority !== undefined) {
		words.priority = wordOf(PRIORITY, unstored(given.priority), before?.priority);
	}
	if (given.status !== undefined) {
		words.status = wordOf(STATUS, unstored(given.status), before?.status);
		words.resolved_at = given.status === '2' ? (before?.resolved_at ?? isoOf(call.now)) : null;
	}
	const category = call.tree.get(given.case_category_id);
	if (category) {
		const [first, ...rest] = stepsOf(category).map((step) => step.name);
		words.category = first ?? '';
		words.subcategory = rest.length > 0 ? rest.join(' > ') : null;
	}
	return words;
}
