import type { IDataObject } from 'n8n-workflow';

import type { Found } from '../../record/case';
import { GENDERS, PRIORITIES, STATUSES } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { oncePerRun } from '../../transport/connection';
import { notOfferedReason } from '../../transport/sentences';
import type { Listing, ReferenceList, StatisticsQuery } from '../verbs';
import { CONTACT_TYPES } from '../verbs';
import { fail, readList, readObject } from './api';
import { idOf, textOrNull } from './caseRecord';
import { listAll } from './childLists';
import { listUsers } from './users';

/** Option lists: from the server where it has them, else the documented words. Read once per run. */
export async function listReference(
	connection: Connection,
	list: ReferenceList,
	item: number,
): Promise<Listing> {
	switch (list) {
		case 'categories':
			return await oncePerRun(connection, list, async () => await listCategories(connection, item));
		case 'dispositions':
			return await oncePerRun(
				connection,
				list,
				async () => await listDispositions(connection, item),
			);
		case 'users':
			return await listUsers(connection, {}, undefined, item);
		case 'contactTypes':
			return fixed(CONTACT_TYPES);
		case 'genders':
			return fixed(GENDERS);
		case 'priorities':
			return fixed(PRIORITIES);
		case 'statuses':
			return fixed(STATUSES);
		case 'ageGroups':
		case 'locations':
		case 'referrals':
		case 'relationships':
		case 'services':
		case 'sexes':
			throw fail(connection, notOfferedReason('This list'), item);
	}
}

function fixed(words: readonly string[]): Listing {
	return {
		found: words.map((word) => {
			const record = { id: word, name: word };
			return { record, raw: record };
		}),
		total: words.length,
		remarks: [],
	};
}

async function listDispositions(connection: Connection, item: number): Promise<Listing> {
	return await listAll(
		connection,
		{ verb: 'listDispositions', path: '/dispositions', offeredAs: 'The list of dispositions' },
		(raw) => ({
			raw,
			record: {
				id: idOf(raw.id),
				name: textOrNull(raw.name),
				code: textOrNull(raw.code),
				category: textOrNull(raw.category),
				is_active: raw.is_active ?? null,
			},
		}),
		undefined,
		item,
	);
}

/** Categories come flat with a parent, or as a tree with children; both become rows with their path. */
async function listCategories(connection: Connection, item: number): Promise<Listing> {
	// A tree comes whole: the documentation says nothing of pages here, and a strict server refuses them.
	const { rows } = await readList(
		connection,
		{ verb: 'listCategories', path: '/categories', offeredAs: 'The list of categories' },
		item,
	);
	const found = withPaths(rows);
	return { found, total: found.length, remarks: [] };
}

function withPaths(rows: IDataObject[]): Found[] {
	const flat = rows.flatMap((row) => flatten(row, null));
	const byId = new Map(flat.map(({ raw, parent }) => [String(raw.id), { raw, parent }]));
	return flat.map(({ raw, parent }) => ({
		raw,
		record: {
			id: idOf(raw.id),
			name: textOrNull(raw.name),
			parent_id: (parent ?? null) as IDataObject['parent_id'],
			path: pathOf(String(raw.id), byId).join(' > '),
			is_active: raw.is_active ?? null,
		},
	}));
}

interface Node {
	raw: IDataObject;
	parent: unknown;
}

function flatten(row: IDataObject, parent: unknown): Node[] {
	const { children, ...raw } = row;
	const below = Array.isArray(children) ? (children as IDataObject[]) : [];
	return [
		{ raw, parent: raw.parent_id ?? parent },
		...below.flatMap((child) => flatten(child, raw.id)),
	];
}

/** Names from the root down; ten levels are more than any helpline has, and end a circle. */
function pathOf(id: string, byId: Map<string, Node>): string[] {
	const names: string[] = [];
	let next: string | null = id;
	for (let level = 0; level < 10 && next !== null; level++) {
		const node: Node | undefined = byId.get(next);
		if (!node) break;
		names.unshift(String(node.raw.name ?? ''));
		next = node.parent === null || node.parent === undefined ? null : String(node.parent);
	}
	return names;
}

export async function caseStatistics(
	connection: Connection,
	{ rows, columns, ...window }: StatisticsQuery,
	item: number,
): Promise<Found> {
	if (rows?.length || columns) {
		throw fail(connection, notOfferedReason('Statistics in rows and columns'), item);
	}
	const raw = await readObject(
		connection,
		{
			verb: 'caseStatistics',
			path: '/statistics/cases',
			query: window,
			offeredAs: 'Statistics',
		},
		item,
	);
	return { raw, record: raw };
}
