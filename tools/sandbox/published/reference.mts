import { oneOf, readForm, text } from '../checks.mts';
import { timeFor } from '../exchange.mts';
import type { CategoryRow, DispositionRow, UserRow } from '../records.mts';
import type { Result } from './envelope.mts';
import { paginationOf, readListQuery, rowOrder } from './paging.mts';
import { renderId, renderUser } from './render.mts';
import type { Call, Route } from './route.mts';

export const referenceRoutes: readonly Route[] = [
	{ method: 'GET', path: '/health', offered: 'healthOffered', handle: health },
	{ method: 'GET', path: '/users/me', offered: 'meOffered', handle: me },
	{ method: 'GET', path: '/users', offered: 'usersOffered', handle: listUsers },
	{
		method: 'GET',
		path: '/dispositions',
		offered: 'dispositionsOffered',
		handle: listDispositions,
	},
	{ method: 'GET', path: '/categories', offered: 'categoriesOffered', handle: categoryTree },
];

function health(call: Call): Result {
	readForm(call.query, { fields: {} });
	const timestamp = timeFor(call.world, call.request).toISOString();
	return { data: { status: 'healthy', version: '1.0.0', timestamp } };
}

function me(call: Call): Result {
	readForm(call.query, { fields: {} });
	return { data: renderUser(call, call.user) };
}

function listUsers(call: Call): Result {
	const { page, query } = readListQuery(call, {
		role: text(50, 1),
		is_active: oneOf(['true', 'false', '1', '0']),
	});
	const conditions = ['1 = 1'];
	const values: Array<string | number> = [];
	if (query.role !== undefined) {
		conditions.push('role = ?');
		values.push(query.role);
	}
	if (query.is_active !== undefined) {
		conditions.push('is_active = ?');
		values.push(['true', '1'].includes(query.is_active) ? 1 : 0);
	}
	const from = `FROM users WHERE ${conditions.join(' AND ')}`;
	const total = call.store.count(from, ...values);
	const rows = call.store.rows<UserRow>(
		`SELECT * ${from} ORDER BY ${rowOrder(call.order)} LIMIT ? OFFSET ?`,
		...values,
		page.limit,
		page.offset,
	);
	return {
		data: rows.map((row) => renderUser(call, row)),
		pagination: paginationOf(total, page, rows.length),
	};
}

function listDispositions(call: Call): Result {
	const { page } = readListQuery(call);
	const total = call.store.count('FROM dispositions');
	const rows = call.store.rows<DispositionRow>(
		'SELECT * FROM dispositions ORDER BY id LIMIT ? OFFSET ?',
		page.limit,
		page.offset,
	);
	return {
		data: rows.map((row) => ({
			id: renderId(call.settings, row.id),
			code: row.code,
			name: row.name,
			category: row.category,
			is_active: row.is_active === 1,
		})),
		pagination: paginationOf(total, page, rows.length),
	};
}

interface Branch {
	id: unknown;
	name: string;
	parent_id: unknown;
	children: Branch[];
}

/** Not documented; made by analogy with the other lists, whole and without pages. */
function categoryTree(call: Call): Result {
	readForm(call.query, { fields: {} });
	const rows = call.store.rows<CategoryRow>('SELECT * FROM categories ORDER BY name, id');
	const below = (parent: number | null): Branch[] =>
		rows
			.filter((row) => row.parent_id === parent)
			.map((row) => ({
				id: renderId(call.settings, row.id),
				name: row.name,
				parent_id: renderId(call.settings, row.parent_id),
				children: below(row.id),
			}));
	return { data: below(null) };
}
