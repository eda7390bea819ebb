import { columnList } from './column.mts';

export const auColumns = columnList([
	['id', '', 'eq', '0'],
	['created_on', '', 'time', '0'],
	['created_by', '', 'eq', ''],
	['created_by_id', '', 'eq', '0'],
	['aub_id', '', 'eq', '0'],
	['row_id', '', 'eq', '0'],
	['t', '', 'eq', ''],
	['k', '', 'eq', ''],
	['v', '', 'eq', ''],
	['v_', '', 'eq', ''],
]);
