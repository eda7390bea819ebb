import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { openRun } from '../../shared/helpline/client';
import type { Helpline, Listing } from '../../shared/helpline/verbs';
import { PERSON_KINDS } from '../../shared/helpline/verbs';
import { labelOf } from '../../shared/properties/label';
import type { CaseRecord } from '../../shared/record/case';
import { cleanError, reasonOf } from '../../shared/transport/errors';
import { caseIn } from '../actions/pickedCase';

/** Cases per scroll of the list. */
const PAGE = 100;

/**
 * The cases of the picker, page by page as the person scrolls. A label tells number, category,
 * priority and status: no title, because titles may name a child. A refusal is shown as an error,
 * never as an empty list.
 */
async function searchCases(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const shown = Number(paginationToken ?? 0) || 0;
	const text = filter?.trim() ?? '';
	try {
		const { helpline } = await openRun.call(this);
		// One more than is shown tells whether there is another page.
		const { found } = await matching(helpline, text, shown + PAGE + 1);
		return {
			results: found
				.slice(shown, shown + PAGE)
				.map(({ record }) => toChoice(record, helpline.casePage(record.id))),
			...(found.length > shown + PAGE ? { paginationToken: String(shown + PAGE) } : {}),
		};
	} catch (error) {
		throw cleanError(this.getNode(), error);
	}
}

/** A server without a search is read and filtered here. */
async function matching(
	helpline: Helpline,
	text: string,
	limit: number,
): Promise<Listing<CaseRecord>> {
	if (text === '') return await helpline.listCases({ limit }, 0);
	try {
		return await helpline.searchCases(text, [], limit, 0);
	} catch (error) {
		if (reasonOf(error)?.code === 'not_offered')
			return await helpline.listCases({ text, limit }, 0);
		return await Promise.reject(error);
	}
}

function toChoice(record: CaseRecord, page: string | null): INodeListSearchItems {
	const { case_number, id, category, priority, status } = record;
	const words = [priority, status].map((word) => (word ? labelOf(word) : null));
	const parts = [case_number ?? `ID ${id}`, category, ...words];
	return {
		name: parts.filter((part) => part !== null && part !== '').join(' · '),
		value: id,
		...(page === null ? {} : { url: page }),
	};
}

/** The people of the chosen case, without a name: what is chosen is stored in the workflow. */
async function searchPeople(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const text = filter?.trim().toLowerCase() ?? '';
	try {
		const { helpline } = await openRun.call(this);
		const caseId = await caseIn(this.getNode(), this.getCurrentNodeParameter('caseId'), helpline);
		const chosen = this.getCurrentNodeParameter('personKind');
		const kind = PERSON_KINDS.find((each) => each === chosen) ?? 'all';
		const { found } = await helpline.listPeople(caseId, kind, undefined, 0);
		const results = found.map(({ record }) => toPersonChoice(record));
		return { results: results.filter(({ name }) => name.toLowerCase().includes(text)) };
	} catch (error) {
		throw cleanError(this.getNode(), error);
	}
}

function toPersonChoice({ id, kind, sex, age_group }: IDataObject): INodeListSearchItems {
	const parts = [labelOf(String(kind ?? 'person')), sex, age_group, `ID ${String(id)}`];
	return {
		name: parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · '),
		value: String(id),
	};
}

export const listSearch = { searchCases, searchPeople };
