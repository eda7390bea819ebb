import type { IDataObject } from 'n8n-workflow';

import type { FoundCase } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import { reasonOf } from '../../transport/errors';
import { fail } from './api';
import { toRecord } from './caseRecord';
import { getCase } from './cases';
import { addChecked } from './people';
import { caseNumberPrefix } from './settings';

/**
 * Gives a case its child: the second call of a create, because clients inside the case are dropped
 * without a word (recordings 16, 30, 59). What an earlier try has added is found and not added again.
 */
export async function withChild(
	connection: Connection,
	found: FoundCase,
	part: { child: IDataObject; key: CaseKey; isRepeat: boolean },
	item: number,
): Promise<{ found: FoundCase; child: 'created' | 'already_there' | null }> {
	const { child, key, isRepeat } = part;
	if (Object.keys(child).length === 0) return { found, child: null };
	const { id } = found.record;
	const { src } = found.raw;
	const body = src === null ? child : { src, ...child };
	const { raw, outcome } = await addOrTell(connection, found, { body, key, isRepeat }, item);
	if (isRepeat) return { found: await getCase(connection, id, item), child: outcome };
	const clients = [raw];
	const related = { clients, updatedAt: raw.created_on as string | null };
	const record = toRecord(found.raw, caseNumberPrefix(connection), related);
	return { found: { ...found, raw: { ...found.raw, clients }, record }, child: outcome };
}

async function addOrTell(
	connection: Connection,
	found: FoundCase,
	child: { body: IDataObject; key: CaseKey; isRepeat: boolean },
	item: number,
): ReturnType<typeof addChecked> {
	const { id } = found.record;
	try {
		return await addChecked(connection, id, { kind: 'client', ...child }, item);
	} catch (error) {
		const reason = reasonOf(error);
		throw fail(
			connection,
			{
				...(reason ?? { code: 'unknown' }),
				message: `The case was saved with the ID ${id}, its child was not: ${reason?.message ?? 'something unexpected happened'}`,
				description:
					`${reason?.description ?? ''} A repeat with the same external key adds the child and makes no second case.`.trim(),
			},
			item,
		);
	}
}
