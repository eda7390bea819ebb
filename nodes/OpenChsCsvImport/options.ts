import type { INodeProperties } from 'n8n-workflow';

import { failedItems } from '../shared/properties/failedItems';
import { requestSettings } from '../shared/properties/requestSettings';
import { fileOptions } from './fileOptions';
import { PATIENT } from './patience';

/** How the import goes about it. */
const runOptions: INodeProperties[] = [
	{
		displayName: 'Allow AI Tools to Import',
		name: 'toolsImport',
		type: 'boolean',
		default: false,
		description: 'Whether an AI agent that runs this node may write cases; it may always check',
	},
	{
		displayName: 'Done Holds',
		name: 'doneHolds',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'auto',
				description: 'One item per row up to 1,000 rows, above that the summary alone',
			},
			{ name: 'One Item per Row', value: 'rows', description: 'And the summary as the last item' },
			{ name: 'Summary Only', value: 'summary' },
		],
		default: 'auto',
		description: 'What comes out for the rows that are done',
	},
	{
		...failedItems,
		default: 'reason',
		description: "What 'To Fix' holds. With the input row, corrected items go straight back in.",
	},
	{
		displayName: 'Part K of N',
		name: 'partOfFile',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Set part',
		options: [
			{
				displayName: 'Part',
				name: 'share',
				values: [
					{
						displayName: 'Part',
						name: 'part',
						type: 'number',
						typeOptions: { minValue: 1 },
						default: 1,
						description: 'Which part this node does, from 1',
					},
					{
						displayName: 'Of',
						name: 'of',
						type: 'number',
						typeOptions: { minValue: 1 },
						default: 1,
						description: 'How many parts there are',
					},
				],
			},
		],
		description:
			'For several workers that import one file: rows are shared by their keys, so that no two make one case',
	},
	{
		displayName: 'Pause Between Parts',
		name: 'pauseBetweenParts',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Set pause',
		options: [
			{
				displayName: 'Part',
				name: 'part',
				values: [
					{
						displayName: 'Minutes',
						name: 'minutes',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 15,
						description: 'How long one part works at most; 0 for no limit',
					},
					{
						displayName: 'Rows',
						name: 'rows',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 0,
						description: 'How many rows one part does at most; 0 for no limit',
					},
				],
			},
		],
		description:
			"Adds the output 'Continue'. Wire it to a Wait node (At Specified Time: resume_at) and that one back to this node. Waits that the server asks for are then slept through, also over a restart of n8n. Not for items.",
	},
	{
		displayName: 'Report Holds Original Rows',
		name: 'reportHoldsRows',
		type: 'boolean',
		default: false,
		description:
			'Whether the file to correct holds the rows as they were, ready to be corrected and imported again. It then holds personal data.',
	},
	{
		displayName: 'Rows in Flight',
		name: 'inFlight',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 32 },
		default: 8,
		description: 'How many rows are on their way to OpenCHS at the same time',
	},
	{
		displayName: 'Stop Above (Per Cent)',
		name: 'stopPercent',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 0,
		description:
			'End the import when more rows than this are to fix, counted from 50 rows on; 0 means never',
	},
	{
		displayName: 'Stop After (Rows in a Row)',
		name: 'stopInARow',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'End the import when so many rows in a row are to fix; 0 means never',
	},
];

const patientSettings = requestSettings.map((property) =>
	property.name === 'attempts' ? { ...property, default: PATIENT.attempts } : property,
);

export const importOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...fileOptions, ...runOptions, ...patientSettings].sort((a, b) =>
		a.displayName.localeCompare(b.displayName),
	),
};
