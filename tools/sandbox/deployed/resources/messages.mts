import { periodsOf } from '../calendar.mts';
import { type Call, stampOf } from '../call.mts';
import { messagesColumns } from '../columns/messages.mts';
import { pmessagesColumns } from '../columns/pmessages.mts';
import { plainText, storedFields } from '../form.mts';
import { errorRow, invalidData } from '../refusals.mts';
import type { Fields } from '../wire/fields.mts';
import { cutTo, stored } from '../wire/stored.mts';
import type { Resource, Written } from './resource.mts';
import { readable } from './simple.mts';

/** Single messages. What is posted here goes out through a gateway, of which nothing is heard again. */
export const messages: Resource = {
	name: 'messages',
	columns: messagesColumns,
	...readable((call) => call.archive.messages),
	create(call) {
		const names = ['src', 'src_uid', 'src_address', 'src_callid', 'src_mime', 'src_msg'];
		return received(call, storedFields(call.body, names, call.settings), '2');
	},
};

/** What a gateway delivers. The same message twice is two messages (78, 10.6). */
export const msg: Resource = {
	...messages,
	create(call) {
		const of = (name: string) => stored(plainText(call.body[name]) ?? '');
		const short = (name: string) => cutTo(call.settings.shortTextBytes, of(name));
		const given: Fields = {
			src: short('channel'),
			src_ts: short('timestamp') || '0',
			src_uid: short('message_id'),
			src_address: short('from'),
			src_callid: short('session_id'),
			src_mime: short('mime'),
			src_msg: of('message'),
		};
		return received(call, given, '1');
	},
};

/** Conversations: one row per channel and session, with counters and the last message (79). */
export const pmessages: Resource = {
	name: 'pmessages',
	columns: pmessagesColumns,
	...readable((call) => call.archive.conversations),
};

const REQUIRED: Readonly<Record<string, string>> = {
	src: 'Channel',
	src_callid: 'Channel Call ID',
	src_uid: 'Channel Uniqueid',
	src_msg: 'Message',
};

function received(call: Call, given: Fields, vector: string): Written {
	const missing = Object.keys(REQUIRED).filter((name) => !given[name]);
	const fields = { ...stampOf(call), src_vector: vector, ...given };
	// The conversation comes first and stays when the message is refused for being empty.
	const opensOne = !missing.includes('src') && !missing.includes('src_callid');
	const conversation = opensOne ? conversationOf(call, fields) : undefined;
	if (missing.length > 0) {
		const rows = missing.map((name) => {
			const label = REQUIRED[name] ?? name;
			return errorRow(`${label} is Required`, 'REQUIRED', 'messages', name, given[name]);
		});
		throw invalidData(rows);
	}
	const row = call.archive.messages.insert(fields);
	if (conversation) {
		const counter = vector === '1' ? 'in_count' : 'out_count';
		conversation[counter] = String(Number(conversation[counter] ?? 0) + 1);
		conversation.last_msg_id = row.id ?? '0';
		conversation.last_msg_vector = vector;
		conversation.src_msg = row.src_msg ?? '';
	}
	return { status: 201, rows: [row], notice: 'Message Created' };
}

function conversationOf(call: Call, message: Fields): Fields {
	const known = call.archive.conversations.rows.find(
		(row) => row.src === message.src && row.src_callid === message.src_callid,
	);
	if (known) return known;
	const { hr = '0', ...periods } = periodsOf(Number(message.src_ts) || call.now);
	return call.archive.conversations.insert({ ...message, src_msg: '', ...periods, dth: hr });
}
