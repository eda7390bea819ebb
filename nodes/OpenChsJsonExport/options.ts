import type { INodeProperties } from 'n8n-workflow';

import { failedItems } from '../shared/properties/failedItems';
import { options } from '../shared/properties/options';
import { toolsSeePersonal } from '../shared/properties/tools';

/** How the files are written and where an export ends. */
export const exportOptions: INodeProperties = options(
	{
		displayName: 'Byte-Order Mark',
		name: 'byteOrderMark',
		type: 'boolean',
		default: true,
		description:
			'Whether a CSV file begins with the mark by which spreadsheets read accents as they are',
	},
	{
		displayName: 'Overlap (Minutes)',
		name: 'overlapMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1440 },
		default: 10,
		description:
			'How far before the end of the last manifest to begin, for what was still being written then. Some cases come again; they replace what is there.',
	},
	{
		displayName: 'Pretty Print',
		name: 'prettyPrint',
		type: 'boolean',
		default: true,
		description: 'Whether a JSON file has one member a line, as people read it',
	},
	{
		displayName: 'References Field',
		name: 'referencesField',
		type: 'string',
		default: 'references',
		hint: 'The name of the input binary field that holds the list of references of the last export',
	},
	{
		displayName: 'Rows per File',
		name: 'rowsPerFile',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Begin a new file after so many cases; 0 for one file',
	},
	{
		displayName: 'Tell of Vanished Cases',
		name: 'tellVanished',
		type: 'boolean',
		default: false,
		description:
			'Whether to list the references of cases that are gone since the last export. This costs a walk over all cases that the filters choose, however few changed, and needs the list of references that lies beside the last manifest; a new one comes with this export.',
	},
	toolsSeePersonal,
	{
		displayName: 'Without a Manifest',
		name: 'withoutManifest',
		type: 'options',
		options: [
			{ name: 'Export Everything', value: 'beginning' },
			{ name: 'Refuse', value: 'refuse' },
		],
		default: 'refuse',
		description:
			"What to do when 'Continue From' asks for a manifest and there is none, as on the first night",
	},
);

export const verifyOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [failedItems],
};
