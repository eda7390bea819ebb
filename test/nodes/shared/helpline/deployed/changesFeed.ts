import type { FeedMark, FeedRow, Stretch } from '../../../../../nodes/shared/changes/feedCursor';
import { NOTHING_READ } from '../../../../../nodes/shared/changes/feedCursor';
import type { FeedSource } from '../../../../../nodes/shared/helpline/deployed/feedReader';
import { FeedReader } from '../../../../../nodes/shared/helpline/deployed/feedReader';

export const NOW = 1_795_480_000;

/** A made-up list of a server: lines that can be seen, the newest first, in pages of at most `cap`. */
export class MadeUpFeed implements FeedSource<FeedRow> {
	/** Newest first. */
	visible: FeedRow[] = [];
	pages = 0;
	looks = 0;
	/** Happens before each answer: others are at work. */
	meanwhile: () => void = () => undefined;

	constructor(private readonly cap = Infinity) {}

	show(...rows: FeedRow[]): void {
		const isNewer = rows.every(({ id }, n) => id > (rows[n - 1]?.id ?? this.visible[0]?.id ?? 0));
		this.visible.unshift(...[...rows].reverse());
		if (!isNewer) this.visible.sort((a, b) => b.id - a.id);
	}

	async page(offset: number, size: number): Promise<Stretch> {
		this.meanwhile();
		this.pages += 1;
		const total = this.visible.length;
		const taken = Math.min(size, this.cap);
		// Past the end the last page comes again (recording 36).
		const last = Math.max(0, total - 1);
		const place = offset < total ? offset : last - (last % taken);
		const rows = this.visible.slice(place, place + taken);
		return await Promise.resolve({ rows, offset: place, total });
	}

	async byIds(ids: readonly number[]): Promise<FeedRow[]> {
		this.meanwhile();
		this.looks += 1;
		const wanted = new Set(ids);
		return await Promise.resolve(this.visible.filter(({ id }) => wanted.has(id)));
	}
}

/** Lines of one second unless told otherwise. */
export function linesFrom(first: number, count: number, at = NOW): FeedRow[] {
	return Array.from({ length: count }, (_, index) => ({ id: first + index, at }));
}

/** One read, as a check makes it: batches until `most` lines are there or nothing is left. */
export async function readSlice(
	feed: MadeUpFeed,
	mark: FeedMark,
	most = 500,
	now = NOW,
): Promise<{ rows: FeedRow[]; mark: FeedMark; isMore: boolean }> {
	const reader = new FeedReader(feed, now);
	const slice = { rows: [] as FeedRow[], mark, isMore: true };
	while (slice.isMore && slice.rows.length < most) {
		const batch = await reader.next(slice.mark, most - slice.rows.length);
		if (batch.kind !== 'lines') throw new Error(batch.kind);
		slice.rows.push(...batch.rows);
		slice.mark = batch.mark;
		slice.isMore = batch.isMore;
	}
	return slice;
}

export function markAt(id: number, given: Partial<FeedMark> = {}): FeedMark {
	return { ...NOTHING_READ, cursor: id, at: NOW, rank: id, ...given };
}
