import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../work';
import * as getAll from './getAll.operation';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['referenceList'] } },
	options: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many reference list entries',
			description: 'Retrieve a list of categories, dispositions and the like',
		},
	],
	default: 'getAll',
};

export const description: INodeProperties[] = [operation, ...getAll.description];

export const operations: Readonly<Record<string, Operation>> = { getAll: getAll.execute };
