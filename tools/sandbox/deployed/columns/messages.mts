import { columnList } from './column.mts';

export const messagesColumns = columnList([
	['id', '', 'eq', '0'],
	['created_on', '', 'time', '0'],
	['created_by', '', 'eq', ''],
	['created_by_id', '', 'eq', '0'],
	['created_by_role', 'Created By Role', 'eq', '0'],
	['src', 'Channel', 'eq', ''],
	['src_ts', 'Channel Timestamp', 'time', '0'],
	['src_uid', 'Channel Uniqueid', 'eq', ''],
	['src_uid2', 'Activity Uniqueid', 'eq', ''],
	['src_address', 'Channel Address', 'eq', ''],
	['src_usr', 'Channel User', 'eq', ''],
	['src_vector', 'Channel Direction', 'eq', ''],
	['src_callid', 'Channel Call ID', 'eq', ''],
	['src_campaign_id', 'Channel Campaign ID', 'eq', '0'],
	['src_action_id', 'Channel Action ID', 'eq', '0'],
	['src_status', 'Channel Status', 'eq', ''],
	['src_mime', 'Message mime', 'eq', ''],
	['src_msg', 'Message', 'like', ''],
]);
