import type { Connection } from '../../transport/connection';
import { notOfferedReason } from '../../transport/sentences';
import { fail } from './api';

/** This server tells nobody of anything (helpline v1, 11): what changes has to be asked for. */
export async function noWebhooks(connection: Connection, item: number): Promise<never> {
	return await Promise.reject(fail(connection, notOfferedReason('Webhooks'), item));
}
