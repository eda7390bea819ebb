import type { Change, ChangesAsk, ChangesSlice, Mark } from '../../changes/change';
import type { EventName } from '../../changes/events';
import type { Connection } from '../../transport/connection';
import { cleanError, reasonOf } from '../../transport/errors';
import { callFeed } from './callFeed';
import { RESTORED } from './changeReasons';
import { activityChanges } from './changeRows';
import type { Feed } from './feeds';
import { byTime } from './feeds';
import { idFeed } from './idFeed';
import { messageChanges } from './messageRows';

/** Tells a mark of this server from one of another. */
const SERVER = 'deployed';
/** Lines of each feed that are looked at for a sample, and changes that it holds. */
const SAMPLE_LINES = 50;
const SAMPLE_SIZE = 5;

interface Asked {
	name: 'activities' | 'messages' | 'calls';
	feed: Feed;
}

/** Those of the three feeds in which somebody waits for something (helpline v1, 10.6, 10.7, 11). */
function askedFeeds(connection: Connection, events: ReadonlySet<EventName>, item: number): Asked[] {
	const call = (resource: string) => ({ verb: 'listChanges', resource });
	const asked: Array<Asked & { isAsked: boolean }> = [
		{
			name: 'activities',
			feed: idFeed(
				connection,
				call('case_activities'),
				async (lines) => await activityChanges(connection, lines, events, item),
				item,
			),
			isAsked: [...events].some((event) => !OF_CONTACTS.has(event)),
		},
		{
			name: 'messages',
			feed: idFeed(
				connection,
				call('messages'),
				async (lines) => await messageChanges(connection, lines, item),
				item,
			),
			isAsked: events.has('communicationReceived'),
		},
		{
			name: 'calls',
			feed: callFeed(connection, item),
			isAsked: [...events].some((event) => OF_CONTACTS.has(event)),
		},
	];
	return asked.filter(({ isAsked }) => isAsked);
}

const OF_CONTACTS = new Set<EventName>(['communicationReceived', 'recordingAvailable']);

/**
 * The next changes after a mark: the activity feed, and messages and calls where somebody waits for them.
 * Each feed goes on where it stood; one that was not read before begins now. About requests: one for each
 * feed when nothing is new; else, for the activity feed, one more per 500 lines that the newest page does
 * not reach, one per 100 cases and, where details are waited for, one per 100 updates.
 */
export async function readChanges(
	connection: Connection,
	ask: ChangesAsk,
	item: number,
): Promise<ChangesSlice> {
	const asked = askedFeeds(connection, ask.events, item);
	const known = ask.mark?.server === SERVER ? ask.mark : null;
	const mark: Mark = { server: SERVER };
	for (const { name, feed } of asked) {
		mark[name] = known?.[name] ?? (await feed.start(known ? null : ask.from));
	}
	const slice: ChangesSlice = {
		changes: [],
		mark: { ...mark },
		isMore: false,
		stopped: null,
		restored: null,
		remarks: [],
	};
	const told: Change[][] = [];
	let read = 0;
	for (const { name, feed } of asked) {
		// Each feed has its share, so that a busy one does not keep the others waiting.
		const most = Math.max(ask.most - read, Math.ceil(ask.most / asked.length));
		try {
			const part = await feed.read(mark[name] as Mark, most);
			if (!part) return await afterRestore(asked, mark, slice);
			slice.mark[name] = part.mark;
			slice.isMore ||= part.isMore;
			slice.stopped = part.stopped;
			slice.remarks.push(...part.remarks);
			told.push(part.changes);
			read += part.read;
		} catch (error) {
			slice.stopped = reasonOf(error);
			if (read === 0 || !slice.stopped) {
				throw cleanError(connection.context.getNode(), error, item);
			}
			slice.isMore = true;
		}
		if (slice.stopped) break;
	}
	return { ...slice, changes: byTime(told) };
}

/** A restored server gives the same ids to other lines, so reading goes on by time, in all feeds at once. */
async function afterRestore(
	asked: readonly Asked[],
	mark: Mark,
	slice: ChangesSlice,
): Promise<ChangesSlice> {
	const next: Mark = { ...mark };
	for (const { name, feed } of asked) {
		next[name] = await feed.restart(mark[name] as Mark);
	}
	return { ...slice, changes: [], mark: next, isMore: true, stopped: null, restored: RESTORED };
}

/** A few of the newest changes of the kind that is waited for, oldest first. */
export async function sampleChanges(
	connection: Connection,
	events: ReadonlySet<EventName>,
	item: number,
): Promise<Change[]> {
	const told: Change[][] = [];
	for (const { feed } of askedFeeds(connection, events, item)) {
		const changes = await feed.sample(SAMPLE_LINES);
		told.push(changes.filter((change) => change.events.some((event) => events.has(event))));
	}
	return byTime(told).slice(-SAMPLE_SIZE);
}
