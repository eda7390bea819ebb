import type { INodeProperties } from 'n8n-workflow';

import { TOLD_BY } from '../shared/changes/webhookChange';
import { changeOutput } from '../shared/properties/changeOutput';
import { changeFilters, events } from '../shared/properties/changes';
import { leaveOutPersonal } from '../shared/properties/leaveOutPersonal';

const BY_NODE = { show: { registration: ['byNode'] } };
const BY_HAND = { show: { registration: ['byHand'] } };
/** The same, for what stands inside a collection. */
const IN_COLLECTION_BY_NODE = { show: { '/registration': ['byNode'] } };

const forWhom: INodeProperties = {
	displayName:
		"Only for an OpenCHS that sends webhooks; all others use the node 'OpenCHS Trigger', which asks by itself. The server of OpenCHS has to reach this n8n.",
	name: 'forWhom',
	type: 'notice',
	default: '',
};

const registration: INodeProperties[] = [
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'By Hand',
				value: 'byHand',
				description: 'An administrator of OpenCHS enters the address and the secret there',
			},
			{
				name: 'By This Node',
				value: 'byNode',
				description:
					'On publishing, OpenCHS is told the address and the secret; on unpublishing, that is taken back',
			},
		],
		default: 'byNode',
		description: 'How OpenCHS comes to know the address of this trigger',
	},
	{
		displayName:
			"Enter the production URL from above in OpenCHS, with the text of 'Shared Secret' in the credential and the events case.*, communication.* and audio.processed. What nobody chose in 'Trigger On' starts nothing.",
		name: 'byHandNotice',
		type: 'notice',
		default: '',
		displayOptions: BY_HAND,
	},
	{
		displayName: 'Helpline Code',
		name: 'helplineCode',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. helpline-116',
		description:
			'Short name that marks the records of this helpline. Use the one that the OpenCHS credential of other nodes has, or the same change looks like that of another helpline.',
		displayOptions: BY_HAND,
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'API Key', value: 'apiKey' },
			{ name: 'One-Time Code', value: 'otp' },
		],
		default: 'apiKey',
		description: 'The login with which the webhook is registered; it needs the right to do that',
		displayOptions: BY_NODE,
	},
];

/** What no event of the server tells of is not offered. */
function toldEvents(): INodeProperties {
	const all = events(
		'Trigger On',
		'A change that is several of these is delivered under the most specific one',
	);
	const offered = (all.options ?? []).flatMap((option) => {
		if (!('value' in option) || !Object.hasOwn(TOLD_BY, String(option.value))) return [];
		return option.value === 'recordingAvailable'
			? [{ ...option, description: RECORDING }]
			: [option];
	});
	return { ...all, options: offered };
}

const RECORDING =
	'A recording was processed, where the delivery names it. The documented one names its call alone and starts nothing.';

/** Whoever registers by hand has no login here, so that there are no lists to choose from. */
function toldFilters(): INodeProperties {
	const options = (changeFilters.options ?? []).map((option) =>
		'type' in option && option.typeOptions?.loadOptionsMethod !== undefined
			? { ...option, displayOptions: IN_COLLECTION_BY_NODE }
			: option,
	);
	return {
		...changeFilters,
		options: options as INodeProperties[],
		description:
			'Looked up in the case as the delivery tells it, or as it was read. A change whose case is not known is handed on whatever is chosen here.',
	};
}

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		leaveOutPersonal,
		...changeOutput,
		{
			displayName: 'Read the Case',
			name: 'readCase',
			type: 'boolean',
			default: true,
			displayOptions: IN_COLLECTION_BY_NODE,
			description:
				'Whether to read the case when a delivery only names it, as most do. That is one request for each.',
		},
	],
};

/** What the person sees, broad before narrow. */
export const properties: INodeProperties[] = [
	forWhom,
	...registration,
	toldEvents(),
	toldFilters(),
	options,
];
