import type { IDataObject } from 'n8n-workflow';

import type { Found } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { oncePerRun } from '../../transport/connection';
import { NOT_DATA } from '../../transport/sentences';
import type { Listing } from '../verbs';
import { fail, readWhole } from './api';
import { listAll } from './lists';
import { roleWord, seesAll } from './roles';
import { textOrNull } from './text';

function present(raw: IDataObject): Found {
	return {
		raw,
		resource: 'users',
		record: {
			id: textOrNull(raw.id),
			username: textOrNull(raw.usn),
			full_name: textOrNull(raw.contact_fullname),
			email: textOrNull(raw.contact_email),
			phone: textOrNull(raw.contact_phone),
			role: roleWord(raw.role),
			is_active: raw.is_active === '1',
		},
	};
}

/** The account that the login belongs to, asked once per run (recording 06). */
export async function getMe(connection: Connection, item: number): Promise<Found> {
	return await oncePerRun(connection, 'me', async () => {
		const { table } = await readWhole(connection, { verb: 'getMe', resource: 'auth' }, item);
		const [row] = table.rows;
		if (!row) throw fail(connection, NOT_DATA, item);
		return present(row);
	});
}

/** Whether lists show every case to this account, or only its own (recordings 50, 51). */
export async function seesAllCases(connection: Connection, item: number): Promise<boolean> {
	const { record } = await getMe(connection, item);
	return seesAll(record.role);
}

/** All users, read once per run and chosen from here. */
export async function listUsers(
	connection: Connection,
	filter: { role?: string; isActive?: boolean },
	limit: number | undefined,
	item: number,
): Promise<Listing> {
	const all = await oncePerRun(
		connection,
		'users',
		async () =>
			await listAll(connection, { verb: 'listUsers', resource: 'users' }, present, undefined, item),
	);
	const found = all.found.filter(
		({ record }) =>
			(filter.role === undefined || record.role === filter.role) &&
			(filter.isActive === undefined || record.is_active === filter.isActive),
	);
	return { ...all, found: found.slice(0, limit ?? found.length) };
}
