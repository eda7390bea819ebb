import type { Answer } from '../wire.mts';
import { type Call, columnsOf } from './call.mts';
import { jsonAnswer } from './list/read.mts';
import type { Login } from './login.mts';
import { userFields, auth } from './resources/users.mts';
import { partText } from './wire/sections.mts';

/** 01. */
export function homeAnswer(call: Call, login: Login): Answer {
	const { user } = call;
	const row = userFields(user);
	const ss = [[login.sessionId, String(user.id), user.username, call.role, row.contact_id]];
	const part = { name: 'auth', columns: columnsOf(call, 'auth', auth.columns), rows: [row] };
	return jsonAnswer(200, [`"ss":${JSON.stringify(ss)}`, partText(part)]);
}
