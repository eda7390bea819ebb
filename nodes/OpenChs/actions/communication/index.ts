import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../work';
import * as create from './create.operation';
import * as downloadRecording from './downloadRecording.operation';
import * as getAll from './getAll.operation';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['communication'] } },
	options: [
		{
			name: 'Download Recording',
			value: 'downloadRecording',
			action: 'Download recording',
			description: 'Fetch the recording of a call, where this OpenCHS gives it out',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many communications',
			description: 'Retrieve a list of the calls and messages of a case',
		},
		{
			name: 'Log',
			value: 'create',
			action: 'Log communication',
			description: 'Put a call or a message on record; nothing is sent to anybody',
		},
	],
	default: 'getAll',
};

export const description: INodeProperties[] = [
	operation,
	...downloadRecording.description,
	...getAll.description,
	...create.description,
];

export const operations: Readonly<Record<string, Operation>> = {
	create: create.execute,
	downloadRecording: downloadRecording.execute,
	getAll: getAll.execute,
};
