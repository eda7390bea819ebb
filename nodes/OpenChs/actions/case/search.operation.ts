import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { choices } from '../../../shared/properties/choices';
import { limit } from '../../../shared/properties/limit';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { returnAll } from '../../../shared/properties/returnAll';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { listed } from '../listed';
import { wantedCount } from '../wantedCount';
import type { Operation } from '../work';

const SEARCHED = ['case_number', 'category', 'description', 'subcategory', 'title'] as const;

const searchText: INodeProperties = {
	displayName: 'Search Text',
	name: 'searchText',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. school transport',
	description:
		'The best matches come first; OpenCHS decides what matches and gives no more than 100',
};

const searchFields: INodeProperties = {
	displayName: 'Search In',
	name: 'searchFields',
	type: 'multiOptions',
	options: choices(SEARCHED),
	default: [],
	description: 'When nothing is chosen, OpenCHS searches where it usually does',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['search'] } },
	[searchText, returnAll, limit, ...output('case'), options(searchFields, ...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const text = String(this.getNodeParameter('searchText', itemIndex, '')).trim();
	if (text === '') throw toNodeError(this.getNode(), NO_TEXT, itemIndex);
	const fields = this.getNodeParameter('options.searchFields', itemIndex, []);
	const listing = await work.helpline.searchCases(
		text,
		Array.isArray(fields) ? fields.map(String) : [],
		wantedCount.call(this, itemIndex),
		itemIndex,
	);
	return listed.call(this, 'case', listing, itemIndex, work);
};

const NO_TEXT: Reason = {
	code: 'missing_field',
	field: 'text',
	message: "'Search Text' is empty",
	description: "Type what to search for, or use 'Get Many' to list cases.",
};
