import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { leavesOutPersonal, refuseTools, toItem } from '../../shared/output';
import type { Download } from '../../shared/transport/download';
import type { Work } from './work';

/** What a child said, or sent, is personal as a whole: an agent does not fetch it by itself. */
export function refuseToolDownload(
	this: IExecuteFunctions,
	label: string,
	itemIndex: number,
): void {
	refuseTools(this, 'toolsSeePersonal', label, itemIndex);
}

/** The item of a download: the file by reference, and what is known about it. */
export async function downloaded(
	this: IExecuteFunctions,
	download: Download,
	ids: IDataObject,
	itemIndex: number,
	work: Work,
): Promise<INodeExecutionData> {
	const field = String(this.getNodeParameter('binaryPropertyName', itemIndex, 'data')).trim();
	const isNameLeftOut = leavesOutPersonal(this, itemIndex);
	const name = isNameLeftOut ? neutralName(ids, download.fileName) : download.fileName;
	const binary = await this.helpers.prepareBinaryData(download.content, name, download.mimeType);
	const json: IDataObject = {
		...ids,
		helpline: work.helplineCode,
		...(isNameLeftOut ? {} : { file_name: name }),
		mime_type: download.mimeType,
		file_size: download.bytesRead(),
		binary_field: field || 'data',
	};
	return { ...toItem(json, itemIndex), binary: { [field || 'data']: binary } };
}

/** A file's own name may be somebody's; its ending only says how to open it. */
function neutralName(ids: IDataObject, fileName: string): string {
	const ending = /\.[A-Za-z0-9]{1,5}$/.exec(fileName)?.[0] ?? '';
	return `case-${String(ids.case_id)}-file${ids.id === null ? '' : `-${String(ids.id)}`}${ending}`;
}
