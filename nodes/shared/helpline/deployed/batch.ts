import type { CaseFields, FoundCase } from '../../record/case';
import { normalizeCase } from '../../record/validate';
import type { Connection } from '../../transport/connection';
import type { BatchVerbs } from '../batch';
import { lookedUpKey, ownPace } from '../batch';
import { checkCase } from './caseCheck';
import { isSameText } from './caseRecord';
import { createCase } from './caseCreate';
import { openKeys } from './keyBatch';

/** What an import asks of the helpline's own server. */
export function deployedBatch(connection: Connection): BatchVerbs {
	return {
		checkCase: async (fields, mode, item) => {
			await checkCase(connection, fields, mode, item);
			return [];
		},
		changesTo: async (current, fields, item) => await changesTo(connection, current, fields, item),
		createLookedUp: async (fields, key, item) =>
			await createCase(connection, fields, lookedUpKey(connection, key), item),
		openKeys: async (ask, item) => await openKeys(connection, ask, item),
		pace: () => ownPace(connection),
	};
}

/** Fields that make one member of the case together (one record, the table). */
const TOGETHER: ReadonlyArray<readonly string[]> = [
	['title', 'description'],
	['category', 'subcategory'],
];

/**
 * The fields that differ, in the groups in which they are kept. What is said of reporter and child goes
 * on as it is, because their own records are read when they are changed.
 */
async function changesTo(
	connection: Connection,
	current: FoundCase,
	fields: CaseFields,
	item: number,
): Promise<CaseFields> {
	const normal = normalizeCase(fields);
	const changes: CaseFields = {};
	for (const names of groupsOf(Object.keys(normal))) {
		const group = Object.fromEntries(names.map((name) => [name, normal[name]]));
		if (await differs(connection, current, group, item)) Object.assign(changes, group);
	}
	return changes;
}

function groupsOf(names: readonly string[]): string[][] {
	const grouped = TOGETHER.map((group) => group.filter((name) => names.includes(name)));
	const alone = names.filter((name) => !TOGETHER.some((group) => group.includes(name)));
	return [...grouped.filter((group) => group.length > 0), ...alone.map((name) => [name])];
}

async function differs(
	connection: Connection,
	{ raw }: FoundCase,
	group: CaseFields,
	item: number,
): Promise<boolean> {
	if (Object.keys(group).some((name) => /^(reporter|child)_/.test(name))) return true;
	const { body } = await checkCase(connection, group, 'update', item);
	return Object.entries(body).some(([name, value]) =>
		typeof value === 'object' ? true : !isSameText(raw[name], value),
	);
}
