import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from '../work';
import * as create from './create.operation';
import * as remove from './delete.operation';
import * as get from './get.operation';
import * as getAll from './getAll.operation';
import * as getByExternalKey from './getByExternalKey.operation';
import * as getChanges from './getChanges.operation';
import * as search from './search.operation';
import * as update from './update.operation';
import * as upsert from './upsert.operation';
import * as validate from './validate.operation';

const choices: INodePropertyOptions[] = [
	{
		name: 'Create',
		value: 'create',
		action: 'Create case',
		description: 'Create a new case',
	},
	{
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update case',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	{
		name: 'Delete',
		value: 'delete',
		action: 'Delete case',
		description: 'Delete a case for good; OpenCHS lets only administrators do it',
	},
	{
		name: 'Get',
		value: 'get',
		action: 'Get case',
		description: 'Retrieve one case, with what hangs on it if you like',
	},
	{
		name: 'Get by External Key',
		value: 'getByExternalKey',
		action: 'Get case by external key',
		description: 'Retrieve the case that carries your own reference',
	},
	{
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many cases',
		description: 'Retrieve a list of cases',
	},
	{
		name: 'Get Many Changes',
		value: 'getChanges',
		action: 'Get many changes',
		description:
			'Retrieve what changed in a stretch of time, under the same keys as the trigger delivers it',
	},
	{
		name: 'Search',
		value: 'search',
		action: 'Search cases',
		description: 'Retrieve cases by words, best match first',
	},
	{
		name: 'Update',
		value: 'update',
		action: 'Update case',
		description: 'Change some fields of a case',
	},
	{
		name: 'Validate Only',
		value: 'validate',
		action: 'Validate case',
		description: 'Check what a create would refuse, without changing anything',
	},
];

/** Each server's login has its own list: the helpline's own server keeps every case (recording 64). */
function operation(
	logins: string[],
	isOffered: (choice: INodePropertyOptions) => boolean,
): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['case'], authentication: logins } },
		options: choices.filter(isOffered),
		default: 'create',
	};
}

export const description: INodeProperties[] = [
	operation(['apiKey', 'otp'], () => true),
	operation(['login'], ({ value }) => value !== 'delete'),
	...create.description,
	...upsert.description,
	...remove.description,
	...get.description,
	...getByExternalKey.description,
	...getAll.description,
	...getChanges.description,
	...search.description,
	...update.description,
	...validate.description,
];

export const operations: Readonly<Record<string, Operation>> = {
	create: create.execute,
	delete: remove.execute,
	get: get.execute,
	getAll: getAll.execute,
	getByExternalKey: getByExternalKey.execute,
	getChanges: getChanges.execute,
	search: search.execute,
	update: update.execute,
	upsert: upsert.execute,
	validate: validate.execute,
};
