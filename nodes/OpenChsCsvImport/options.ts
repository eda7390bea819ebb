import type { INodeProperties } from 'n8n-workflow';

import { failedItems } from '../shared/properties/failedItems';
import { requestSettings } from '../shared/properties/requestSettings';

/** How the file is written. */
const fileOptions: INodeProperties[] = [
	{
		displayName: 'Comments Begin With',
		name: 'comments',
		type: 'string',
		default: '',
		placeholder: 'e.g. #',
		description: 'Lines that begin so are left out',
	},
	{
		displayName: 'Custom Date Format',
		name: 'customDateFormat',
		type: 'string',
		default: '',
		placeholder: 'e.g. d MMMM yyyy',
		description: "Used when 'Date Format' is 'Custom'; the tokens are those of Luxon",
	},
	{
		displayName: 'Custom Delimiter',
		name: 'customDelimiter',
		type: 'string',
		default: '',
		placeholder: 'e.g. ~',
		description: "Used when 'Delimiter' is 'Custom'",
	},
	{
		displayName: 'Date Format',
		name: 'dateFormat',
		type: 'options',
		options: [
			{ name: '2030-12-31 (ISO 8601)', value: 'iso' },
			{ name: '31-12-2030', value: 'dd-MM-yyyy' },
			{ name: '31.12.2030', value: 'dd.MM.yyyy' },
			{ name: '31/12/2030', value: 'dd/MM/yyyy' },
			{ name: '12/31/2030', value: 'MM/dd/yyyy' },
			{ name: 'Custom', value: 'custom' },
		].sort((a, b) => a.name.localeCompare(b.name)),
		default: 'iso',
		description:
			"How the file writes dates; never guessed row by row. A time of day may follow. Dates are in the workflow's time zone.",
	},
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'options',
		options: [
			{ name: 'Comma', value: 'comma' },
			{ name: 'Custom', value: 'custom' },
			{ name: 'Find by Itself', value: 'find' },
			{ name: 'Pipe', value: 'pipe' },
			{ name: 'Semicolon', value: 'semicolon' },
			{ name: 'Tab', value: 'tab' },
		],
		default: 'find',
		description: 'What stands between two cells',
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		options: [
			{ name: 'Find by Itself', value: 'find' },
			{ name: 'UTF-16 (Big Endian)', value: 'utf-16be' },
			{ name: 'UTF-16 (Little Endian)', value: 'utf-16le' },
			{ name: 'UTF-8', value: 'utf-8' },
			{ name: 'Windows-1252', value: 'windows-1252' },
		],
		default: 'find',
		description: 'How the letters are stored',
	},
	{
		displayName: 'First Line',
		name: 'firstLine',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description: 'The line to begin at: that of the header, or the first row where there is none',
	},
	{
		displayName: 'First Line Is a Header',
		name: 'hasHeader',
		type: 'boolean',
		default: true,
		description: 'Whether the first line holds the names of the columns',
	},
	{
		displayName: 'Match Headers By',
		name: 'matchHeaders',
		type: 'options',
		options: [
			{ name: 'Names and Common Words', value: 'words' },
			{ name: 'Names of Fields Only', value: 'names' },
		],
		default: 'words',
		description:
			'Whether headers such as Phone, Simu or Téléphone are recognized, or only the field names',
	},
	{
		displayName: 'Maximum Rows',
		name: 'maximumRows',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Most rows to read, for a first try; 0 means all',
	},
	{
		displayName: 'Quote',
		name: 'quote',
		type: 'string',
		default: '"',
		description: 'The sign around cells that hold the delimiter or a line break',
	},
	{
		displayName: 'Short Rows',
		name: 'shortRows',
		type: 'options',
		options: [
			{ name: 'Fill', value: 'fill', description: 'Missing cells are empty' },
			{ name: 'Refuse', value: 'refuse', description: 'The row goes to To Fix' },
		],
		default: 'fill',
		description: 'What to do with a row that has fewer cells than the header',
	},
	{
		displayName: 'Skip Empty Lines',
		name: 'skipEmptyLines',
		type: 'boolean',
		default: true,
		description: 'Whether a line without anything in it is left out without a word',
	},
	{
		displayName: 'Source Name',
		name: 'sourceName',
		type: 'string',
		default: '',
		placeholder: 'e.g. partner-a-2026',
		description:
			'Names where the rows come from. Rows without a key of their own get one made of it and of their content; when empty, the name of the file is taken.',
	},
	{
		displayName: 'Unknown Columns',
		name: 'unknownColumns',
		type: 'options',
		options: [
			{
				name: 'Add to Description',
				value: 'addToDescription',
				description: "As one line each, in the form 'Header: cell'",
			},
			{
				name: 'Leave Out',
				value: 'leaveOut',
				description: 'Do not send them; the summary names them',
			},
			{
				name: 'Refuse',
				value: 'refuse',
				description: 'Write nothing and name them',
			},
		],
		default: 'refuse',
		description: 'What to do with columns that are no field of a case',
	},
];

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

export const importOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...fileOptions, ...runOptions, ...requestSettings].sort((a, b) =>
		a.displayName.localeCompare(b.displayName),
	),
};
