import { columnList } from './column.mts';

export const filesColumns = columnList([
	['id', 'ID', 'eq', '0'],
	['created_on', 'Created On', 'time', '0'],
	['created_by', 'Created By', 'eq', ''],
	['created_by_id', 'Created By ID', 'eq', '0'],
	['created_by_role', 'Created By Role', 'eq', '0'],
	['name', '', 'like', ''],
	['mime', '', 'eq', ''],
	['size', '', 'eq', ''],
	['uploadstatus', '', 'eq', '0'],
	['movestatus', '', 'eq', ''],
	['channels', '', 'eq', ''],
	['sample_rate', '', 'eq', ''],
	['duration', '', 'eq', ''],
	['batch_id', '', 'eq', '0'],
]);
