import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { caseLocator } from '../../../shared/properties/caseLocator';
import { limit } from '../../../shared/properties/limit';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { returnAll } from '../../../shared/properties/returnAll';
import { listed } from '../listed';
import { pickedCase } from '../pickedCase';
import { wantedCount } from '../wantedCount';
import type { Operation } from '../work';

const type: INodeProperties = {
	displayName: 'Type',
	name: 'communicationType',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Calls', value: 'calls' },
		{ name: 'Messages', value: 'messages' },
	],
	default: 'all',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['communication'], operation: ['getAll'] } },
	[caseLocator, type, returnAll, limit, ...output('communication'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const wanted = this.getNodeParameter('communicationType', itemIndex, 'all');
	const listing = await work.helpline.listCommunications(
		await pickedCase.call(this, itemIndex, work),
		wanted === 'calls' || wanted === 'messages' ? wanted : 'all',
		wantedCount.call(this, itemIndex),
		itemIndex,
	);
	return listed.call(this, 'communication', listing, itemIndex, work);
};
