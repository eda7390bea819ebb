import type { IDataObject } from 'n8n-workflow';

import type { Found } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { oncePerRun } from '../../transport/connection';
import { reasonOf } from '../../transport/errors';
import type { Listing } from '../verbs';
import { readObject } from './api';
import { idOf, textOrNull } from './caseRecord';
import { listAll } from './childLists';

function present(raw: IDataObject): Found {
	return {
		raw,
		record: {
			id: idOf(raw.id),
			username: textOrNull(raw.username),
			role: textOrNull(raw.role),
			is_active: raw.is_active ?? null,
		},
	};
}

export async function getMe(connection: Connection, item: number): Promise<Found> {
	const raw = await readObject(
		connection,
		{ verb: 'getMe', path: '/users/me', offeredAs: 'The own account' },
		item,
	);
	// The reply of a login carries the account below `user`; some servers answer the same way here.
	const { user } = raw;
	return present(
		raw.id === undefined && typeof user === 'object' && user !== null ? (user as IDataObject) : raw,
	);
}

/** All users, read once per run and chosen from here. */
export async function listUsers(
	connection: Connection,
	filter: { role?: string; isActive?: boolean },
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	const all = await oncePerRun(connection, 'users', async () => {
		return await listAll(
			connection,
			{ verb: 'listUsers', path: '/users', offeredAs: 'The user list' },
			present,
			undefined,
			item,
		);
	});
	const found = all.found.filter(
		({ record }) =>
			(filter.role === undefined || record.role === filter.role) &&
			(filter.isActive === undefined || isTrue(record.is_active) === filter.isActive),
	);
	const isWhole = found.length === all.found.length;
	return {
		...all,
		total: isWhole ? all.total : null,
		found: found.slice(0, limit ?? found.length),
	};
}

/** Some databases tell a switch as text. */
function isTrue(value: unknown): boolean {
	return value !== '0' && value !== 'false' && Boolean(value);
}

/** User names by id; empty where the server has no user list, because a case is worth more than its assignee's name. */
export async function userNames(
	connection: Connection,
	item: number,
): Promise<Map<string, string>> {
	return await oncePerRun(connection, 'user names', async () => {
		const names = new Map<string, string>();
		for (const { record } of await usersOrNone(connection, item)) {
			if (typeof record.username === 'string') names.set(String(record.id), record.username);
		}
		return names;
	});
}

async function usersOrNone(connection: Connection, item: number): Promise<Found[]> {
	try {
		return (await listUsers(connection, {}, undefined, item)).found;
	} catch (error) {
		const reason = reasonOf(error);
		connection.context.logger.debug(`OpenCHS users: names left out (${reason?.code ?? 'unknown'})`);
		return [];
	}
}
