import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { caseLocator } from '../../../shared/properties/caseLocator';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';
import { caseFieldMapper, fieldsToClear, otherFields, unknownFields } from './fields';
import { checkedGiven } from './readGiven';
import { written } from './written';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['update'] } },
	[
		caseLocator,
		caseFieldMapper(
			'getCaseFieldsForUpdate',
			"An empty field stays as it is; use 'Fields to Clear' in 'Options' to empty one",
		),
		...output('case'),
		options(fieldsToClear, otherFields, unknownFields, ...RECORD_OPTIONS),
	],
);

/** Changes the given fields and no others; the case comes back as it is then. */
export const execute: Operation = async function (itemIndex, work) {
	const { fields, leftOut } = await checkedGiven.call(this, itemIndex, work, 'update');
	if (Object.keys(fields).length === 0) {
		throw toNodeError(this.getNode(), NOTHING_TO_CHANGE, itemIndex);
	}
	const id = await pickedCase.call(this, itemIndex, work);
	const write = await work.helpline.updateCase(id, fields, itemIndex);
	return written.call(this, write, leftOut, itemIndex, work);
};

const NOTHING_TO_CHANGE: Reason = {
	code: 'missing_field',
	message: "'Fields' holds nothing to change for this case",
	description:
		"Fill in a field, or choose one in 'Fields to Clear'; an empty field stays as it is.",
};
