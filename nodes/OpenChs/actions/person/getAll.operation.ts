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
import { chosenKind, EVERY_KIND } from './kind';

const kinds: INodeProperties = {
	displayName: 'Kind',
	name: 'personKind',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Clients', value: 'client' },
		{ name: 'Perpetrators', value: 'perpetrator' },
		{ name: 'Reporter', value: 'reporter' },
	],
	default: 'all',
	description: 'Clients are whom the case is about',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['person'], operation: ['getAll'] } },
	[caseLocator, kinds, returnAll, limit, ...output('person'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const kind = chosenKind(this, itemIndex, ['all', ...EVERY_KIND] as const);
	const count = wantedCount.call(this, itemIndex);
	const id = await pickedCase.call(this, itemIndex, work);
	const listing = await work.helpline.listPeople(id, kind, count, itemIndex);
	return listed.call(this, 'person', listing, itemIndex, work);
};
