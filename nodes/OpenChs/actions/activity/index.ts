import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../work';
import * as create from './create.operation';
import * as createFromAi from './createFromAi.operation';
import * as getAll from './getAll.operation';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['activity'] } },
	options: [
		{
			name: 'Add',
			value: 'create',
			action: 'Add activity',
			description: 'Add a note or another activity to a case',
		},
		{
			name: 'Add From AI Result',
			value: 'createFromAi',
			action: 'Add suggestion to case',
			description: 'Add what OpenCHS AI Transcribe suggests as a note, once per task',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many activities',
			description: 'Retrieve a list of what was done on a case',
		},
	],
	default: 'create',
};

export const description: INodeProperties[] = [
	operation,
	...create.description,
	...createFromAi.description,
	...getAll.description,
];

export const operations: Readonly<Record<string, Operation>> = {
	create: create.execute,
	createFromAi: createFromAi.execute,
	getAll: getAll.execute,
};
