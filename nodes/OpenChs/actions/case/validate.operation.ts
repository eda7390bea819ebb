import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { toItem } from '../../../shared/output';
import { externalKey } from '../../../shared/properties/externalKey';
import { options } from '../../../shared/properties/options';
import { refusedKey } from '../../../shared/record/externalKey';
import { cleanError, reasonOf } from '../../../shared/transport/errors';
import type { Operation } from '../work';
import { caseFieldMapper, otherFields, unknownFields } from './fields';
import { readGiven } from './readGiven';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['validate'] } },
	[caseFieldMapper('getCaseFields'), externalKey, options(otherFields, unknownFields)],
);

/** Says what a create would refuse and which case it would find, and changes nothing. */
export const execute: Operation = async function (itemIndex, work) {
	const { fields, problems } = await readGiven.call(this, itemIndex, work, 'create');
	const key = work.keyOf(itemIndex, this.getNodeParameter('externalKey', itemIndex, ''));
	const refusal = key.isMapped ? refusedKey(key.key, fields) : null;
	if (refusal) problems.push(refusal);

	let existingId: string | number | null = null;
	if (key.isMapped && !refusal) {
		try {
			existingId = (await work.helpline.findCaseByKey(key.key, itemIndex))?.record.id ?? null;
		} catch (error) {
			const reason = reasonOf(error);
			if (reason?.code !== 'key_not_unique') throw cleanError(this.getNode(), error, itemIndex);
			problems.push(reason);
		}
	}
	return [
		toItem(
			{
				ok: problems.length === 0,
				problems: problems.map(({ code, field, message, description: next }) => ({
					code,
					field: field ?? null,
					message,
					description: next ?? null,
				})),
				existing_id: existingId,
				helpline: work.helplineCode,
			},
			itemIndex,
		),
	];
};
