import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { limit } from '../../../shared/properties/limit';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { returnAll } from '../../../shared/properties/returnAll';
import { toNodeError } from '../../../shared/transport/errors';
import { listed } from '../listed';
import { wantedCount } from '../wantedCount';
import type { Operation } from '../work';
import { filters, sort } from './filters';
import { isReason, toQuery } from './query';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['getAll'] } },
	[returnAll, limit, filters, sort, ...output('case'), options(...RECORD_OPTIONS)],
);

const SORT_READS_ALL =
	"'Sort' reads every case that matches before the first one comes out; with many cases a filter such as 'Updated Since' saves requests.";

export const execute: Operation = async function (itemIndex, work) {
	const query = toQuery(
		this.getNodeParameter('filters', itemIndex, {}) as IDataObject,
		this.getNodeParameter('sort.rule', itemIndex, []) as IDataObject[],
		wantedCount.call(this, itemIndex),
		this.getTimezone(),
	);
	if (isReason(query)) throw toNodeError(this.getNode(), query, itemIndex);
	if (query.sort) work.remark(SORT_READS_ALL);
	const listing = await work.helpline.listCases(query, itemIndex);
	return listed.call(this, 'case', listing, itemIndex, work);
};
