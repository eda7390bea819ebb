import type { CaseRow, UserRow } from '../records.mts';
import { periodsOf, secondsOf } from './calendar.mts';
import { GBV, narrativeOf, numberOf, PRIORITY, STATUS, titleAndDescription } from './caseWords.mts';
import { roleNumber } from './roles.mts';
import { type Node, pathIds, pathText, rootOf, stepsOf, type Tree } from './tree.mts';
import { ROOTS } from './treeSeed.mts';
import { type Fields, isBlank } from './wire/fields.mts';
import { stored, unstored } from './wire/stored.mts';

const LEVELS = 5;

export type Users = ReadonlyMap<number, UserRow>;

/** One case of the common table in this server's 122 columns. */
export function caseFields(row: CaseRow, extras: Fields, tree: Tree, users: Users): Fields {
	const createdOn = secondsOf(row.created_at);
	return {
		...extras,
		...createdFields(createdOn, users.get(row.created_by ?? 0)),
		...periodsOf(Number(createdOn)),
		...categoryFields(row, extras, tree),
		...assigneeFields(users.get(row.assigned_user_id ?? 0)),
		...reporterCopy(row, extras),
		...progressFields(row, extras),
		id: String(row.id),
		narrative: narrativeShown(row, extras),
		plan: shown(row.plan, extras.plan),
		src: shown(row.channel, extras.src),
		src_uid: shown(row.external_key, extras.src_uid),
		gbv_related: stored(numberOf(GBV, row.gbv_related)),
	};
}

export function createdFields(createdOn: string, user: UserRow | undefined): Fields {
	if (!user) return { created_on: createdOn };
	return {
		created_on: createdOn,
		created_by: stored(user.username),
		created_by_id: String(user.id),
		created_by_role: stored(roleNumber(user)),
	};
}

/** Where the other side has changed a text, its text counts; otherwise what was stored here. */
function shown(plain: string | null, kept: string | undefined): string {
	const text = plain ?? '';
	return kept !== undefined && unstored(kept) === text ? kept : stored(text);
}

function narrativeShown(row: CaseRow, extras: Fields): string {
	const own = extras.narrative;
	if (own !== undefined) {
		const { title, description } = titleAndDescription(unstored(own));
		if (title === row.title && description === (row.description ?? '')) return own;
	}
	return stored(narrativeOf(row.title, row.description));
}

function categoryFields(row: CaseRow, extras: Fields, tree: Tree): Fields {
	const names = categoryNames(row);
	const own = tree.get(extras.case_category_id);
	const node = own && isPath(own, names) ? own : tree.find(ROOTS.category, names);
	if (!node) {
		const path = names.map((name) => `^${stored(name)}`).join('');
		return { case_category: path, case_category_id: '0' };
	}
	return {
		case_category_id: node.id,
		case_category: pathText(node),
		case_category_root_id: rootOf(node).id,
		case_category_fullname_id: pathIds(node),
		...levelFields(node, 'cat_id_', 'cat_', LEVELS),
	};
}

function categoryNames(row: Pick<CaseRow, 'category' | 'subcategory'>): string[] {
	return [row.category, ...(row.subcategory?.split(' > ') ?? [])];
}

function isPath(node: Node, names: readonly string[]): boolean {
	const steps = stepsOf(node);
	return steps.length === names.length && steps.every((step, i) => step.name === names[i]);
}

export function levelFields(node: Node, ids: string, texts: string, levels: number): Fields {
	const fields: Fields = {};
	for (const [i, step] of stepsOf(node).slice(0, levels).entries()) {
		fields[`${ids}${i}`] = step.id;
		fields[`${texts}${i}`] = stored(step.name);
	}
	return fields;
}

function assigneeFields(user: UserRow | undefined): Fields {
	if (!user) return {};
	return {
		assigned_to_id: String(user.id),
		assigned_to: stored(user.username),
		assigned_to_role: stored(roleNumber(user)),
	};
}

/** The case has a copy of its reporter, which is only renewed when the case itself is updated. */
function reporterCopy(row: CaseRow, extras: Fields): Fields {
	const phone = row.reporter_phone?.replace(/^\+/, '') ?? null;
	return {
		reporter_fullname: shown(row.reporter_name, extras.reporter_fullname),
		reporter_phone: shown(phone, extras.reporter_phone),
		reporter_email: shown(row.reporter_email, extras.reporter_email),
	};
}

function progressFields(row: CaseRow, extras: Fields): Fields {
	const status = numberOf(STATUS, row.status);
	const isEscalated = !isBlank(extras.escalated_to_id);
	return {
		priority: stored(numberOf(PRIORITY, row.priority)),
		status: stored(status),
		final_status: isEscalated && status !== '2' ? '3' : stored(status),
	};
}
