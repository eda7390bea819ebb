import type { INodeProperties } from 'n8n-workflow';

/** Where an incremental export begins. The node itself keeps nothing. */
export const continueFrom: INodeProperties[] = [
	{
		displayName: 'Continue From',
		name: 'continueFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Beginning', value: 'beginning', description: 'Every case that the filters choose' },
			{
				name: 'Last Verified Manifest (Content)',
				value: 'manifestJson',
				description: 'What changed since the export that the manifest is of',
			},
			{
				name: 'Last Verified Manifest (File)',
				value: 'manifestFile',
				description: 'The same, from a file that the item holds',
			},
			{ name: 'Time', value: 'time', description: 'What changed since then' },
		],
		default: 'beginning',
		description:
			'What the last export wrote is not written again. The manifest lies beside the files at their destination; it counts only when Verify returned it.',
	},
	{
		displayName: 'Changed Since',
		name: 'since',
		type: 'dateTime',
		required: true,
		default: '',
		displayOptions: { show: { continueFrom: ['time'] } },
		description: 'This moment included; without a zone it is in the time zone of the workflow',
	},
	{
		displayName: 'Manifest File Field',
		name: 'manifestField',
		type: 'string',
		required: true,
		default: 'data',
		displayOptions: { show: { continueFrom: ['manifestFile'] } },
		hint: 'The name of the input binary field that holds the manifest',
	},
	{
		displayName: 'Manifest Content',
		name: 'lastManifest',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json }}',
		displayOptions: { show: { continueFrom: ['manifestJson'] } },
	},
];
