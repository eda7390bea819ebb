import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { refuseTools, toItem } from '../../../shared/output';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { options } from '../../../shared/properties/options';
import { personLocator } from '../../../shared/properties/personLocator';
import { toolsDelete } from '../../../shared/properties/tools';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';
import { ADDED_KINDS, chosenKind, personKind } from './kind';
import { pickedPerson } from './pickedPerson';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['person'], operation: ['delete'] } },
	[caseLocator, personKind(ADDED_KINDS), personLocator, options(toolsDelete)],
);

/** Takes a person off a case; who was taken off before counts as done. */
export const execute: Operation = async function (itemIndex, work) {
	refuseTools(this, 'toolsDelete', 'Remove', itemIndex);
	const kind = chosenKind(this, itemIndex, ADDED_KINDS);
	const id = pickedPerson.call(this, itemIndex);
	const caseId = await pickedCase.call(this, itemIndex, work);
	await work.helpline.removePerson(caseId, kind, id, itemIndex);
	return [toItem({ deleted: true, id, helpline: work.helplineCode }, itemIndex)];
};
