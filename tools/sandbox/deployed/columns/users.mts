import { columnList } from './column.mts';

export const usersColumns = columnList([
	['id', 'ID', 'eq', '0'],
	['created_on', 'Created On', 'time', '0'],
	['created_by', 'Created By', 'eq', ''],
	['created_by_id', 'Created By ID', 'eq', '0'],
	['created_by_role', 'Created By Role', 'eq', '0'],
	['usn', 'Username', 'eq', ''],
	['role', 'Role', 'eq', '0'],
	['exten', 'WebTRC Extension', 'eq', ''],
	['mac', 'Phone MAC Address', 'eq', ''],
	['is_active', 'Active', 'eq', '0'],
	['contact_id', 'Contact ID', 'eq', '0'],
	['contact_fullname', 'Fullname', 'like', ''],
	['contact_fname', 'First Name', 'like', ''],
	['contact_lname', 'Last Name', 'like', ''],
	['contact_phone', 'Phone', 'like', ''],
	['contact_email', 'Email', 'eq', ''],
	['contact_location', 'Location', 'eq', ''],
	['last_break', 'Last Break ', 'eq', ''],
	['last_break_ts', 'Last Break Time', 'eq', '0'],
	['available', 'Available Duration', 'eq', ''],
]);
