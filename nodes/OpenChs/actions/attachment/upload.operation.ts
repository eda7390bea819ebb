import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { externalKey } from '../../../shared/properties/externalKey';
import { inputBinaryField } from '../../../shared/properties/inputBinaryField';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { givenKey } from '../givenKey';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';
import { fileType } from './fileType';
import { inputFile } from './inputFile';

const own: INodeProperties[] = [
	{
		displayName: 'File Type',
		name: 'fileType',
		type: 'options',
		options: [
			{ name: 'Audio', value: 'audio', description: 'A recording' },
			{ name: 'Automatically', value: 'auto', description: 'From the MIME type of the file' },
			{ name: 'Document', value: 'document' },
			{ name: 'Image', value: 'image' },
			{ name: 'Other', value: 'other' },
		],
		default: 'auto',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. Letter from the school',
	},
];

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. letter.pdf',
	description: 'Another name for the file in OpenCHS; when empty it keeps its own',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['attachment'], operation: ['upload'] } },
	[
		caseLocator,
		inputBinaryField,
		...own,
		externalKey,
		...output('attachment'),
		options(fileName, ...RECORD_OPTIONS),
	],
);

export const execute: Operation = async function (itemIndex, work) {
	const file = await inputFile.call(this, itemIndex);
	const key = givenKey.call(this, itemIndex, work, {});
	const id = await pickedCase.call(this, itemIndex, work);
	const attachment = {
		file_type: fileType(this.getNodeParameter('fileType', itemIndex, 'auto'), file.type),
		description: String(this.getNodeParameter('description', itemIndex, '') ?? '').trim(),
	};
	const uploaded = await work.helpline.uploadAttachment(id, file, attachment, key, itemIndex);
	const told = { outcome: uploaded.outcome, not_sent: uploaded.notSent ?? [] };
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('attachment', uploaded, choice, work.helplineCode, told), itemIndex)];
};
