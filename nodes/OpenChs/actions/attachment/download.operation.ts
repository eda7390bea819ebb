import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { caseLocator } from '../../../shared/properties/caseLocator';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { outputBinaryField } from '../../../shared/properties/outputBinaryField';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { downloaded, refuseToolDownload } from '../downloaded';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';

const attachmentId: INodeProperties = {
	displayName: 'Attachment ID',
	name: 'attachmentId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 77',
	description: "The ID that 'Get Many' gives for the attachment",
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['attachment'], operation: ['download'] } },
	[caseLocator, attachmentId, outputBinaryField, options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	refuseToolDownload.call(this, 'Download', itemIndex);
	const id = String(this.getNodeParameter('attachmentId', itemIndex, '') ?? '').trim();
	if (id === '') throw toNodeError(this.getNode(), NO_ID, itemIndex);
	const caseId = await pickedCase.call(this, itemIndex, work);
	const download = await work.helpline.downloadAttachment(caseId, id, itemIndex);
	return [await downloaded.call(this, download, { id, case_id: caseId }, itemIndex, work)];
};

const NO_ID: Reason = {
	code: 'missing_field',
	field: 'id',
	message: "'Attachment ID' is empty",
	description: "Map the ID from an 'Attachment: Get Many' before this node.",
};
