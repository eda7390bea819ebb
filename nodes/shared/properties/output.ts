import type { INodeProperties } from 'n8n-workflow';

import { choices } from './choices';
import type { Kind } from '../privacy/personalFields';
import { knownFields } from '../privacy/personalFields';

/** How much of a record comes out; asked in the same way wherever a record is read or written. */
export function output(kind: Kind): INodeProperties[] {
	const fields = [...knownFields(kind), 'external_key'].filter((field) => field !== 'id');
	return [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			options: [
				{
					name: 'Raw',
					value: 'raw',
					description: 'Everything that this OpenCHS answers, under its own names',
				},
				{
					name: 'Selected Fields',
					value: 'selected',
					description: 'Only the fields that you choose; the ID is always there',
				},
				{
					name: 'Simplified',
					value: 'simplified',
					description: 'The most wanted fields, under the same names for every OpenCHS',
				},
			],
			default: 'simplified',
			description: 'How much of each record to hand on',
		},
		{
			displayName: 'Output Fields',
			name: 'outputFields',
			type: 'multiOptions',
			options: choices(fields),
			default: [],
			displayOptions: { show: { output: ['selected'] } },
			description: 'A field that this OpenCHS does not have comes out empty',
		},
	];
}
