import type { INodeProperties } from 'n8n-workflow';

import { choices } from '../../../shared/properties/choices';
import { PRIORITIES, STATUSES } from '../../../shared/record/case';

export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Assigned User Name or ID',
			name: 'assignedUserId',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getUsers', loadOptionsDependsOn: ['authentication'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		{
			displayName: 'Category Name or ID',
			name: 'category',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getCategories', loadOptionsDependsOn: ['authentication'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		{
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'This moment included; without a zone it is in the time zone of the workflow',
		},
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description:
				'This moment not included; without a zone it is in the time zone of the workflow',
		},
		{
			displayName: 'Priority',
			name: 'priority',
			type: 'multiOptions',
			options: choices(PRIORITIES),
			default: [],
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: choices(STATUSES),
			default: [],
		},
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
