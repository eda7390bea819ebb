import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { refuseTools, toItem } from '../../../shared/output';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { options } from '../../../shared/properties/options';
import { toolsDelete } from '../../../shared/properties/tools';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['delete'] } },
	[caseLocator, options(toolsDelete)],
);

export const execute: Operation = async function (itemIndex, work) {
	refuseTools(this, 'toolsDelete', 'Delete', itemIndex);
	const id = await pickedCase.call(this, itemIndex, work);
	await work.helpline.deleteCase(id, itemIndex);
	return [toItem({ deleted: true, id, helpline: work.helplineCode }, itemIndex)];
};
