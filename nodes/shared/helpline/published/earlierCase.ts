import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import { unclearReason } from '../../transport/sentences';
import type { Earlier } from '../caseWrite';
import type { Winner } from '../duplicates';
import type { Tried } from '../triedKeys';
import { isStillUnclear, triedBefore } from '../triedKeys';
import { fail } from './api';
import { getCaseIfThere, keyPlace } from './cases';
import { chooseByKey } from './duplicates';
import { beforeFirstAttempt, findByContent, justBefore } from './keyLookup';

/** The case that an earlier create has made: of this run, under a person's key, or of a stored execution that is run again. */
export async function findEarlier(
	connection: Connection,
	key: CaseKey,
	item: number,
): Promise<Earlier | null> {
	const place = keyPlace(connection);
	const now = new Date().toISOString();
	const tried = triedBefore(connection.credentialKey, key.key);
	if (key.isMapped || tried) {
		const winner = await findTried(connection, key, tried, now, item);
		if (winner) return { ...winner, matched: key.isMapped ? 'external key' : 'this run' };
	}
	if (place.in === 'nowhere' && isStillUnclear(tried)) {
		throw fail(connection, unclearReason('case'), item);
	}
	if (key.isRetry && key.content !== null) {
		const found = await findByContent(connection, place, key, now, item);
		if (found) return { found, duplicates: [], matched: 'earlier run' };
	}
	return null;
}

/** By its key; and by its id, where this process has written it and the key was taken out since, or is kept nowhere. */
async function findTried(
	connection: Connection,
	key: CaseKey,
	tried: Tried | null,
	now: string,
	item: number,
): Promise<Winner | null> {
	const place = keyPlace(connection);
	const lately = key.isRetry ? justBefore(now) : null;
	const besides = tried ? beforeFirstAttempt(tried.since) : lately;
	const winner = await chooseByKey(connection, key.key, besides, item);
	if (winner || tried?.id === undefined || tried.id === null) return winner;
	const isOwn = !key.isMapped || place.in === 'nowhere';
	const found = isOwn ? await getCaseIfThere(connection, tried.id, item) : null;
	return found && { found, duplicates: [] };
}
