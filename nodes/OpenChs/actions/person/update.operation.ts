import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { personLocator } from '../../../shared/properties/personLocator';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';
import { otherFields, personFieldMapper, unknownFields } from './fields';
import { givenPerson } from './givenPerson';
import { chosenKind, EVERY_KIND, personKind } from './kind';
import { pickedPerson } from './pickedPerson';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['person'], operation: ['update'] } },
	[
		caseLocator,
		personKind(EVERY_KIND),
		personLocator,
		personFieldMapper('getPersonFieldsForUpdate', 'An empty field stays as it is'),
		...output('person'),
		options(otherFields, unknownFields, ...RECORD_OPTIONS),
	],
);

/** Changes the given fields of a person of a case and no others. */
export const execute: Operation = async function (itemIndex, work) {
	const kind = chosenKind(this, itemIndex, EVERY_KIND);
	const personId = pickedPerson.call(this, itemIndex);
	const { fields, leftOut } = await givenPerson.call(this, itemIndex, kind, work);
	if (Object.keys(fields).length === 0) {
		throw toNodeError(this.getNode(), NOTHING_TO_CHANGE, itemIndex);
	}
	const id = await pickedCase.call(this, itemIndex, work);
	const changed = await work.helpline.updatePerson(id, kind, personId, fields, itemIndex);
	const told = { outcome: changed.outcome, not_sent: leftOut };
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('person', changed, choice, work.helplineCode, told), itemIndex)];
};

const NOTHING_TO_CHANGE: Reason = {
	code: 'missing_field',
	message: "'Fields' holds nothing to change for this person",
	description: 'Fill in a field; an empty one stays as it is.',
};
