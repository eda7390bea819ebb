import type { IDataObject } from 'n8n-workflow';

import type { CaseQuery, CaseRecord, Found, FoundCase, RecordId } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { cleanError, reasonOf } from '../../transport/errors';
import { NOT_DATA } from '../../transport/sentences';
import type { CaseFieldDeclaration, Listing } from '../verbs';
import { WRITABLE_FIELDS } from '../../record/fields';
import { fail, notOffered, readList, readObject } from './api';
import type { KeyPlace } from './caseRecord';
import { hasId, needsUserName, toRecord } from './caseRecord';
import { isFilteredHere, isWanted, sortCases, toServerQuery } from './caseQuery';
import { walkCases } from './caseWalk';
import { listAll } from './childLists';
import { userNames } from './users';

export const NO_SUCH_CASE: Reason = {
	code: 'not_found',
	field: 'id',
	message: "No case with the ID in 'Case' in this OpenCHS",
	description:
		"Choose a case from the list, or check that the ID belongs to this helpline's server.",
};

/** Where the credential keeps the external key. */
export function keyPlace(connection: Connection): KeyPlace {
	const { externalKeyPlace, externalKeyField } = connection.settings;
	if (externalKeyPlace === 'nowhere') return { in: 'nowhere' };
	const name = typeof externalKeyField === 'string' ? externalKeyField.trim() : '';
	if (externalKeyPlace === 'field' && name !== '') return { in: 'field', name };
	return { in: 'description' };
}

/** Names that this server has beyond the one record, as the credential lists them. */
export function customFields(connection: Connection): string[] {
	return String(connection.settings.customFields ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
}

export function casePath(id: RecordId): string {
	return `/cases/${encodeURIComponent(String(id))}`;
}

export async function getCase(
	connection: Connection,
	id: RecordId,
	item: number,
): Promise<FoundCase> {
	const raw = await readObject(
		connection,
		{ verb: 'getCase', path: casePath(id), notFound: NO_SUCH_CASE },
		item,
	);
	if (!hasId(raw) || String(raw.id) !== String(id)) throw fail(connection, NOT_DATA, item);
	return await present(connection, raw, item);
}

/** Null instead of the "not found" error, for look-ups. */
export async function getCaseIfThere(
	connection: Connection,
	id: RecordId,
	item: number,
): Promise<FoundCase | null> {
	try {
		return await getCase(connection, id, item);
	} catch (error) {
		const reason = reasonOf(error);
		if (reason?.code === 'not_found') return null;
		throw fail(connection, reason ?? NOT_DATA, item);
	}
}

/**
 * What a 404 below a case is about: the case, or a list that this server does not have. Hands back the
 * error to throw.
 */
export async function whatIsMissing(
	connection: Connection,
	caseId: RecordId,
	offeredAs: string,
	error: unknown,
	item: number,
) {
	const isThere = (await getCaseIfThere(connection, caseId, item)) !== null;
	return isThere
		? notOffered(connection, offeredAs, 404, item)
		: cleanError(connection.context.getNode(), error, item);
}

/** A list below a case. */
export async function listOfCase(
	connection: Connection,
	caseId: RecordId,
	call: { verb: string; below: string; offeredAs: string },
	show: (raw: IDataObject) => Found,
	limit: number | undefined,
	item: number,
	isWanted?: (found: Found) => boolean,
): Promise<Listing> {
	const { verb, below, offeredAs } = call;
	const path = `${casePath(caseId)}/${below}`;
	try {
		const read = { verb, path, offeredAs, notFound: NO_SUCH_CASE };
		return await listAll(connection, read, show, limit, item, isWanted);
	} catch (error) {
		if (reasonOf(error)?.code === 'not_found') {
			throw await whatIsMissing(connection, caseId, offeredAs, error, item);
		}
		throw cleanError(connection.context.getNode(), error, item);
	}
}

/** Adds the assignee's name where the case tells only an id; the user list is read once per run. */
export async function present(
	connection: Connection,
	raw: IDataObject,
	item: number,
): Promise<FoundCase> {
	const names = needsUserName(raw) ? await userNames(connection, item) : new Map<string, string>();
	return { raw, record: toRecord(raw, keyPlace(connection), (id) => names.get(id) ?? null) };
}

export async function listCases(
	connection: Connection,
	query: CaseQuery,
	item: number,
): Promise<Listing<CaseRecord>> {
	const wanted: FoundCase[] = [];
	let dropped = 0;
	const enough = query.sort?.length ? Infinity : (query.limit ?? Infinity);
	const pages = walkCases(connection, toServerQuery(query), item);
	let end = await pages.next();
	while (!end.done && wanted.length < enough) {
		for (const raw of end.value) {
			if (!hasId(raw)) throw fail(connection, NOT_DATA, item);
			const found = await present(connection, raw, item);
			if (isWanted(found.record, query)) wanted.push(found);
			else dropped += 1;
		}
		if (wanted.length < enough) end = await pages.next();
	}
	const sorted = query.sort?.length ? sortCases(wanted, query.sort) : wanted;
	const remarks: string[] = [];
	if (end.done && end.value.total !== null && end.value.total !== end.value.read) {
		remarks.push(
			`OpenCHS counts ${end.value.total} cases for this question, ${end.value.read} came: others may have been writing meanwhile. Run it again to be sure.`,
		);
	}
	if (isFilteredHere(query)) {
		remarks.push(
			'This server cannot filter on everything you chose, so more was read than is shown.',
		);
	}
	return {
		found: sorted.slice(0, query.limit ?? sorted.length),
		total: end.done && dropped === 0 && !isFilteredHere(query) ? end.value.total : null,
		remarks,
	};
}

export async function searchCases(
	connection: Connection,
	text: string,
	fields: readonly string[],
	limit: number | undefined,
	item: number,
): Promise<Listing<CaseRecord>> {
	const query = {
		q: text,
		...(fields.length ? { fields: fields.join(',') } : {}),
		limit: Math.min(limit ?? MAX_SEARCH_ROWS, MAX_SEARCH_ROWS),
	};
	const { rows, pagination } = await readList(
		connection,
		{ verb: 'searchCases', path: '/search/cases', query, bucket: 'search', offeredAs: 'Search' },
		item,
	);
	const found: FoundCase[] = [];
	for (const raw of rows) {
		if (!hasId(raw)) throw fail(connection, NOT_DATA, item);
		const { record } = await present(connection, raw, item);
		const { relevance_score, matched_fields } = raw;
		found.push({
			raw,
			record: {
				...record,
				relevance_score: relevance_score ?? null,
				matched_fields: matched_fields ?? null,
			} as CaseRecord,
		});
	}
	const { total } = pagination;
	const isCut = limit === undefined && total !== null && total > found.length;
	return {
		found,
		total,
		remarks: isCut
			? [
					`The search of OpenCHS gives at most ${MAX_SEARCH_ROWS} cases; ${total} match. Use more words, or 'Get Many' with filters.`,
				]
			: [],
	};
}

/** A search is ranked and has no pages: what lies beyond the first hundred was not meant. */
const MAX_SEARCH_ROWS = 100;

/** What the field mapper offers: the one record, and the credential's custom fields. */
export function caseFields(connection: Connection): CaseFieldDeclaration[] {
	return [
		...WRITABLE_FIELDS.map((field) => ({
			name: field.name,
			label: field.label,
			required: field.isRequired ?? false,
			type: field.type,
			...(field.options ? { options: field.options } : {}),
			isSent: !field.isDeployedOnly,
		})),
		...customFields(connection).map((name) => ({
			name,
			label: name,
			required: false,
			type: 'string' as const,
			isSent: true,
		})),
	];
}
