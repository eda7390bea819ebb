import type { INodeProperties } from 'n8n-workflow';

import {
	assignedUserFilter,
	categoryFilter,
	createdAfterFilter,
	createdBeforeFilter,
	priorityFilter,
	statusFilter,
} from '../shared/properties/caseFilters';

/** Which cases leave. */
export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		assignedUserFilter,
		categoryFilter,
		{
			displayName: 'Changed Since',
			name: 'changedSince',
			type: 'dateTime',
			default: '',
			description:
				"This moment included; without a zone it is in the time zone of the workflow. For what is new since the last export, take 'Continue From'.",
		},
		createdAfterFilter,
		createdBeforeFilter,
		priorityFilter,
		statusFilter,
	],
};
