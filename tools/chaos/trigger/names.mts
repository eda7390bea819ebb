import type { PastChange } from '../../sandbox/history.mts';
import type { Dialect } from '../commandLine.mts';
import type { Expected } from '../compare.mts';

/** The helpline code of every credential of this rig. */
export const CODE = 'chaos';

export interface Wanted {
	dialect: Dialect;
	/** Only cases that were made. */
	onlyNew: boolean;
	/** Calls, messages and recordings as well. */
	withContacts: boolean;
	/** Milliseconds of the sandbox's clock; what was visible before need not be heard of. */
	from: number;
	/** Not by a date: what is there already is not told. */
	startsNow: boolean;
}

/** What must be acted on, by what the sandbox says has happened, under the names that the package promises. */
export function expectedOf(changes: readonly PastChange[], wanted: Wanted): Expected[] {
	const ofSide = changes.filter(({ side }) => side === wanted.dialect);
	const isSeen = wanted.dialect === 'published' ? shownByServer(ofSide) : () => true;
	return ofSide.flatMap((change) => {
		const key = keyOf(change);
		if (key === null) return [];
		const isDue =
			!change.isGone &&
			change.visibleFrom >= dueFrom(change, wanted) &&
			isWaitedFor(change, wanted) &&
			isSeen(change);
		const { isRepeat, visibleFrom } = change;
		return [{ key, isDue, visibleFrom, isRepeat }];
	});
}

/**
 * A start now leaves out what was made before it and became visible after it: nobody can tell that from
 * what was there already, where only a time is known. So it is with all that hangs on a case.
 */
function dueFrom({ kind, isLate }: PastChange, { from, startsNow }: Wanted): number {
	return startsNow && (isLate || kind !== 'case') ? from + FIRST_MOMENTS_MS : from;
}

/** Longer than anything is visible late. */
const FIRST_MOMENTS_MS = 60_000;

function isWaitedFor({ kind, isNew, isInbound }: PastChange, wanted: Wanted): boolean {
	if (kind !== 'case') return wanted.withContacts && isInbound;
	return isNew || !wanted.onlyNew;
}

/**
 * A case of the published side shows its newest state only: a version that another one has overwritten
 * may never have been seen. So it is with one that only came back when the newer one was gone, and with
 * what hangs on such a case: it is looked for when its case has changed.
 */
function shownByServer(changes: readonly PastChange[]): (change: PastChange) => boolean {
	const last = new Map<string, PastChange>();
	const lastGone = new Map<string, PastChange>();
	const order = new Map(changes.map((change, place) => [change, place]));
	for (const change of changes.filter(({ kind }) => kind === 'case')) {
		last.set(change.id, change);
		if (change.isGone) lastGone.set(change.id, change);
	}
	// A clock that was put back may date a change before the case: both have the earlier time then.
	const isDatedBefore = ({ id, at }: PastChange) => (last.get(id)?.at ?? at) < at;
	const placeOf = (change: PastChange | undefined) => (change && order.get(change)) ?? -1;
	return (change) =>
		change.kind === 'case'
			? (change.isNew && !isDatedBefore(change)) || last.get(change.id) === change
			: placeOf(lastGone.get(change.caseId)) < placeOf(change);
}

/** What a person acts on, as far as both sides of the comparison tell it alike. */
export function stateOf(fields: {
	status?: unknown;
	priority?: unknown;
	description?: unknown;
	assigned_user_id?: unknown;
}): string {
	const { status, priority, description, assigned_user_id: user } = fields;
	return JSON.stringify([status, priority, description ?? null, user ? String(user) : null]);
}

/** Published cases of which the last state was never acted on, although each of their names was. */
export interface Stale {
	lost: string[];
	/**
	 * Two changes in one second of which the second came after a kill: it is then told under the name of
	 * both, and Remove Duplicates takes it for the first.
	 */
	hidden: string[];
}

export function staleCases(
	expected: readonly Expected[],
	now: ReadonlyMap<string, string>,
	told: ReadonlyMap<string, string>,
): Stale {
	const due = expected.filter(({ isDue }) => isDue);
	const repeated = new Set(expected.filter(({ isRepeat }) => isRepeat).map(({ key }) => key));
	const stale: Stale = { lost: [], hidden: [] };
	for (const [id, key] of new Map(due.map(({ key }) => [key.split(':')[2] ?? '', key]))) {
		const isTold = !told.has(id) || !now.has(id) || told.get(id) === now.get(id);
		if (!isTold) (repeated.has(key) ? stale.hidden : stale.lost).push(id);
	}
	return stale;
}

/** Null for lines of the feed that are about no case. */
function keyOf({ side, kind, id, caseId, feedId, at }: PastChange): string | null {
	if (side === 'published') return [CODE, kind, id, at].join(':');
	const seconds = String(Date.parse(at) / 1000);
	if (kind === 'message') return [CODE, kind, id, `${id}.${seconds}`].join(':');
	if (kind === 'recording') return [CODE, 'communication', id, `${seconds}.recorded`].join(':');
	if (kind === 'communication') return [CODE, kind, id, seconds].join(':');
	if (caseId === '0' || caseId === '' || caseId === NOBODY) return null;
	return [CODE, 'case', caseId, `${feedId}.${seconds}`].join(':');
}

/** A note that came to hang on a case after its second was told has a name of its own: its case and its id. */
export function partOf(key: string): string | undefined {
	const [, caseKey, activity] = /^(.+:case:[^:]+):.+Z\.(a\d+)$/.exec(key) ?? [];
	return activity && `${caseKey} ${activity}`;
}

/** The sandbox's lines about a case that does not exist name this one. */
const NOBODY = '99999999';
