import { columnList } from './column.mts';

export const attachmentsColumns = columnList([
	['id', 'ID', 'eq', '0'],
	['created_on', 'Created On', 'time', '0'],
	['created_by', 'Created By', 'eq', ''],
	['created_by_id', 'Created By ID', 'eq', '0'],
	['created_by_role', 'Created By Role', 'eq', '0'],
	['file_id', 'File ID', 'eq', '0'],
	['file_name', 'Name', 'eq', ''],
	['file_mime', 'Mime', 'eq', ''],
	['file_size', 'Size', 'eq', ''],
	['file_uploadstatus', 'Upload Status', 'eq', '0'],
	['file_movestatus', 'Move Status', 'eq', ''],
	['i_', 'Position', 'eq', '0'],
	['case_id', 'Case ID', 'eq', '0'],
	['case_id_', 'Link ID', 'eq', '0'],
]);
