import type { Connection } from '../../transport/connection';
import type { ServerState } from '../verbs';
import type { ReasonCode } from '../../transport/errors';
import { cleanError, reasonOf } from '../../transport/errors';
import { readList, readObject } from './api';
import { textOrNull } from './caseRecord';
import { getMe } from './users';

/** What `/health` may answer where a server does not have it, or has it in a form of its own. */
const NO_HEALTH: readonly ReasonCode[] = ['not_offered', 'unexpected_answer'];
/** What `/users/me` may answer although the login is good. */
const NO_ACCOUNT: readonly ReasonCode[] = [
	'forbidden',
	'not_found',
	'not_offered',
	'server_error',
	'unexpected_answer',
];

/** Reachable, login accepted, how long it took; and whose login it is where the server tells. */
export async function checkServer(connection: Connection, item: number): Promise<ServerState> {
	const started = Date.now();
	await askHealth(connection, item);
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
		if (!NO_ACCOUNT.includes(code)) throw cleanError(connection.context.getNode(), error, item);
		return {
			milliseconds,
			account: null,
			role: null,
			remarks: [`The server answers and takes the login; it does not tell whose it is (${code}).`],
		};
	}
}

/** No server is known to have every call: the list of cases, which all have, says the same. */
async function askHealth(connection: Connection, item: number): Promise<void> {
	try {
		await readObject(
			connection,
			{ verb: 'checkServer', path: '/health', offeredAs: 'The check of the server' },
			item,
		);
	} catch (error) {
		if (!NO_HEALTH.includes(reasonOf(error)?.code ?? 'unknown')) {
			throw cleanError(connection.context.getNode(), error, item);
		}
		await readList(connection, { verb: 'checkServer', path: '/cases', query: { limit: 1 } }, item);
	}
}
