import type { IExecuteFunctions } from 'n8n-workflow';

import type { CaseFields } from '../../shared/record/case';
import type { CaseKey } from '../../shared/record/externalKey';
import { refusedKey } from '../../shared/record/externalKey';
import type { Reason } from '../../shared/transport/errors';
import { toNodeError } from '../../shared/transport/errors';
import type { Work } from './work';

/** The key of an item for a create; a person's own key is refused when it could identify somebody. */
export function givenKey(
	this: IExecuteFunctions,
	itemIndex: number,
	work: Work,
	fields: CaseFields,
): CaseKey {
	const key = work.keyOf(itemIndex, this.getNodeParameter('externalKey', itemIndex, ''));
	const refusal = key.isMapped ? refusedKey(key.key, fields) : null;
	if (refusal) throw toNodeError(this.getNode(), refusal, itemIndex);
	return key;
}

/** The same where nothing works without a person's own key. */
export function requiredKey(
	this: IExecuteFunctions,
	itemIndex: number,
	work: Work,
	fields: CaseFields,
): CaseKey {
	const key = givenKey.call(this, itemIndex, work, fields);
	if (!key.isMapped) throw toNodeError(this.getNode(), NO_KEY, itemIndex);
	return key;
}

const NO_KEY: Reason = {
	code: 'missing_field',
	field: 'external_key',
	message: "'External Key' is empty",
	description: 'Map the ID that the record has where it comes from, such as the number of a form.',
};
