import type { Call } from '../call.mts';
import { stampOf } from '../call.mts';
import { linkAttachment } from '../cases/links.mts';
import { attachmentsColumns } from '../columns/attachments.mts';
import { plainText } from '../form.mts';
import { tellFeed } from '../people/feed.mts';
import { doesNotExist } from '../people/picked.mts';
import { errorRow, invalidData } from '../refusals.mts';
import type { Resource, Written } from './resource.mts';
import { readable } from './simple.mts';

/** Links between files and cases (29). */
export const attachments: Resource = {
	name: 'attachments',
	columns: attachmentsColumns,
	...readable((call) => call.archive.attachments),
	create: createAttachment,
	remove: removeAttachment,
};

function createAttachment(call: Call): Written {
	const fileId = plainText(call.body.file_id);
	const file = call.archive.files.get(fileId);
	if (!file) {
		const row = fileId
			? doesNotExist('attachments', 'file_id', 'File ID', fileId)
			: errorRow('File ID is Required', 'REQUIRED', 'attachments', 'file_id', null);
		throw invalidData([row]);
	}
	const row = call.archive.attachments.insert({
		...stampOf(call),
		file_id: file.id ?? '0',
		file_name: file.name ?? '',
		file_mime: file.mime ?? '',
		file_size: file.size ?? '0',
		file_movestatus: file.movestatus ?? '',
	});
	const caseId = plainText(call.body.case_id);
	if (caseId) {
		linkAttachment(call, row.id ?? '', caseId);
		tell(call, '8', caseId, row.id ?? '');
	}
	return { status: 201, rows: [row], notice: 'Attachment Created' };
}

/** Only works when the id stands in the body as well, and shows no row even then (10.2). */
function removeAttachment(call: Call, id: string): Written {
	const row = call.archive.attachments.get(id);
	if (row && plainText(call.body.attachment_id) === id) {
		tell(call, '15', row.case_id ?? '0', id);
		row.case_id_ = '-9';
	}
	return { status: 202, rows: [], notice: 'Attachment Updated' };
}

function tell(call: Call, activity: string, caseId: string, id: string): void {
	tellFeed(call, {
		case_id: caseId,
		aub_id: call.archive.nextBatch(),
		activity,
		activity_ref: id,
		change_count: '1',
	});
}
