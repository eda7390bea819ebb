import type { INodeProperties } from 'n8n-workflow';

import { authentication } from '../shared/properties/authentication';
import { changeOutput } from '../shared/properties/changeOutput';
import { changeFilters, events, notInTheFeed } from '../shared/properties/changes';
import { leaveOutPersonal } from '../shared/properties/leaveOutPersonal';

/** What the chosen interval costs, beside the documented limit of 100 list requests an hour. */
const cost: INodeProperties = {
	displayName:
		'A check costs one list request while nothing is new: every 5 minutes makes 12 an hour, every minute 60, of the 100 that OpenCHS documents',
	name: 'cost',
	type: 'notice',
	default: '',
};

/** Calls and messages are feeds of their own on the helpline's server (helpline v1, 10.6 and 10.7). */
const costOfContacts: INodeProperties = {
	displayName: 'Calls and messages are lists of their own: each check asks for them as well',
	name: 'costOfContacts',
	type: 'notice',
	default: '',
	displayOptions: {
		show: {
			authentication: ['login'],
			events: ['communicationReceived', 'recordingAvailable'],
		},
	},
};

/** Neither takes an expression: one that changes by itself would start anew at every check. */
const startFrom: INodeProperties[] = [
	{
		displayName: 'Start From',
		name: 'startFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'A Date',
				value: 'date',
				description: 'Changes since then are delivered, oldest first',
			},
			{ name: 'Now', value: 'now', description: 'What is there already is not delivered' },
		],
		default: 'now',
		description:
			'Where the first check begins. Later checks go on where the last one stopped, also after a pause; another choice here starts anew.',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		noDataExpression: true,
		default: '',
		displayOptions: { show: { startFrom: ['date'] } },
		description: 'Without a zone it is in the time zone of the workflow',
	},
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		leaveOutPersonal,
		{
			displayName: 'Most Changes per Check',
			name: 'mostChanges',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 5000 },
			default: 250,
			description:
				'The rest is delivered by the checks that follow, oldest first. A check may deliver a few more where they belong together.',
		},
		...changeOutput,
	],
};

/** What the person sees, broad before narrow; n8n puts the times of the checks above it. */
export const properties: INodeProperties[] = [
	authentication,
	cost,
	events(
		'Trigger On',
		'A change that is several of these is delivered once, under the most specific one',
	),
	costOfContacts,
	notInTheFeed,
	...startFrom,
	changeFilters,
	options,
];
