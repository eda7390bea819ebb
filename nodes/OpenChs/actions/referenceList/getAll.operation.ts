import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { ReferenceList } from '../../../shared/helpline/verbs';
import { REFERENCE_LISTS } from '../../../shared/helpline/verbs';
import { limit } from '../../../shared/properties/limit';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { returnAll } from '../../../shared/properties/returnAll';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { listed } from '../listed';
import { wantedCount } from '../wantedCount';
import type { Operation } from '../work';

const list: INodeProperties = {
	displayName: 'List',
	name: 'referenceList',
	type: 'options',
	options: [
		{ name: 'Age Groups', value: 'ageGroups' },
		{ name: 'Categories', value: 'categories' },
		{ name: 'Contact Types', value: 'contactTypes' },
		{ name: 'Dispositions', value: 'dispositions', description: 'How calls can end' },
		{ name: 'Genders', value: 'genders' },
		{ name: 'Locations', value: 'locations' },
		{ name: 'Priorities', value: 'priorities' },
		{ name: 'Referrals', value: 'referrals', description: 'Where clients are referred to' },
		{
			name: 'Relationships',
			value: 'relationships',
			description: 'How a client and others are related',
		},
		{ name: 'Services', value: 'services', description: 'What a helpline does for a client' },
		{ name: 'Sexes', value: 'sexes' },
		{ name: 'Statuses', value: 'statuses' },
		{ name: 'Users', value: 'users' },
	] satisfies Array<{ name: string; value: ReferenceList; description?: string }>,
	default: 'categories',
	description: 'Which of the lists that OpenCHS takes its words from',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['referenceList'], operation: ['getAll'] } },
	[list, returnAll, limit, ...output('reference'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const wanted: unknown = this.getNodeParameter('referenceList', itemIndex, 'categories');
	const known = REFERENCE_LISTS.find((name) => name === wanted);
	if (!known) throw toNodeError(this.getNode(), NO_SUCH_LIST, itemIndex);
	const listing = await work.helpline.listReference(known, itemIndex);
	const found = listing.found.slice(0, wantedCount.call(this, itemIndex));
	if (known !== 'users') {
		return listed.call(this, 'reference', { ...listing, found }, itemIndex, work);
	}
	// Raw users have fields of their own; otherwise they look like the entries of every other list.
	const isRaw = this.getNodeParameter('output', itemIndex, 'simplified') === 'raw';
	const users = found.map(({ record, raw }) => ({
		raw,
		record: { ...record, name: record.username ?? null },
	}));
	const kind = isRaw ? 'user' : 'reference';
	return listed.call(this, kind, { ...listing, found: users }, itemIndex, work);
};

const NO_SUCH_LIST: Reason = {
	code: 'setting',
	field: 'list',
	message: "'List' is none of the lists that OpenCHS has",
	description: 'Choose one from the list.',
};
