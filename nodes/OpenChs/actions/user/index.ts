import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../work';
import * as getAll from './getAll.operation';
import * as getMe from './getMe.operation';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['user'] } },
	options: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many users',
			description: 'Retrieve a list of the people who work with this OpenCHS',
		},
		{
			name: 'Get Me',
			value: 'getMe',
			action: 'Get own user',
			description: 'Retrieve the account that the credential logs in with',
		},
	],
	default: 'getAll',
};

export const description: INodeProperties[] = [
	operation,
	...getAll.description,
	...getMe.description,
];

export const operations: Readonly<Record<string, Operation>> = {
	getAll: getAll.execute,
	getMe: getMe.execute,
};
