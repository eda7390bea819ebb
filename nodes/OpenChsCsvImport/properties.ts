import type { INodeProperties } from 'n8n-workflow';

import { inputBinaryField } from '../shared/properties/inputBinaryField';
import { importOptions } from './options';

/** The login that is chosen decides which server is spoken to; there is no other switch for it. */
const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'API Key', value: 'apiKey' },
		{ name: 'Login', value: 'login' },
		{ name: 'One-Time Code', value: 'otp' },
	],
	default: 'login',
	description: 'How your OpenCHS lets programs in; its administrator knows',
};

const mode: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Check Only',
			value: 'check',
			description:
				'Read and check every row, look up which cases are there, and say how long the import takes; nothing is written',
		},
		{
			name: 'Import',
			value: 'import',
			description: 'Create the cases of the file; a second run of the same file adds nothing',
		},
	],
	default: 'check',
};

const input: INodeProperties = {
	displayName: 'Input',
	name: 'input',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'File',
			value: 'file',
			description: 'A CSV file in a binary field, read as a stream; of any size',
		},
		{
			name: 'Items',
			value: 'items',
			description: 'Each item of the input is a row, such as corrected items of To Fix',
		},
		{ name: 'Text', value: 'text', description: 'CSV text in a field' },
	],
	default: 'file',
};

const text: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. the field that holds the CSV text, dragged here',
	displayOptions: { show: { input: ['text'] } },
};

const columns: INodeProperties = {
	displayName: 'Columns',
	name: 'columns',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add column',
	default: {},
	options: [
		{
			displayName: 'Column',
			name: 'column',
			values: [
				{
					displayName: 'Header',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Umri wa mtoto',
					description: 'As it stands in the file; where the file has no header, its place: 1, 2, 3',
				},
				{
					displayName: 'Goes To Name or ID',
					name: 'target',
					type: 'options',
					typeOptions: {
						loadOptionsMethod: 'getColumnTargets',
						loadOptionsDependsOn: ['authentication'],
					},
					default: '',
					description:
						'The field of the case. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
			],
		},
	],
	description:
		"Only for columns that are not recognized by their header; 'Check Only' lists what becomes of each. Common headers in English, Swahili and French are recognized.",
};

const values: INodeProperties = {
	displayName: 'Values for Every Row',
	name: 'values',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add value',
	default: {},
	options: [
		{
			displayName: 'Value',
			name: 'value',
			values: [
				{
					displayName: 'Field Name or ID',
					name: 'field',
					type: 'options',
					typeOptions: {
						loadOptionsMethod: 'getImportFields',
						loadOptionsDependsOn: ['authentication'],
					},
					default: '',
					description:
						'The field of the case. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
	description: 'What the file lacks, such as a category; a cell that is not empty wins',
};

const existing: INodeProperties = {
	displayName: 'Existing Cases',
	name: 'existing',
	type: 'options',
	options: [
		{
			name: 'Refuse',
			value: 'refuse',
			description: 'A row whose case is there already goes to To Fix',
		},
		{ name: 'Skip', value: 'skip', description: 'What is there already stays as it is' },
		{
			name: 'Update Changed Fields',
			value: 'update',
			description:
				'Fields that the file gives and that differ are changed; an empty cell changes nothing, [clear] empties the field',
		},
	],
	default: 'skip',
	description: 'What to do with a row whose key a case in OpenCHS carries already',
};

/** What the person sees, broad before narrow. */
export const properties: INodeProperties[] = [
	authentication,
	mode,
	input,
	{ ...inputBinaryField, displayOptions: { show: { input: ['file'] } } },
	text,
	columns,
	values,
	existing,
	importOptions,
];
