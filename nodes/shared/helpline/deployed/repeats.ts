import type { CaseKey } from '../../record/externalKey';
import { isOfContent } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import { wasTried } from '../triedKeys';
import { partKey } from './keys';

/** Whether an earlier try may have written under this key, so that a look-up comes first. */
export function mayBeRepeat(connection: Connection, key: CaseKey): boolean {
	return key.isMapped || key.isRetry || wasTried(connection.credentialKey, key.key);
}

/** Recognizes what was written for a part of this key, or of the same content when a stored run is run again. */
export function partMatcher(key: CaseKey, part: string): (stored: unknown) => boolean {
	const own = partKey(key.key, part);
	return (stored) =>
		typeof stored === 'string' &&
		(stored === own || (key.isRetry && isOfContent(stored, { ...key, key: own })));
}
