import type { IDataObject } from 'n8n-workflow';

import type { CaseKey } from '../../record/externalKey';
import { isOfContent, splitReference } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Found, RecordId } from '../../record/case';
import { cleanError, reasonOf } from '../../transport/errors';
import { unclearReason } from '../../transport/sentences';
import { settle } from '../settle';
import { forgetTried, isStillUnclear, markSaved, markTried, triedBefore } from '../triedKeys';
import type { WriteCall } from './api';
import { fail, write } from './api';
import { hasId, idOf } from './caseRecord';
import { keyPlace, whatIsMissing } from './cases';

export type ChildWrite = Found & { outcome: 'created' | 'already_there' };

/**
 * Writes something that hangs on a case once. Its marker line stands at the end of `text` (the member
 * that holds words), and the case's own list is looked through for it (published API, last section:
 * other writes).
 */
export async function writeChild(
	connection: Connection,
	child: {
		/** What it is, in lower case, for sentences. */
		what: string;
		caseId: RecordId;
		/** Label of the thing on screen, for a server that does not have it. */
		offeredAs: string;
		/** Member that holds the marker line. */
		text: string;
		key: CaseKey;
		call: (marker: string | null) => WriteCall;
		list: () => Promise<IDataObject[]>;
		present: (raw: IDataObject) => Found;
		/** Members of the answer that were sent and need not come back. */
		sent: IDataObject;
	},
	item: number,
): Promise<ChildWrite> {
	const { key, what, present } = child;
	const { credentialKey } = connection;
	const marker = keyPlace(connection).in === 'nowhere' ? null : key.key;
	const find = async (matches: (row: IDataObject) => boolean): Promise<IDataObject | null> =>
		(await child.list()).find(matches) ?? null;
	const carries = (row: IDataObject) => splitReference(asText(row[child.text])).key;

	const name = `${what} of ${child.caseId}: ${key.key}`;
	const tried = triedBefore(credentialKey, name);
	const isOurs = (row: IDataObject) =>
		tried !== null && tried.id !== null && String(row.id) === String(tried.id);
	const isRepeat = tried !== null || (marker !== null && (key.isMapped || key.isRetry));
	if (isRepeat) {
		const earlier = await find((row) => {
			if (isOurs(row)) return true;
			if (marker === null) return false;
			return carries(row) === key.key || (key.isRetry && isOfContent(carries(row), key));
		});
		if (earlier) return { ...present(earlier), outcome: 'already_there' };
	}
	if (marker === null && isStillUnclear(tried)) throw fail(connection, unclearReason(what), item);

	markTried(credentialKey, name);
	try {
		const { result } = await settle<IDataObject>(
			connection,
			what,
			{
				send: async () => await write(connection, child.call(marker), item),
				accept: (data) => (hasId(data) ? { ...child.sent, ...data } : null),
				...(marker === null
					? {}
					: { look: async () => await find((row) => carries(row) === key.key) }),
			},
			item,
		);
		const written = present(result);
		markSaved(credentialKey, name, idOf(result.id));
		return { ...written, outcome: 'created' };
	} catch (error) {
		const code = reasonOf(error)?.code;
		const isClear = code !== 'unclear_outcome' && code !== 'stopped';
		if (marker === null && isClear) forgetTried(credentialKey, name);
		if (code === 'not_found') {
			throw await whatIsMissing(connection, child.caseId, child.offeredAs, error, item);
		}
		throw cleanError(connection.context.getNode(), error, item);
	}
}

function asText(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}
