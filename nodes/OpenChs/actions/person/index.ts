import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../work';
import * as create from './create.operation';
import * as remove from './delete.operation';
import * as getAll from './getAll.operation';
import * as update from './update.operation';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['person'] } },
	options: [
		{
			name: 'Add',
			value: 'create',
			action: 'Add person',
			description: 'Add a client or a perpetrator to a case',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many people',
			description: 'Retrieve a list of the people of a case',
		},
		{
			name: 'Remove',
			value: 'delete',
			action: 'Remove person',
			description: 'Take a client or a perpetrator off a case',
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update person',
			description: 'Change some fields of a person of a case',
		},
	],
	default: 'getAll',
};

/** The documented API has no calls for people; it keeps reporter and child as fields of the case. */
const loginNotice: INodeProperties = {
	displayName:
		"This login's server keeps people as fields of the case, such as 'Child Name'. Use the resource 'Case' with it.",
	name: 'personNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { resource: ['person'], authentication: ['apiKey', 'otp'] } },
};

export const description: INodeProperties[] = [
	operation,
	loginNotice,
	...create.description,
	...getAll.description,
	...remove.description,
	...update.description,
];

export const operations: Readonly<Record<string, Operation>> = {
	create: create.execute,
	delete: remove.execute,
	getAll: getAll.execute,
	update: update.execute,
};
