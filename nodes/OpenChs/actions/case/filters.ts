import type { INodeProperties } from 'n8n-workflow';

import {
	assignedUserFilter,
	categoryFilter,
	createdAfterFilter,
	createdBeforeFilter,
	priorityFilter,
	statusFilter,
} from '../../../shared/properties/caseFilters';
import { choices } from '../../../shared/properties/choices';

export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		assignedUserFilter,
		categoryFilter,
		createdAfterFilter,
		createdBeforeFilter,
		priorityFilter,
		statusFilter,
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			default: '',
			placeholder: 'e.g. school transport',
			description:
				'Words that must all stand in title, description, category or case number. Everything else that matches is read first.',
		},
		{
			displayName: 'Updated Since',
			name: 'updatedSince',
			type: 'dateTime',
			default: '',
			description: 'This moment included; without a zone it is in the time zone of the workflow',
		},
	],
};

const SORT_FIELDS = [
	'assigned_to',
	'case_number',
	'category',
	'created_at',
	'id',
	'priority',
	'status',
	'title',
	'updated_at',
] as const;

export const sort: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add sort rule',
	default: {},
	options: [
		{
			displayName: 'Rule',
			name: 'rule',
			values: [
				{
					displayName: 'Field',
					name: 'field',
					type: 'options',
					options: choices(SORT_FIELDS),
					default: 'created_at',
				},
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					options: [
						{ name: 'Ascending', value: 'asc' },
						{ name: 'Descending', value: 'desc' },
					],
					default: 'asc',
				},
			],
		},
	],
	hint: 'OpenCHS does not sort: every case that matches is read first, whatever the limit',
};
