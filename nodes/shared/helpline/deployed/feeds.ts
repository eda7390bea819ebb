import type { Change, Mark } from '../../changes/change';
import type { Reason } from '../../transport/errors';

/** A feed of this server, from which changes come. Each writes and reads marks of its own. */
export interface Feed {
	/** Where reading begins: behind everything that is there, or at a time (ISO 8601 UTC, included). */
	start(from: string | null): Promise<Mark>;
	/**
	 * The next changes, about `most`, oldest first; null when the server was restored from a backup. An
	 * error after the first lines ends the read early, one before them is thrown.
	 */
	read(mark: Mark, most: number): Promise<FeedSlice | null>;
	/** Where reading goes on after the server was restored. */
	restart(mark: Mark): Promise<Mark>;
	/** The newest changes, about `most`, oldest first. */
	sample(most: number): Promise<Change[]>;
}

export interface FeedSlice {
	changes: Change[];
	mark: Mark;
	/** Lines that were read to their end, whether anything is told of them or not. */
	read: number;
	isMore: boolean;
	stopped: Reason | null;
	/** Sentences for a person. */
	remarks: string[];
}

/** Changes of several feeds as one list by their time; the order within each feed stays. */
export function byTime(feeds: ReadonlyArray<readonly Change[]>): Change[] {
	const left = feeds.map((changes) => [...changes].reverse());
	const merged: Change[] = [];
	for (;;) {
		const waiting = left.filter((changes) => changes.length > 0);
		if (waiting.length === 0) return merged;
		const oldest = waiting.reduce((a, b) => (timeOf(b) < timeOf(a) ? b : a));
		merged.push(...oldest.splice(-1));
	}
}

function timeOf(changes: readonly Change[]): string {
	return changes.at(-1)?.at ?? '';
}
