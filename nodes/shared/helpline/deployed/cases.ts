import type { IDataObject } from 'n8n-workflow';

import type { CaseQuery, CaseRecord, FoundCase, RecordId } from '../../record/case';
import { WRITABLE_FIELDS } from '../../record/fields';
import { sortCases } from '../../record/sortCases';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { reasonOf } from '../../transport/errors';
import { NOT_DATA } from '../../transport/sentences';
import type { CaseFieldDeclaration, Listing, ReferenceList } from '../verbs';
import type { Saved } from './api';
import { DAMAGED, fail, read } from './api';
import type { Related } from './caseRecord';
import { toRecord } from './caseRecord';
import { toServerQuery } from './caseQuery';
import { questionsFor } from './caseQuestions';
import { TEXT_FIELDS, textFilter } from './caseText';
import type { CollectedCases } from './caseWalk';
import { collectCases } from './caseWalk';
import { changedSince } from './changedSince';
import { OWN_CASE_FIELDS, toDeclaration } from './fields';
import { isDamaged, walkList } from './lists';
import { caseNumberPrefix } from './settings';
import { textOrNull } from './text';
import { isCut, tableIn } from './wire/envelope';
import { PAGE_SIZE } from './wire/pages';

export const NO_SUCH_CASE: Reason = {
	code: 'not_found',
	field: 'id',
	message: "No case with the ID in 'Case' in this OpenCHS",
	description:
		"Choose a case from the list, or check that the ID belongs to this helpline's server.",
};

/** Ids are whole numbers; anything else would read as a missing case, and -1 as a blank one (helpline v1, 7). */
export function caseIdText(connection: Connection, id: RecordId, item: number): string {
	const text = String(id).trim();
	if (!/^[1-9]\d*$/.test(text)) throw fail(connection, NO_SUCH_CASE, item);
	return text;
}

/** What comes with a case and belongs to it; the server's other lists beside it may hold strangers. */
const RELATED = {
	attachments: 'case_id_',
	clients: 'case_id_',
	perpetrators: 'case_id_',
	reporters: null,
} as const;
type RelatedName = keyof typeof RELATED;

export async function getCase(
	connection: Connection,
	id: RecordId,
	item: number,
): Promise<FoundCase> {
	const text = caseIdText(connection, id, item);
	const found = await read(connection, { verb: 'getCase', resource: 'cases', id: text }, item);
	if (found.kind === 'damaged') throw fail(connection, DAMAGED, item);
	const [row] = found.table.rows;
	// A case that does not exist reads as 200 without a row (recording 32).
	if (!row) throw fail(connection, NO_SUCH_CASE, item);
	if (row.id !== text) throw fail(connection, NOT_DATA, item);
	return await presentWhole(connection, row, found.answer, item);
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

/** Throws "not found" where the case does not exist: what hangs on a case is taken without asking (helpline v1, 10.4). */
export async function proveCase(
	connection: Connection,
	id: RecordId,
	item: number,
): Promise<IDataObject> {
	const { raw } = await getCase(connection, id, item);
	return raw;
}

/** A case with what came beside it, in a read and in the answer to a write; lists that were cut are completed. */
export async function presentWhole(
	connection: Connection,
	row: IDataObject,
	answer: IDataObject,
	item: number,
): Promise<FoundCase> {
	const raw: IDataObject = { ...row };
	for (const name of Object.keys(RELATED) as RelatedName[]) {
		raw[name] = await relatedRows(connection, name, String(row.id), answer, item);
	}
	const related: Related = {
		clients: oldestFirst(raw.clients as IDataObject[]),
		updatedAt: newestOf(tableIn(answer, 'case_activities')?.rows ?? []),
	};
	const record = toRecord(raw, caseNumberPrefix(connection), related);
	return { raw, resource: 'cases', record };
}

/** The case in the answer to a write. */
export async function presentSaved(
	connection: Connection,
	{ table, answer }: Saved,
	item: number,
): Promise<FoundCase> {
	return await presentWhole(connection, table.rows[0] ?? {}, answer, item);
}

/** A related list stops at ten rows (recordings 31, 62); its total tells, and the list of its own has all. */
async function relatedRows(
	connection: Connection,
	name: RelatedName,
	id: string,
	answer: IDataObject,
	item: number,
): Promise<IDataObject[]> {
	const table = tableIn(answer, name);
	if (!table) return [];
	const link = RELATED[name];
	if (link === null || !isCut(table)) return table.rows;
	const rows: IDataObject[] = [];
	const call = { verb: 'listRelated', resource: name, query: { [link]: id } };
	for await (const page of walkList(connection, call, Infinity, item)) {
		rows.push(...page.filter((row) => !isDamaged(row)));
	}
	return rows;
}

function oldestFirst(rows: readonly IDataObject[]): IDataObject[] {
	return [...rows].sort((a, b) => Number(a.id) - Number(b.id));
}

function newestOf(activities: readonly IDataObject[]): string | null {
	const times = activities.map(({ created_on }) => textOrNull(created_on) ?? '');
	return times.sort().at(-1) || null;
}

export async function listCases(
	connection: Connection,
	query: CaseQuery,
	item: number,
): Promise<Listing<CaseRecord>> {
	const server = await toServerQuery(connection, query, item);
	if (server.isEmpty) return { found: [], total: 0, remarks: server.remarks };
	const { found, total, remarks } = await (query.updatedSince === undefined
		? readMatching(connection, server.query, query, item)
		: readChanged(connection, server.query, query, query.updatedSince, item));
	const sorted = query.sort?.length ? sortCases(found, query.sort) : found;
	return {
		found: sorted.slice(0, query.limit ?? sorted.length),
		total: query.text || query.updatedSince ? null : total,
		remarks: [...server.remarks, ...remarks],
	};
}

/** What the server can choose is asked of it; words are looked for here, among the cases that may hold them. */
async function readMatching(
	connection: Connection,
	server: IDataObject,
	{ text, sort, limit }: CaseQuery,
	item: number,
): Promise<CollectedCases> {
	const enough = sort?.length ? Infinity : (limit ?? Infinity);
	if (!text) {
		return await collectCases(connection, [server], () => true, { enough, most: enough }, item);
	}
	const questions = await questionsFor(connection, text, TEXT_FIELDS, item);
	return await collectCases(
		connection,
		questions.map((question) => ({ ...question, ...server })),
		textFilter(text),
		{ enough, most: Infinity },
		item,
	);
}

/** Cases by the time of their newest change; changes of cases that do not exist find none (recording 53). */
async function readChanged(
	connection: Connection,
	server: IDataObject,
	query: CaseQuery,
	since: string,
	item: number,
): Promise<CollectedCases> {
	const newest = await changedSince(connection, since, item);
	const ids = [...newest.keys()].sort((a, b) => Number(b) - Number(a));
	const found: FoundCase[] = [];
	const remarks: string[] = [];
	for (let start = 0; start < ids.length; start += PAGE_SIZE) {
		const id = ids.slice(start, start + PAGE_SIZE).join(',');
		const batch = await readMatching(connection, { ...server, id }, { text: query.text }, item);
		remarks.push(...batch.remarks);
		for (const each of batch.found) {
			const updated_at = newest.get(String(each.record.id)) ?? null;
			found.push({ ...each, record: { ...each.record, updated_at } });
		}
	}
	return { found, total: null, remarks };
}

/** What a create needs here beyond what every server needs. */
const NEEDED = new Set([
	'plan',
	'gbv_related',
	'reporter_name',
	'reporter_age_group',
	'reporter_sex',
]);

/** What the field mapper offers: the one record, and what this server keeps beyond it. */
export function caseFields(): CaseFieldDeclaration[] {
	return [
		...WRITABLE_FIELDS.map((field) => ({
			name: field.name,
			label: field.label,
			required: field.isRequired === true || NEEDED.has(field.name),
			type: field.type,
			...(field.options ? { options: field.options } : {}),
			...(Object.hasOwn(FIELD_LISTS, field.name) ? { list: FIELD_LISTS[field.name] } : {}),
			isSent: true,
		})),
		...Object.entries(OWN_CASE_FIELDS).map(([name, field]) => toDeclaration(name, field)),
	];
}

/** Where the words of a field come from. */
const FIELD_LISTS: Readonly<Record<string, ReferenceList>> = {
	assigned_user_id: 'users',
	category: 'categories',
	child_location: 'locations',
	reporter_age_group: 'ageGroups',
	reporter_relationship: 'relationships',
	reporter_sex: 'sexes',
};
