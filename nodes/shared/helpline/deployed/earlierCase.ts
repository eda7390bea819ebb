import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { Earlier } from '../caseWrite';
import { triedBefore, wasTried } from '../triedKeys';
import { getCaseIfThere } from './cases';
import { chooseByKey } from './duplicates';
import { findByContent } from './keyLookup';

/** The case that an earlier create has made: of this run, under a person's key, or of a stored execution that is run again. */
export async function findEarlier(
	connection: Connection,
	key: CaseKey,
	item: number,
): Promise<Earlier | null> {
	const savedId = triedBefore(connection.credentialKey, key.key)?.id ?? null;
	const saved = savedId === null ? null : await getCaseIfThere(connection, savedId, item);
	if (saved && !key.isMapped) return { found: saved, duplicates: [], matched: 'this run' };
	if (key.isMapped || wasTried(connection.credentialKey, key.key)) {
		const winner = await chooseByKey(connection, key.key, item);
		if (winner) return { ...winner, matched: key.isMapped ? 'external key' : 'this run' };
	}
	if (key.isRetry) {
		const found = await findByContent(connection, key, item);
		if (found) return { found, duplicates: [], matched: 'earlier run' };
	}
	return null;
}
