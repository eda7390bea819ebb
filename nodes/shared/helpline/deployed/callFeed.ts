import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Timed, WindowMark } from '../../changes/callWindow';
import { moved, OVERLAP_SECONDS, unseen, wholeSeconds } from '../../changes/callWindow';
import type { Change, Mark } from '../../changes/change';
import type { EventName } from '../../changes/events';
import { inOrder } from '../../changes/events';
import type { Connection } from '../../transport/connection';
import { fail } from './api';
import { casesOfCalls } from './aboutCases';
import { UNREADABLE_MARK } from './changeReasons';
import { INBOUND, presentCall } from './communications';
import type { Feed, FeedSlice } from './feeds';
import { damagedRemark, isDamaged, readPage, walkList } from './lists';
import { textOrNull } from './text';
import { windowFilter } from './wire/filters';

interface Call extends Timed {
	raw: IDataObject;
	isRecorded: boolean;
}

/** Calls are short; all that a mark remembers fit into one page. */
const CALLS_PAGE = 500;
const HASH_CHARACTERS = 8;

/**
 * The calls, by the time of their start (recording 80). After a restore they go on as before: their window
 * is one of time anyway.
 */
export function callFeed(connection: Connection, item: number): Feed {
	return {
		start: async (from) => await start(connection, from, item),
		read: async (mark, most) =>
			await readOn(connection, checked(connection, mark, item), most, item),
		restart: async (mark) => await Promise.resolve(mark),
		sample: async (most) => {
			const { rows } = await readPage(connection, CALLS, 0, most, item);
			const calls = rows.flatMap((raw) => toCall(raw) ?? []);
			return await callChanges(connection, unseen({ since: 0, seen: '' }, calls), item);
		},
	};
}

function checked(connection: Connection, mark: Mark, item: number): WindowMark {
	const isOurs = Number.isInteger(mark.since) && typeof mark.seen === 'string';
	if (!isOurs) throw fail(connection, UNREADABLE_MARK, item);
	return mark as WindowMark;
}

const CALLS = { verb: 'listCalls', resource: 'calls' };

async function start(
	connection: Connection,
	from: string | null,
	item: number,
): Promise<WindowMark> {
	if (from !== null) return { since: Math.ceil(Date.parse(from) / 1000), seen: '' };
	const call = { ...CALLS, query: { sort: 'chan_ts' } };
	const { context } = await readPage(connection, call, 0, 1, item);
	if (context.total === 0) return { since: 0, seen: '' };
	const { rows } = await readPage(connection, call, context.total - 1, 1, item);
	const begun = rows.flatMap((raw) => toCall(raw) ?? []).map(({ at }) => at - OVERLAP_SECONDS);
	const behind = { since: Math.max(0, ...begun), seen: '' };
	const { calls } = await callsSince(connection, behind, Infinity, item);
	return moved(behind, calls, unseen(behind, calls), true);
}

async function readOn(
	connection: Connection,
	mark: WindowMark,
	most: number,
	item: number,
): Promise<FeedSlice> {
	const { calls, isWhole, damaged } = await callsSince(connection, mark, most, item);
	const fresh = unseen(mark, calls);
	const handed = wholeSeconds(fresh, most);
	const isAll = isWhole && handed.length === fresh.length;
	return {
		changes: await callChanges(connection, handed, item),
		mark: moved(mark, calls, handed, isAll),
		read: handed.length,
		isMore: !isAll,
		stopped: null,
		remarks: damagedRemark(damaged),
	};
}

/** The oldest calls of the window: enough of them, or all where the server does not sort. */
async function callsSince(
	connection: Connection,
	mark: WindowMark,
	most: number,
	item: number,
): Promise<{ calls: Call[]; isWhole: boolean; damaged: IDataObject[] }> {
	const from = new Date(mark.since * 1000).toISOString();
	const query = { chan_ts: windowFilter(from, undefined), sort: 'chan_ts' };
	const call = { ...CALLS, query };
	const calls: Call[] = [];
	const damaged: IDataObject[] = [];
	for await (const rows of walkList(connection, call, Infinity, item, CALLS_PAGE)) {
		damaged.push(...rows.filter(isDamaged));
		calls.push(...rows.flatMap((raw) => toCall(raw) ?? []));
		const isSorted = calls.every(({ at }, index) => at >= (calls[index - 1]?.at ?? 0));
		// A later one than enough, to know that there are more.
		const fresh = unseen(mark, calls);
		if (isSorted && wholeSeconds(fresh, most).length < fresh.length) {
			return { calls, isWhole: false, damaged };
		}
	}
	return { calls, isWhole: true, damaged };
}

/** A call that is under way is told again once it can be listened to. */
function toCall(raw: IDataObject): Call | null {
	const uniqueId = textOrNull(raw.uniqueid);
	const begun = typeof raw.chan_ts === 'string' ? Date.parse(raw.chan_ts) : Number.NaN;
	if (uniqueId === null || Number.isNaN(begun)) return null;
	const isRecorded = Number(raw.talk_time ?? 0) > 0;
	const text = `${uniqueId} ${isRecorded ? 'recorded' : ''}`;
	const key = createHash('sha256').update(text).digest('base64url').slice(0, HASH_CHARACTERS);
	return { raw, key, at: begun / 1000, isRecorded };
}

async function callChanges(
	connection: Connection,
	calls: readonly Call[],
	item: number,
): Promise<Change[]> {
	const told = calls
		.map((call) => ({ ...call, events: eventsOf(call) }))
		.filter(({ events }) => events.length > 0);
	const ids = told.map(({ raw }) => String(raw.uniqueid));
	const cases = await casesOfCalls(connection, ids, item);
	return told.map(({ raw, at, isRecorded, events }): Change => {
		const about = cases.get(String(raw.uniqueid)) ?? null;
		return {
			kind: 'communication',
			id: String(raw.uniqueid),
			version: isRecorded ? `${at}.recorded` : String(at),
			at: textOrNull(raw.chan_ts),
			events,
			change: {},
			found: presentCall(about && String(about.record.id), raw),
			about,
		};
	});
}

/** A call that was answered has a recording; outgoing calls are told for theirs alone. */
function eventsOf({ raw, isRecorded }: Call): EventName[] {
	return inOrder([
		...(isRecorded ? (['recordingAvailable'] as const) : []),
		...(raw.vector === INBOUND ? (['communicationReceived'] as const) : []),
	]);
}
