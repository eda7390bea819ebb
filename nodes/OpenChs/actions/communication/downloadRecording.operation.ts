import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { caseLocator } from '../../../shared/properties/caseLocator';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { outputBinaryField } from '../../../shared/properties/outputBinaryField';
import { downloaded, refuseToolDownload } from '../downloaded';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';

/** One server files a recording as an attachment, the other under its call. */
const recordingId: INodeProperties[] = [
	{
		displayName: 'Recording ID',
		name: 'recordingId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 77',
		displayOptions: { show: { authentication: ['apiKey', 'otp'] } },
		description: 'Leave empty for the newest recording of the case',
	},
	{
		displayName: 'Call ID',
		name: 'recordingId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1700000000.42',
		displayOptions: { show: { authentication: ['login'] } },
		description:
			"The ID that 'Get Many' gives for the call; leave empty for the newest recording of the case",
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['communication'], operation: ['downloadRecording'] } },
	[caseLocator, outputBinaryField, ...recordingId, options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	refuseToolDownload.call(this, 'Download Recording', itemIndex);
	const caseId = await pickedCase.call(this, itemIndex, work);
	const id = String(this.getNodeParameter('recordingId', itemIndex, '') ?? '').trim() || null;
	const download = await work.helpline.downloadRecording(caseId, id, itemIndex);
	return [await downloaded.call(this, download, { id, case_id: caseId }, itemIndex, work)];
};
