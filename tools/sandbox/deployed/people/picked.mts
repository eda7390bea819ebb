import { levelFields } from '../caseView.mts';
import { type ErrorRow, errorRow } from '../refusals.mts';
import { pathText, type Tree } from '../tree.mts';
import { type Fields, isBlank } from '../wire/fields.mts';

/** A person's location goes down to seven levels, the copy on a case to six. */
export const LOCATION_LEVELS = 7;

/** The texts that belong to an id; an id which is not in the tree is refused, as in 55. */
export function pickedFields(
	tree: Tree,
	given: Fields,
	names: readonly string[],
	tell: (name: string, value: string) => void,
): Fields {
	const fields: Fields = {};
	for (const name of names) {
		const id = given[`${name}_id`];
		if (id === undefined) continue;
		const node = tree.get(id);
		if (!node && !isBlank(id)) tell(`${name}_id`, id);
		fields[`${name}_id`] = node?.id ?? '0';
		fields[name] = node ? pathText(node) : '';
		if (name !== 'location') continue;
		for (let level = 0; level < LOCATION_LEVELS; level++) {
			fields[`location_id_${level}`] = '0';
			fields[`location_${level}`] = '';
		}
		if (node)
			Object.assign(fields, levelFields(node, 'location_id_', 'location_', LOCATION_LEVELS));
	}
	return fields;
}

export function doesNotExist(
	resource: string,
	field: string,
	label: string,
	value: string,
): ErrorRow {
	return errorRow(`${label} does not exist`, 'INVALID_FOREIGN_KEY', resource, field, value);
}
