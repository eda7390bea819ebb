import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../work';
import * as download from './download.operation';
import * as getAll from './getAll.operation';
import * as upload from './upload.operation';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['attachment'] } },
	options: [
		{
			name: 'Download',
			value: 'download',
			action: 'Download attachment',
			description: 'Fetch a file of a case, where this OpenCHS gives it out',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many attachments',
			description: 'Retrieve a list of the files of a case',
		},
		{
			name: 'Upload',
			value: 'upload',
			action: 'Upload attachment',
			description: 'Put a file on a case, up to 100 MB',
		},
	],
	default: 'getAll',
};

export const description: INodeProperties[] = [
	operation,
	...download.description,
	...getAll.description,
	...upload.description,
];

export const operations: Readonly<Record<string, Operation>> = {
	download: download.execute,
	getAll: getAll.execute,
	upload: upload.execute,
};
