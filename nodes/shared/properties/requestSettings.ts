import type { INodeProperties } from 'n8n-workflow';

/** How patient the node is with the server; the door reads them by these names. */
export const requestSettings: INodeProperties[] = [
	{
		displayName: 'Attempts',
		name: 'attempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 3,
		description:
			'How often to try a call that only reads, the first time included. What writes is not sent twice without looking.',
	},
	{
		displayName: 'First Wait (Seconds)',
		name: 'firstWaitSeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 60 },
		default: 2,
		description: 'How long to wait before the second attempt; each later wait is twice as long',
	},
	{
		displayName: 'Patience (Minutes)',
		name: 'patienceMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 60 },
		default: 5,
		description:
			'How long to wait when OpenCHS asks to come back later. A longer wait ends the item and says when to run it again.',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: 30,
		description: 'How long to wait for one answer; a file is given sixty times as long',
	},
];
