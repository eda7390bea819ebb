import type { Connection } from '../../transport/connection';
import { reasonOf } from '../../transport/errors';
import type { ServerState } from '../dialect';
import { readObject } from './api';
import { textOrNull } from './caseCodec';
import { getMe } from './users';

/** Reachable, login accepted, how long it took; and whose login it is where the server tells. */
export async function checkServer(connection: Connection, item: number): Promise<ServerState> {
	const started = Date.now();
	await readObject(connection, { verb: 'checkServer', path: '/health' }, item);
	const milliseconds = Date.now() - started;
	try {
		const { record } = await getMe(connection, item);
		return {
			milliseconds,
			account: textOrNull(record.username),
			role: textOrNull(record.role),
			remarks: [],
		};
	} catch (error) {
		const code = reasonOf(error)?.code ?? 'unknown';
		return {
			milliseconds,
			account: null,
			role: null,
			remarks: [`The server answers and takes the login; it does not tell whose it is (${code}).`],
		};
	}
}
