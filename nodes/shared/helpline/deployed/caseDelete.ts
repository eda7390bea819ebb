import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { fail } from './api';

/** This server keeps every case: DELETE answers as if it had worked and does nothing (recording 64). */
export async function deleteCase(connection: Connection, item: number): Promise<void> {
	await Promise.reject(fail(connection, KEEPS_CASES, item));
}

const KEEPS_CASES: Reason = {
	code: 'not_offered',
	message: 'This OpenCHS keeps all cases; none was deleted',
	description: "Use 'Case: Update' with the status 'closed' instead.",
};
