import type { CaseRow } from '../../records.mts';
import { levelFields } from '../caseView.mts';
import { type Node, pathText, type Tree } from '../tree.mts';
import { ROOTS } from '../treeSeed.mts';
import type { Fields } from '../wire/fields.mts';
import { stored, unstored } from '../wire/stored.mts';
import { LOCATION_LEVELS } from './picked.mts';

/** Between the people of the common record and the contacts, reporters and clients of this server. */
export type ReporterWords = Pick<
	CaseRow,
	'reporter_name' | 'reporter_phone' | 'reporter_email' | 'reporter_age_group' | 'reporter_sex'
>;

export type ChildWords = Pick<
	CaseRow,
	'child_name' | 'child_age' | 'child_gender' | 'child_location' | 'reporter_relationship'
>;

export const NO_CHILD: ChildWords = {
	child_name: null,
	child_age: null,
	child_gender: null,
	child_location: null,
	reporter_relationship: null,
};

export function reporterContact(tree: Tree, row: ReporterWords): Fields {
	return {
		...nameFields(row.reporter_name),
		phone: stored(row.reporter_phone?.replace(/^\+/, '') ?? ''),
		email: stored(row.reporter_email ?? ''),
		...pick('age_group', tree.named(ROOTS.ageGroup, row.reporter_age_group ?? '')),
		...pick('sex', tree.named(ROOTS.sex, row.reporter_sex ?? '')),
	};
}

export function childContact(tree: Tree, row: ChildWords): Fields {
	const place = row.child_location ?? '';
	const location = tree.named(ROOTS.location, place);
	const levels = location
		? levelFields(location, 'location_id_', 'location_', LOCATION_LEVELS)
		: {};
	return {
		...nameFields(row.child_name),
		age: row.child_age === null ? '' : String(row.child_age),
		...pick('age_group', ageGroup(tree, row.child_age)),
		...pick('sex', tree.named(ROOTS.sex, row.child_gender ?? '')),
		...pick('location', location),
		...levels,
		landmark: location ? '' : stored(place),
	};
}

export function relationshipFields(tree: Tree, relationship: string | null): Fields {
	const node = tree.named(ROOTS.relationship, relationship ?? '');
	return {
		...pick('relationship', node),
		relationship_comment: node ? '' : stored(relationship ?? ''),
	};
}

export function wordsOfReporter(reporter: Fields): ReporterWords {
	return {
		reporter_name: textOrNull(reporter.contact_fullname),
		reporter_phone: textOrNull(reporter.contact_phone),
		reporter_email: textOrNull(reporter.contact_email),
		reporter_age_group: lastStep(reporter.contact_age_group),
		reporter_sex: lastStep(reporter.contact_sex),
	};
}

export function wordsOfClient(client: Fields): ChildWords {
	const age = Number.parseInt(client.contact_age ?? '', 10);
	return {
		child_name: textOrNull(client.contact_fullname),
		child_age: Number.isNaN(age) ? null : age,
		child_gender: lastStep(client.contact_sex)?.toLowerCase() ?? null,
		child_location: lastStep(client.contact_location) ?? textOrNull(client.contact_landmark),
		reporter_relationship: lastStep(client.relationship) ?? textOrNull(client.relationship_comment),
	};
}

function nameFields(name: string | null): Fields {
	const [fname = '', ...rest] = (name ?? '').split(' ');
	return {
		fname: stored(fname),
		lname: stored(rest.join(' ')),
		fullname: stored(name ?? ''),
	};
}

function pick(name: string, node: Node | undefined): Fields {
	return node ? { [`${name}_id`]: node.id, [name]: pathText(node) } : {};
}

function ageGroup(tree: Tree, age: number | null): Node | undefined {
	if (age === null) return undefined;
	return tree.get(ROOTS.ageGroup)?.children.find(({ name }) => {
		const [from, to] = name.split('-').map(Number);
		return from !== undefined && to !== undefined && age >= from && age <= to;
	});
}

function lastStep(path: string | undefined): string | null {
	return textOrNull(path?.split('^').at(-1));
}

function textOrNull(value: string | undefined): string | null {
	return value === undefined || value === '' ? null : unstored(value);
}
