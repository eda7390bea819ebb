import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { FULL_COLUMNS } from '../shared/export/columns';
import { authentication } from '../shared/properties/authentication';
import { choices } from '../shared/properties/choices';
import { notInTheFeed } from '../shared/properties/changes';
import { outputBinaryField } from '../shared/properties/outputBinaryField';
import { continueFrom } from './continueFromProperties';
import { filters } from './filters';
import { exportOptions, verifyOptions } from './options';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Export',
			value: 'export',
			action: 'Export cases',
			description: 'Write cases into files, with a manifest of what was written',
		},
		{
			name: 'Verify',
			value: 'verify',
			action: 'Verify exported files',
			description: 'Compare files that were read back with their manifest',
		},
	],
	default: 'export',
};

const form: INodeProperties = {
	displayName: 'Form',
	name: 'form',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'CSV', value: 'csv', description: 'A table for spreadsheets and statistics' },
		{
			name: 'Items',
			value: 'items',
			description: 'One item per case and no file; all of them stand in memory',
		},
		{ name: 'JSON', value: 'json', description: 'One array of cases' },
		{
			name: 'JSON Lines',
			value: 'jsonl',
			description: 'One case a line, for warehouses and for what is read piece by piece',
		},
	],
	default: 'json',
};

const profile: INodeProperties = {
	displayName: 'Profile',
	name: 'profile',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'De-Identified',
			value: 'deidentified',
			description:
				'No names, no contacts, no free text; ages as bands, dates as months, and a reference in place of the ID',
		},
		{ name: 'Full', value: 'full', description: 'Every field of the case, in a fixed order' },
		{ name: 'Own List', value: 'own', description: 'The ID and the fields that you choose' },
	],
	default: 'deidentified',
	description: 'What of each case leaves. A field that is not in the profile stays inside.',
};

const identifies: INodeProperties = {
	displayName:
		'What comes out identifies children and reporters. Hand it only to whom the law and your agreement name.',
	name: 'identifiesNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { profile: ['full'] } },
};

const placeLevel: INodeProperties = {
	displayName: 'Place',
	name: 'placeLevel',
	type: 'options',
	options: [
		{ name: 'Country', value: 'country' },
		{ name: 'District', value: 'district' },
		{ name: 'None', value: 'none' },
		{ name: 'Region', value: 'region' },
	],
	default: 'none',
	displayOptions: { show: { profile: ['deidentified'] } },
	description: 'How exactly to tell where the child lives',
};

const fields: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	options: choices(FULL_COLUMNS.filter((name) => name !== 'id')),
	default: [],
	displayOptions: { show: { profile: ['own'] } },
	description: 'The ID is always there; a field that this OpenCHS does not have comes out empty',
};

const otherFields: INodeProperties = {
	displayName: 'Other Fields',
	name: 'otherFields',
	type: 'string',
	default: '',
	placeholder: 'e.g. district, school_name',
	displayOptions: { show: { profile: ['own'] } },
	description: 'Fields that only your OpenCHS has, by their names there, separated by commas',
};

const include: INodeProperties = {
	displayName: 'Include',
	name: 'include',
	type: 'multiOptions',
	options: choices(['activities', 'attachments', 'people']),
	default: [],
	displayOptions: { show: { profile: ['full'] } },
	description:
		'Lists that hang on each case. Each costs at least one request per case; of attachments the list alone comes, not the files.',
};

const manyItems: INodeProperties = {
	displayName:
		'Items all stand in memory at once and have no manifest. From some thousand cases on choose a file.',
	name: 'manyItemsNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { form: ['items'] } },
};

const filesOnly = { show: { form: ['csv', 'json', 'jsonl'] } };

const verifyNotice: INodeProperties = {
	displayName:
		'Give this node the manifest and every file that it lists, as they were read back from their destination. What it returns is the verified manifest.',
	name: 'verifyNotice',
	type: 'notice',
	default: '',
};

const manifestIn: INodeProperties = {
	displayName: 'Manifest',
	name: 'manifestIn',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Among the Files',
			value: 'files',
			description: 'The file whose name holds the word manifest',
		},
		{ name: 'In a Field', value: 'json', description: 'As an object or as text' },
	],
	default: 'files',
};

const manifestJson: INodeProperties = {
	displayName: 'Manifest Content',
	name: 'manifestJson',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. {{ $json }}',
	displayOptions: { show: { manifestIn: ['json'] } },
};

/** What the person sees, broad before narrow. */
export const properties: INodeProperties[] = [
	operation,
	...updateDisplayOptions({ show: { operation: ['export'] } }, [
		authentication,
		form,
		manyItems,
		profile,
		identifies,
		placeLevel,
		fields,
		otherFields,
		include,
		...continueFrom,
		{
			...notInTheFeed,
			displayOptions: {
				show: { authentication: ['login'] },
				hide: { continueFrom: ['beginning'] },
			},
		},
		filters,
		{ ...outputBinaryField, displayOptions: filesOnly },
		exportOptions,
	]),
	...updateDisplayOptions({ show: { operation: ['verify'] } }, [
		verifyNotice,
		manifestIn,
		manifestJson,
		verifyOptions,
	]),
];
