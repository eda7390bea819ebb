import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { externalKey } from '../../../shared/properties/externalKey';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { givenKey } from '../givenKey';
import type { Operation } from '../work';
import { caseFieldMapper, otherFields, unknownFields } from './fields';
import { checkedGiven } from './readGiven';
import { writtenOrFound } from './written';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['create'] } },
	[
		caseFieldMapper(
			'getCaseFields',
			'A phone number has 6 to 15 digits, with + and the country code in front or without',
		),
		externalKey,
		...output('case'),
		options(otherFields, unknownFields, ...RECORD_OPTIONS),
	],
);

/** Creates a case; with an external key, what already carries it is found instead. */
export const execute: Operation = async function (itemIndex, work) {
	const { fields, leftOut } = await checkedGiven.call(this, itemIndex, work, 'create');
	const key = givenKey.call(this, itemIndex, work, fields);
	const write = await work.helpline.createCase(fields, key, itemIndex);
	return writtenOrFound.call(this, write, leftOut, itemIndex, work);
};
