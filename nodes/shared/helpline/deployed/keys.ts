import { createHash, randomUUID } from 'crypto';

import type { RecordId } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';

/** What a filter finds again for certain: the server stores escaped text and does not escape a filter (helpline v1, 5). */
const FINDABLE = /^(?=.*[1-9A-Za-z])[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$/;
const HASH_LENGTH = 40;

/**
 * The key as it stands in `src_uid`. One that a filter could not find again (accents, quotes, slashes,
 * great length) is replaced by its hash, or a look-up would find nothing and make a double.
 */
export function wireKey(key: string): string {
	return FINDABLE.test(key) ? key : `key-${hash(key)}`;
}

/** The key of a part: the child of a case, a note. It stays short whatever the key is. */
export function partKey(key: string, part: string): string {
	return `${wireKey(key)}-${part}`;
}

/** The key as the person gave it: the reference beside `src_uid` has it whole, where the server keeps one. */
export function givenKeyOf(stored: string | null, reference: string | null): string | null {
	return reference !== null && wireKey(reference) === stored ? reference : stored;
}

/**
 * The key of a note that has none of its own: the same for the same words on the same case in the same
 * pass of a run, so that n8n's Retry On Fail does not write it twice.
 */
export function noteKey(
	{ context }: Connection,
	id: RecordId,
	note: string,
	item: number,
): CaseKey {
	const run = 'getInputData' in context ? context.evaluateExpression('{{$runIndex}}', 0) : '';
	const parts = [context.getExecutionId?.() ?? randomUUID(), run, item, id, note];
	return {
		key: `note-${hash(JSON.stringify(parts))}`,
		isMapped: false,
		content: null,
		isRetry: false,
	};
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
