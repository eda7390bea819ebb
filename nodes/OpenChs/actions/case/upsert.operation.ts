import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { requiredExternalKey } from '../../../shared/properties/externalKey';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { requiredKey } from '../givenKey';
import type { Operation } from '../work';
import { caseFieldMapper, otherFields, unknownFields } from './fields';
import { checkedGiven } from './readGiven';
import { writtenOrFound } from './written';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['upsert'] } },
	[
		requiredExternalKey,
		caseFieldMapper(
			'getCaseFieldsForUpsert',
			'When the case is there already, an empty field stays as it is',
		),
		...output('case'),
		options(otherFields, unknownFields, ...RECORD_OPTIONS),
	],
);

/** Updates the case that carries the key, or creates it; `outcome` says which of the two happened. */
export const execute: Operation = async function (itemIndex, work) {
	const { fields, leftOut } = await checkedGiven.call(this, itemIndex, work, 'create');
	const key = requiredKey.call(this, itemIndex, work, fields);
	const write = await work.helpline.createOrUpdateCase(fields, key, itemIndex);
	return writtenOrFound.call(this, write, leftOut, itemIndex, work);
};
