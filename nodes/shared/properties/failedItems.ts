import type { INodeProperties } from 'n8n-workflow';

export const failedItems: INodeProperties = {
	displayName: 'Failed Items Hold',
	name: 'failedItems',
	type: 'options',
	options: [
		{
			name: 'Reason and Input Row',
			value: 'reasonAndRow',
			description: 'What happened and what to do, with the row that n8n adds from the input',
		},
		{
			name: 'Reason Only',
			value: 'reason',
			description: 'One sentence and no value of the input',
		},
	],
	default: 'reasonAndRow',
	description: "What to hand on for an item that did not go through, when 'On Error' continues",
};
