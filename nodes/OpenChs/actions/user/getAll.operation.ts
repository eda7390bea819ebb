import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { limit } from '../../../shared/properties/limit';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { returnAll } from '../../../shared/properties/returnAll';
import { listed } from '../listed';
import { wantedCount } from '../wantedCount';
import type { Operation } from '../work';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Active',
			name: 'isActive',
			type: 'boolean',
			default: true,
			description: 'Whether to return users who may log in, or those who may not',
		},
		{
			displayName: 'Role',
			name: 'role',
			type: 'string',
			default: '',
			placeholder: 'e.g. counsellor',
			description: 'In the words of your OpenCHS',
		},
	],
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['user'], operation: ['getAll'] } },
	[returnAll, limit, filters, ...output('user'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const { role, isActive } = this.getNodeParameter('filters', itemIndex, {}) as IDataObject;
	const filter = {
		...(typeof role === 'string' && role !== '' ? { role } : {}),
		...(typeof isActive === 'boolean' ? { isActive } : {}),
	};
	const count = wantedCount.call(this, itemIndex);
	const listing = await work.helpline.listUsers(filter, count, itemIndex);
	return listed.call(this, 'user', listing, itemIndex, work);
};
