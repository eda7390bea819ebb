import type { CaseFields, CaseWrite, FoundCase } from '../record/case';
import type { CaseKey } from '../record/externalKey';
import { refusedKey } from '../record/externalKey';
import type { Connection } from '../transport/connection';
import { toNodeError } from '../transport/errors';
import type { Winner } from './duplicates';

/** A case that was there before a create, and how it was found. */
export interface Earlier extends Winner {
	matched: NonNullable<CaseWrite['matched']>;
}

/** What a write tells of the case that was there. */
export function told({ matched, duplicates }: Earlier): Pick<CaseWrite, 'matched' | 'duplicates'> {
	return { matched, ...toldOf(duplicates) };
}

export function toldOf(duplicates: Winner['duplicates'] = []): Pick<CaseWrite, 'duplicates'> {
	return duplicates.length > 0 ? { duplicates } : {};
}

export function asWrite(
	found: FoundCase,
	outcome: CaseWrite['outcome'],
	notSent: string[],
): CaseWrite {
	return { ...found, outcome, externalKey: found.record.external_key, notSent };
}

/** A key that a person mapped must not tell who the case is about. */
export function checkKey(
	connection: Connection,
	key: CaseKey,
	fields: CaseFields,
	item: number,
): void {
	const refused = key.isMapped ? refusedKey(key.key, fields) : null;
	if (refused) throw toNodeError(connection.context.getNode(), refused, item);
}
