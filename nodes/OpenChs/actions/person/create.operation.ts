import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { externalKey } from '../../../shared/properties/externalKey';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { givenKey } from '../givenKey';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';
import { otherFields, personFieldMapper, unknownFields } from './fields';
import { asReporter, givenPerson } from './givenPerson';
import { ADDED_KINDS, chosenKind, personKind } from './kind';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['person'], operation: ['create'] } },
	[
		caseLocator,
		personKind(ADDED_KINDS),
		personFieldMapper(
			'getPersonFields',
			'The first word of the name is kept as first name, the others as last name',
		),
		externalKey,
		...output('person'),
		options(otherFields, unknownFields, ...RECORD_OPTIONS),
	],
);

/** Adds a person to a case; with an external key, who already carries it is found instead. */
export const execute: Operation = async function (itemIndex, work) {
	const kind = chosenKind(this, itemIndex, ADDED_KINDS);
	const { fields, leftOut } = await givenPerson.call(this, itemIndex, kind, work);
	const key = givenKey.call(this, itemIndex, work, asReporter(fields));
	const id = await pickedCase.call(this, itemIndex, work);
	const added = await work.helpline.addPerson(id, kind, fields, key, itemIndex);
	const told = { outcome: added.outcome, not_sent: [...(added.notSent ?? []), ...leftOut] };
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('person', added, choice, work.helplineCode, told), itemIndex)];
};
