import { GENDERS, PRIORITIES, STATUSES } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { Listing, ReferenceList } from '../verbs';
import { CONTACT_TYPES } from '../verbs';
import type { RootName } from './settings';
import { textOrNull } from './text';
import { treeOf } from './trees';
import { listUsers } from './users';

/** The lists that are trees of the server, each below a root of its own. */
const TREES = {
	ageGroups: 'ageGroup',
	categories: 'caseCategory',
	dispositions: 'disposition',
	locations: 'location',
	referrals: 'referral',
	relationships: 'relationship',
	services: 'service',
	sexes: 'sex',
} as const satisfies Partial<Record<ReferenceList, RootName>>;

/** Words that are ours alone. */
const WORDS = {
	contactTypes: CONTACT_TYPES,
	genders: GENDERS,
	priorities: PRIORITIES,
	statuses: STATUSES,
} as const satisfies Partial<Record<ReferenceList, readonly string[]>>;

/** Option lists, read once per run. */
export async function listReference(
	connection: Connection,
	list: ReferenceList,
	item: number,
): Promise<Listing> {
	if (list === 'users') return await listUsers(connection, {}, undefined, item);
	if (list in WORDS) return fixed(WORDS[list as keyof typeof WORDS]);
	return await listTree(connection, TREES[list as keyof typeof TREES], item);
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

/** The value is the id: a name or a path may be meant twice. */
async function listTree(connection: Connection, root: RootName, item: number): Promise<Listing> {
	const { entries, rootId } = await treeOf(connection, root, item);
	return {
		found: entries.map(({ id, name, path, parentId, raw }) => ({
			raw,
			resource: 'categories' as const,
			record: {
				id,
				name,
				value: id,
				code: textOrNull(raw.code),
				path: path.join(' > '),
				parent_id: parentId === rootId ? null : parentId,
				is_active: raw.isactive === null ? null : raw.isactive === '1',
			},
		})),
		total: entries.length,
		remarks: [],
	};
}
