import type { INodeProperties } from 'n8n-workflow';

import { selectableFields } from '../privacy/profiles';
import { choices } from './choices';

/** How much of the record of a change comes out; stands in 'Options' of every trigger. */
export const changeOutput: INodeProperties[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'Full',
				value: 'full',
				description: 'Every field that this OpenCHS has, under the same names for every OpenCHS',
			},
			{
				name: 'Pointer Only',
				value: 'pointer',
				description:
					'ID, case number, priority and the address of the page: enough to look it up, and nothing about anybody',
			},
			{
				name: 'Selected Fields',
				value: 'selected',
				description: "Only what 'Output Fields' lists",
			},
		],
		default: 'full',
		description:
			'How much of the record to hand on; what happened, when and to which case is always told',
	},
	{
		displayName: 'Output Fields',
		name: 'outputFields',
		type: 'multiOptions',
		options: choices(selectableFields()),
		default: [],
		displayOptions: { show: { output: ['selected'] } },
		description: 'A field that this OpenCHS does not have comes out empty',
	},
];
