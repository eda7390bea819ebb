import type { FeedMark, FeedRow, Stretch, View } from '../../changes/feedCursor';
import {
	advance,
	idsToLookFor,
	isRestored,
	reaches,
	unhandled,
	withoutOldGaps,
} from '../../changes/feedCursor';
import {
	narrowed,
	offsetOf,
	PAGE_OVERLAP,
	probableRank,
	rankOf,
	searchBelow,
} from '../../changes/feedSearch';

/** Where a feed comes from: a list of the server, newest line first. */
export interface FeedSource<R extends FeedRow> {
	/** A page may be shorter than was asked; past its end a list may repeat its last page. */
	page(offset: number, size: number): Promise<Stretch<R>>;
	/** Those of these lines that can be seen. */
	byIds(ids: readonly number[]): Promise<R[]>;
}

/** The next lines, or the news that the server was restored from a backup. */
export type Batch<R> =
	| { kind: 'lines'; rows: R[]; mark: FeedMark; isMore: boolean }
	| { kind: 'restored' }
	/** The list did not hold still. */
	| { kind: 'unsteady' };

/** Lines of the first page: what an idle read costs. */
export const HEAD_SIZE = 100;
/** Lines handed over at once, so that what hangs on them is read in few calls. */
export const BATCH_SIZE = 500;
/** Pages read to find the old end: every second one halves what is left. */
const MOST_TRIES = 60;

/**
 * Reads a feed on from a mark, oldest lines first, without reading what lies above them. For one read:
 * it keeps the newest page. With the newest page alone when that reaches the cursor.
 */
export class FeedReader<R extends FeedRow> {
	private head: Stretch<R> | null = null;
	private total = 0;
	/** Lines that the server gives at once, once it gave less than was asked. */
	private cap = Infinity;
	private hasLooked = false;

	constructor(
		private readonly source: FeedSource<R>,
		/** Unix seconds of our clock. */
		private readonly now: number,
	) {}

	async next(mark: FeedMark, most: number): Promise<Batch<R>> {
		const head = await this.newest(mark.cursor);
		if (isRestored(mark, head)) return { kind: 'restored' };
		const isNear = reaches(head, mark.cursor);
		const stretch = isNear ? head : await this.oldEnd(mark, head, most);
		if (!stretch) return { kind: 'unsteady' };
		if (isRestored(mark, stretch)) return { kind: 'restored' };
		const missed = isNear ? await this.missed(mark, head) : [];
		const fresh = unhandled(mark, [...stretch.rows, ...missed]);
		const rows = fresh.slice(0, most);
		const isAll = rows.length === fresh.length;
		const view = this.viewOf(head, stretch);
		const counted = { ...mark, rank: rankOf(stretch, mark.cursor) ?? mark.rank };
		const after = rows.length === 0 ? mark : advance(counted, rows, view);
		return {
			kind: 'lines',
			rows,
			mark: isNear && isAll ? withoutOldGaps(after, view) : after,
			isMore: !isAll || (rows.length > 0 && after.cursor < view.newest.id),
		};
	}

	/** The newest page, read again when a later page showed a line that it lacks. */
	private async newest(cursor: number): Promise<Stretch<R>> {
		const { head } = this;
		const isKnown = head !== null && (!reaches(head, cursor) || rankOf(head, cursor) !== null);
		return isKnown ? head : (this.head = await this.page(0, HEAD_SIZE));
	}

	private viewOf(head: Stretch<R>, stretch: Stretch<R>): View {
		const [newest = { id: 0, at: null }] = head.rows;
		const [first = newest] = stretch.rows;
		return { newest: first.id > newest.id ? first : newest, now: this.now };
	}

	/** The page that holds the cursor and what comes next; null when it cannot be found. */
	private async oldEnd(mark: FeedMark, head: Stretch<R>, most: number): Promise<Stretch<R> | null> {
		let search = searchBelow(head);
		for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
			const size = Math.min(this.cap, Math.min(most, BATCH_SIZE) + PAGE_OVERLAP);
			const offset = offsetOf(probableRank(mark, search, attempt), this.total, size);
			const stretch = await this.page(offset, size);
			if (reaches(stretch, mark.cursor)) return stretch;
			search = narrowed(search, stretch, mark.cursor);
		}
		return null;
	}

	private async page(offset: number, size: number): Promise<Stretch<R>> {
		const stretch = await this.source.page(offset, size);
		const { rows, total } = stretch;
		this.total = total;
		const isEnd = stretch.offset + rows.length >= total;
		if (!isEnd && rows.length < size) this.cap = Math.max(1, rows.length);
		return stretch;
	}

	/** Lines that were missed below the newest page; once in a read, and not those that this read missed. */
	private async missed(mark: FeedMark, head: Stretch<R>): Promise<R[]> {
		const oldest = head.rows.at(-1);
		const isWhole = head.offset + head.rows.length >= head.total;
		if (this.hasLooked || isWhole || !oldest) return [];
		this.hasLooked = true;
		const gaps = mark.gaps.filter(([, , missedAt]) => missedAt < this.now);
		const ids = idsToLookFor({ ...mark, gaps }, oldest.id);
		return ids.length === 0 ? [] : await this.source.byIds(ids);
	}
}
