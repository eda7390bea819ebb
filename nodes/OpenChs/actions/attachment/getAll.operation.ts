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

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['attachment'], operation: ['getAll'] } },
	[caseLocator, returnAll, limit, ...output('attachment'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const id = await pickedCase.call(this, itemIndex, work);
	const count = wantedCount.call(this, itemIndex);
	const listing = await work.helpline.listAttachments(id, count, itemIndex);
	return listed.call(this, 'attachment', listing, itemIndex, work);
};
