import type { Connection } from '../../transport/connection';
import type { ServerState } from '../verbs';
import { textOrNull } from './text';
import { getMe, seesAllCases } from './users';

/** Reachable, login accepted, how long it took, whose login it is, and what this account does not see. */
export async function checkServer(connection: Connection, item: number): Promise<ServerState> {
	connection.once.delete('me');
	const started = Date.now();
	const { record } = await getMe(connection, item);
	const milliseconds = Date.now() - started;
	return {
		milliseconds,
		account: textOrNull(record.username),
		role: textOrNull(record.role),
		remarks: (await seesAllCases(connection, item)) ? [] : [SEES_OWN],
	};
}

/** Lists are restricted by role, single reads are not (recordings 50, 51). */
const SEES_OWN =
	"This account's lists show only its own cases: searches, exports and triggers miss the others without a word. Use an account of a supervisor or an administrator.";
