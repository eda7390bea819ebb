import type { IDataObject } from 'n8n-workflow';

import type { CaseKey } from '../../record/externalKey';
import { isOfContent, splitReference } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Found } from '../../record/case';
import { markTried, wasTried } from '../triedKeys';
import type { WriteCall } from './api';
import { write } from './api';
import { hasId } from './caseCodec';
import { keyPlace } from './cases';
import { settle } from './settle';

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
	const marker = keyPlace(connection).in === 'nowhere' ? null : key.key;
	const find = async (matches: (key: string | null) => boolean): Promise<IDataObject | null> => {
		const rows = await child.list();
		return rows.find((row) => matches(splitReference(asText(row[child.text])).key)) ?? null;
	};
	if (marker !== null) {
		const isRepeat = key.isMapped || key.isRetry || wasTried(connection.credentialKey, key.key);
		const earlier = isRepeat
			? await find((each) => each === key.key || (key.isRetry && isOfContent(each, key)))
			: null;
		if (earlier) return { ...present(earlier), outcome: 'already_there' };
	}
	markTried(connection.credentialKey, key.key);
	const { result } = await settle<IDataObject>(
		connection,
		what,
		{
			send: async () => await write(connection, child.call(marker), item),
			accept: (data) => (hasId(data) ? { ...child.sent, ...data } : null),
			...(marker === null ? {} : { look: async () => await find((each) => each === key.key) }),
		},
		item,
	);
	return { ...present(result), outcome: 'created' };
}

function asText(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}
