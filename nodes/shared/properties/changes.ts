import type { INodeProperties } from 'n8n-workflow';

import type { EventName } from '../changes/events';
import { assignedUserFilter, categoryFilter, priorityFilter, statusFilter } from './caseFilters';

const LABELS: Readonly<Record<EventName, { name: string; description: string }>> = {
	assigned: { name: 'Case Assigned', description: 'Somebody else is responsible for the case' },
	caseCreated: { name: 'Case Created', description: 'A case was opened' },
	escalated: { name: 'Case Escalated', description: 'A case was handed on to a supervisor' },
	caseUpdated: { name: 'Case Updated', description: 'Anything about the case was changed' },
	communicationReceived: {
		name: 'Communication Received',
		description: 'Somebody called or wrote to the helpline',
	},
	noteAdded: { name: 'Note Added', description: 'A note was written on the case' },
	priorityRaised: {
		name: 'Priority Raised',
		description: 'The priority of the case is higher than it was',
	},
	recordingAvailable: {
		name: 'Recording Available',
		description: 'A recording of a call can be fetched',
	},
	statusChanged: {
		name: 'Status Changed',
		description: 'The case was closed, opened again or moved on',
	},
};

/** Which kinds of changes are waited for. */
export function events(displayName: string, description: string): INodeProperties {
	const names = Object.entries(LABELS).map(([value, label]) => ({ ...label, value }));
	return {
		displayName,
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: names.sort((a, b) => a.name.localeCompare(b.name)),
		default: ['caseCreated'],
		description,
	};
}

/** Which of the changes are handed on, by their case. */
export const changeFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description:
		'Looked up in the case as it is now. A call, message or recording whose case is not known is handed on whatever is chosen here.',
	options: [
		assignedUserFilter,
		{
			...categoryFilter,
			typeOptions: { ...categoryFilter.typeOptions, loadOptionsMethod: 'getCategoryPaths' },
			description:
				'With everything below it. Choose from the list, or specify a path such as Abuse > Neglect using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		priorityFilter,
		statusFilter,
	],
};

/** What nobody can be told of, because the server logs it nowhere (helpline v1, 11.3). */
export const notInTheFeed: INodeProperties = {
	displayName:
		'What OpenCHS does not log cannot be seen here: people edited outside their case, services, referrals and dispositions on their own',
	name: 'notInTheFeed',
	type: 'notice',
	default: '',
	displayOptions: { show: { authentication: ['login'] } },
};
