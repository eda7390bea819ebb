import type { Mark } from '../../changes/change';
import type { FeedMark } from '../../changes/feedCursor';
import { NOTHING_READ, startBehind } from '../../changes/feedCursor';
import type { Connection } from '../../transport/connection';
import { cleanError, reasonOf } from '../../transport/errors';
import type { ReadCall } from './api';
import { fail } from './api';
import type { Told } from './changeRows';
import { BATCH_SIZE, FeedReader, HEAD_SIZE } from './feedReader';
import type { Feed, FeedSlice } from './feeds';
import type { Line } from './feedSource';
import { feedSource, markBefore } from './feedSource';
import { UNREADABLE_MARK, UNSTEADY } from './changeReasons';

/** After a restore, reading goes on this long before the last line: it may have been lost, and those beside it too. */
const RESTORE_SECONDS = 60;
/** Lines around a chosen second may have been numbered in another order than they were stamped. */
const START_SECONDS = 60;

/** What lines of the feed are told as. */
type Tell = (lines: readonly Line[]) => Promise<Told>;

/** A feed that is read by the ids of its lines. */
export function idFeed(connection: Connection, call: ReadCall, tell: Tell, item: number): Feed {
	const source = feedSource(connection, call, item);
	return {
		start: async (from) => {
			if (from === null) return startBehind(await source.page(0, HEAD_SIZE), seconds());
			const since = Math.ceil(Date.parse(from) / 1000);
			return { ...(await markBefore(connection, call, since - START_SECONDS, item)), since };
		},
		read: async (given, most) => {
			let mark = checked(connection, given, item);
			const slice: FeedSlice = {
				changes: [],
				mark,
				read: 0,
				isMore: true,
				stopped: null,
				remarks: [],
			};
			const reader = new FeedReader(source, seconds());
			while (slice.isMore && slice.read < most) {
				try {
					const wanted = Math.min(most - slice.read, BATCH_SIZE);
					const batch = await reader.next(mark, wanted);
					if (batch.kind === 'restored') return null;
					if (batch.kind === 'unsteady') throw fail(connection, UNSTEADY, item);
					const { changes, remarks } = await tell(batch.rows.filter(isWanted(mark)));
					slice.changes.push(...changes);
					slice.remarks.push(...remarks);
					slice.mark = mark = batch.mark;
					slice.read += batch.rows.length;
					slice.isMore = batch.isMore;
				} catch (error) {
					const reason = reasonOf(error);
					if (slice.read === 0 || !reason) {
						throw cleanError(connection.context.getNode(), error, item);
					}
					return { ...slice, stopped: reason };
				}
			}
			return slice;
		},
		restart: async (given) => {
			const { at, since } = checked(connection, given, item);
			// A feed that was empty has nothing to go back to, and the server fails at times before 1970.
			if (at === null) return { ...NOTHING_READ, since };
			const place = await markBefore(connection, call, at - RESTORE_SECONDS, item);
			return { ...place, since };
		},
		sample: async (most) => {
			const { rows } = await source.page(0, most);
			const named = rows.filter(({ id }) => Number.isInteger(id));
			return (await tell(named.reverse())).changes;
		},
	};
}

/** A damaged line tells no time, and is named. */
function isWanted({ since }: FeedMark) {
	return ({ at }: Line) => at === null || at >= since;
}

function checked(connection: Connection, mark: Mark, item: number): FeedMark {
	const { cursor, rank, since, gaps } = mark;
	const isOurs = [cursor, rank, since].every(Number.isInteger) && Array.isArray(gaps);
	if (!isOurs) throw fail(connection, UNREADABLE_MARK, item);
	return mark as FeedMark;
}

function seconds(): number {
	return Math.floor(Date.now() / 1000);
}
