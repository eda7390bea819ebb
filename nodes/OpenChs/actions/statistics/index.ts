import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../work';
import * as get from './get.operation';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['statistics'] } },
	options: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get statistics',
			description: 'Retrieve how many cases there are, by status, priority and category',
		},
	],
	default: 'get',
};

export const description: INodeProperties[] = [operation, ...get.description];

export const operations: Readonly<Record<string, Operation>> = { get: get.execute };
