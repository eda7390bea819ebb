import type { WindowRow } from './windowCursor';

/**
 * What a window tells beside its changes: its newest cases. By them the next read knows that the server is
 * still the same, and how far it may go on. Pure; times are milliseconds.
 */

/**
 * A change is certain to be visible this long after its time: 60 s for a transaction that ends late,
 * 60 s for a database whose clock differs from the `Date` of the answers, and 60 s to spare.
 */
export const SETTLING_MS = 180_000;

/** Cases by which a restored server is noticed. */
const ANCHORS = 3;

/** Longer ids are not worth their place in what is kept. */
const LONGEST_ANCHOR_ID = 200;

/** One of the newest cases. */
export interface Anchor {
	id: string;
	at: number;
}

/** What a read of the whole window tells beside its new changes. */
export interface Survey {
	/** The newest first. */
	newest: Anchor[];
	/** Rows of the newest second. */
	sharing: number;
	/** Anchors that came back as they were, or newer. */
	met: number;
}

export const NOTHING_SURVEYED: Survey = { newest: [], sharing: 0, met: 0 };

export function survey(before: Survey, anchors: readonly Anchor[], row: WindowRow): Survey {
	const { id, at } = row;
	if (at === null) return before;
	const first = before.newest[0];
	const order = first === undefined ? 1 : secondOf(at) - secondOf(first.at);
	const sharing = order > 0 ? 1 : before.sharing + Number(order === 0);
	const isMet = anchors.some((anchor) => anchor.id === id && at >= anchor.at);
	return {
		newest: newestOf([...before.newest, { id, at }]),
		sharing,
		met: before.met + Number(isMet),
	};
}

/** Each case once, by its newest time. */
export function newestOf(anchors: Anchor[]): Anchor[] {
	const sorted = anchors
		.filter(({ id }) => id.length <= LONGEST_ANCHOR_ID)
		.sort((a, b) => b.at - a.at);
	return sorted
		.filter(({ id }, place) => sorted.findIndex((other) => other.id === id) === place)
		.slice(0, ANCHORS);
}

export function secondOf(at: number): number {
	return Math.floor(at / 1000) * 1000;
}

/** The anchors to ask for one by one, because the window should hold them and holds none. */
export function missingAnchors(
	anchors: readonly Anchor[],
	since: number,
	{ met }: Survey,
): Anchor[] {
	return met > 0 ? [] : anchors.filter(({ at }) => at >= since);
}

/**
 * Whether a server looks restored from a backup. `times` says when each missing anchor changed last,
 * null for one that is gone: all gone, or one back in the past.
 */
export function looksRestored(
	missing: readonly Anchor[],
	times: ReadonlyArray<number | null>,
): boolean {
	if (missing.length === 0) return false;
	if (times.every((at) => at === null)) return true;
	// A change that became visible late may have set a time back a little.
	return missing.some((anchor, place) => {
		const at = times[place];
		return typeof at === 'number' && at < anchor.at - SETTLING_MS;
	});
}
