import type { Call } from '../call.mts';
import { categoriesColumns } from '../columns/categories.mts';
import { createdFields } from '../caseView.mts';
import { plainText } from '../form.mts';
import { relatedPart } from '../list/read.mts';
import { accessDenied, errorRow, invalidData } from '../refusals.mts';
import { ADMINISTRATOR } from '../roles.mts';
import { type Node, nodeFields } from '../tree.mts';
import type { Fields } from '../wire/fields.mts';
import type { Resource } from './resource.mts';

/** Reference data is as old as the made-up cases. */
const MADE_AT = String(Date.UTC(2025, 7, 1) / 1000);

/** One tree for everything that can be picked; a node shows ten of its children (72). */
export const categories: Resource = {
	name: 'categories',
	columns: categoriesColumns,
	rows: (call) => call.tree.nodes.map((node) => row(call, node)).sort(byLevelAndName),
	one(call, id) {
		const node = call.tree.get(id);
		return node && row(call, node);
	},
	related(call, _row, id) {
		const below = (call.tree.get(id)?.children ?? []).filter((child) => child.isActive);
		const rows = below.map((child) => row(call, child)).sort(byLevelAndName);
		return [relatedPart(call, categories, rows, { category_id_: id }, 'subcategories')];
	},
	create(call) {
		if (call.role !== ADMINISTRATOR) throw accessDenied();
		const name = plainText(call.body.name) ?? '';
		if (name === '') {
			const complaint = errorRow(
				'Category Name is Required',
				'REQUIRED',
				'categories',
				'name',
				null,
			);
			throw invalidData([complaint]);
		}
		const node = call.tree.add(name, call.tree.get(plainText(call.body.category_id)));
		return { status: 201, rows: [row(call, node)], notice: 'Category Created' };
	},
};

function row(call: Call, node: Node): Fields {
	const administrator = [...call.side.users().values()].find(
		(user) => user.role === 'administrator',
	);
	return { ...createdFields(MADE_AT, administrator), ...nodeFields(node) };
}

function byLevelAndName(one: Fields, other: Fields): number {
	const level = Number(one.level ?? 0) - Number(other.level ?? 0);
	return level === 0 ? (one.name ?? '').localeCompare(other.name ?? '') : level;
}
