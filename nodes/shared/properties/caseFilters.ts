import type { INodeProperties } from 'n8n-workflow';

import { PRIORITIES, STATUSES } from '../record/case';
import { choices } from './choices';

/** The filters of a case, wherever cases are chosen from many. */
export const assignedUserFilter: INodeProperties = {
	displayName: 'Assigned User Name or ID',
	name: 'assignedUserId',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getUsers', loadOptionsDependsOn: ['authentication'] },
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

export const categoryFilter: INodeProperties = {
	displayName: 'Category Name or ID',
	name: 'category',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getCategories', loadOptionsDependsOn: ['authentication'] },
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

export const priorityFilter: INodeProperties = {
	displayName: 'Priority',
	name: 'priority',
	type: 'multiOptions',
	options: choices(PRIORITIES),
	default: [],
};

export const statusFilter: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'multiOptions',
	options: choices(STATUSES),
	default: [],
};

export const createdAfterFilter: INodeProperties = {
	displayName: 'Created After',
	name: 'createdAfter',
	type: 'dateTime',
	default: '',
	description: 'This moment included; without a zone it is in the time zone of the workflow',
};

export const createdBeforeFilter: INodeProperties = {
	displayName: 'Created Before',
	name: 'createdBefore',
	type: 'dateTime',
	default: '',
	description: 'This moment not included; without a zone it is in the time zone of the workflow',
};
