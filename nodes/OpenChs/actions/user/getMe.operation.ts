import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import type { Operation } from '../work';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['user'], operation: ['getMe'] } },
	[...output('user'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const found = await work.helpline.getMe(itemIndex);
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('user', found, choice, work.helplineCode), itemIndex)];
};
