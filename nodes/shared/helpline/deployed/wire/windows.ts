/** A stretch of time in whole seconds, the end not included. */
export interface Window {
	from: number;
	until: number;
}

/** Rows that one window may hold: a page deep inside it then costs little more than its first one. */
const MOST_ROWS = 5_000;
const WANTED_ROWS = 2_500;
/** How much wider or narrower a window may be than the one before it. */
const MOST_CHANGE = 4;

/**
 * Cuts a stretch of time into windows that hold about the same number of rows, from what the windows
 * before held. So the walk of a long list never skips many rows, which is what makes the pages of such a
 * list slower the further they lie. A second is not split: its rows are walked whatever their number.
 */
export class WindowPlan {
	private done = 0;
	private width: number;

	/** `expected` rows are in the whole, as far as it is known. `newest` begins at the end. */
	constructor(
		private readonly whole: Window,
		expected: number,
		private readonly first: 'oldest' | 'newest' = 'oldest',
	) {
		const share = expected > 0 ? Math.min(1, WANTED_ROWS / expected) : 1;
		this.width = Math.max(1, Math.floor(this.length * share));
	}

	/** The next window; null when all are done. */
	next(): Window | null {
		if (this.done >= this.length) return null;
		const end = Math.min(this.length, this.done + this.width);
		return this.first === 'oldest'
			? { from: this.whole.from + this.done, until: this.whole.from + end }
			: { from: this.whole.until - end, until: this.whole.until - this.done };
	}

	/** Whether the window has to be split because of so many rows; `next` then gives its first part. */
	isSplit(window: Window, rows: number): boolean {
		const length = window.until - window.from;
		if (rows <= MOST_ROWS || length <= 1) return false;
		this.width = Math.max(1, Math.min(length - 1, Math.floor((length * WANTED_ROWS) / rows)));
		return true;
	}

	/** The window held so many rows and is done. */
	took(window: Window, rows: number): void {
		const length = window.until - window.from;
		this.done += length;
		const wanted = rows > 0 ? (length * WANTED_ROWS) / rows : Infinity;
		const widest = Math.min(wanted, length * MOST_CHANGE);
		this.width = Math.max(1, Math.floor(Math.max(widest, length / MOST_CHANGE)));
	}

	private get length(): number {
		return Math.max(0, this.whole.until - this.whole.from);
	}
}
