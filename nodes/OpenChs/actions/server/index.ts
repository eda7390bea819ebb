import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../work';
import * as check from './check.operation';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['server'] } },
	options: [
		{
			name: 'Check',
			value: 'check',
			action: 'Check server',
			description: 'See whether OpenCHS answers and takes the login, and how long it takes',
		},
	],
	default: 'check',
};

export const description: INodeProperties[] = [operation, ...check.description];

export const operations: Readonly<Record<string, Operation>> = { check: check.execute };
