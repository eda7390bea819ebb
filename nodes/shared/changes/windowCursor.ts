/**
 * A cursor over a list that can only be asked "what changed since". Between two questions it keeps a
 * place in time and what lies after it and was told already; it compares by id, time and content,
 * because two changes may share a second, a change may become visible late, and clocks differ.
 * Pure: no clock and no network. Times are milliseconds.
 */

import type { Anchor, Survey } from './windowAnchors';
import { newestOf, secondOf, SETTLING_MS } from './windowAnchors';

/** So many rows of the newest second are asked for again by each idle question, which then sees that the server is still the same. */
const MOST_OF_NEWEST_SECOND = 50;

/** Behind a crowded second, also for a question that asks for a second more than it must. */
const BEHIND_CROWD_MS = 2_000;

/** Cases of which a process remembers how they stood. */
const MOST_KNOWN = 20_000;

/**
 * What hangs on a case is looked through once more when the case has settled, from before it was told the
 * first time: until then it must be known what was told of it.
 */
const BELOW_LIVES_MS = 2 * SETTLING_MS;

/** A place in the order in which changes are told: by time, then by id. An empty id stands before all ids. */
export interface Position {
	at: number;
	id: string;
}

/** A row of the list. `at` is when it changed last; null when the server does not tell. */
export interface WindowRow {
	id: string;
	at: number | null;
	createdAt: number | null;
	/** Short hash of the fields, its times included. */
	print: string;
}

/** A version that was told. */
export interface Seen {
	at: number | null;
	/** Empty while only the creation was told. */
	print: string;
	/** Whether nothing more could happen in its second when it was told. */
	isSettled: boolean;
}

/** What is known of a case beside its version: how it stood, and up to when what hangs on it was told. */
export interface Known {
	status: string | null;
	priority: string | null;
	/** The id of a user; `#` and a hash where the server tells only a name. */
	assigned: string | null;
	told: number;
}

export interface WindowState {
	/** Every change up to here was told, this one included. */
	floor: Position;
	/** Where the window began that is being told; `floor` itself once all of it was. */
	base: number;
	/** What hangs on a case is told when it is newer. */
	started: number;
	/** Versions after `floor` that were told, by case. */
	seen: Map<string, Seen>;
	/** What hangs on cases, was told and is hardly older than `floor`, by kind and id. */
	below: Map<string, number>;
	/** The newest last. */
	known: Map<string, Known>;
	/** The newest first. */
	anchors: Anchor[];
}

export interface Candidate<R extends WindowRow = WindowRow> {
	row: R;
	/** `again`: told before its second was over, so that more may have come to hang on it unseen. */
	what: 'created' | 'updated' | 'again';
	at: number | null;
	/** A second version of the same time: only its content tells it from the first. */
	isSameTime: boolean;
}

/** Nothing was told yet: everything from `from` on is new, this moment included. */
export function startAt(from: number): WindowState {
	return {
		floor: { at: from, id: '' },
		base: from,
		started: from - 1,
		seen: new Map(),
		below: new Map(),
		known: new Map(),
		anchors: [],
	};
}

/** A server that was restored knows other things under the same ids: only the time goes on. */
export function startAgain({ floor, base, started }: WindowState): WindowState {
	return { ...startAt(floor.at), floor, base, started };
}

/** Numbers by their value, before all other texts. */
export function compareIds(a: string, b: string): number {
	const isNumber = isDigits(a);
	if (isNumber !== isDigits(b)) return isNumber ? -1 : 1;
	const byLength = isNumber ? a.length - b.length : 0;
	return byLength || (a < b ? -1 : Number(a > b));
}

function isDigits(id: string): boolean {
	return /^(0|[1-9]\d*)$/.test(id);
}

/** Whether a change of that time and id lies at the place or before it. */
export function isUpTo(place: Position, at: number, id: string): boolean {
	if (at !== place.at) return at < place.at;
	return place.id !== '' && compareIds(id, place.id) <= 0;
}

/**
 * What the rows tell that was not told yet, oldest first and in its order for each case. A creation is a
 * change of its own, so that it keeps its name when the case changes before it is read. `settled` is the
 * time up to which everything was visible when the rows were read; with `looksBelow` a case is looked at
 * once more when its second has settled.
 */
export function whatIsNew<R extends WindowRow>(
	state: WindowState,
	rows: Iterable<R>,
	settled: number,
	looksBelow: boolean,
): Array<Candidate<R>> {
	const found: Array<Candidate<R>> = [];
	for (const row of rows) found.push(...newIn(state, row, settled, looksBelow));
	return found.sort(byPlace);
}

function newIn<R extends WindowRow>(
	state: WindowState,
	row: R,
	settled: number,
	looksBelow: boolean,
): Array<Candidate<R>> {
	const { id, at, print } = row;
	if (at !== null && isUpTo(state.floor, at, id)) return [];
	const told = state.seen.get(id);
	const createdAt = creationOf(row);
	const isNewCase =
		createdAt !== null &&
		!isUpTo(state.floor, createdAt, id) &&
		// An id that was told before the case was created belonged to another case.
		(told === undefined || (told.at !== null && told.at < createdAt));
	const created: Candidate<R> = { row, what: 'created', at: createdAt, isSameTime: false };
	if (isNewCase && createdAt === at) return [created];

	const isSameTime = !isNewCase && told !== undefined && told.at === at;
	if (isSameTime && told.print === print) {
		const isDue = looksBelow && !told.isSettled && at !== null && at <= settled;
		return isDue ? [{ row, what: 'again', at, isSameTime: false }] : [];
	}
	const updated: Candidate<R> = { row, what: 'updated', at, isSameTime };
	return isNewCase ? [created, updated] : [updated];
}

/** No case changes before it exists. */
function creationOf({ at, createdAt }: WindowRow): number | null {
	return at === null || createdAt === null ? null : Math.min(at, createdAt);
}

/** What has no time comes first: it holds nothing else up. */
function byPlace(a: Candidate, b: Candidate): number {
	if (a.at !== b.at) return (a.at ?? -Infinity) - (b.at ?? -Infinity);
	return compareIds(a.row.id, b.row.id);
}

/** What was told in one slice. */
export interface Told {
	candidate: Candidate;
	/** How the case stands; null where only a state that came after it can be seen. */
	known: Known | null;
	/** What hangs on it and was told with it, or need not be: name and time. */
	below: ReadonlyArray<readonly [string, number]>;
}

/** Where reading stands after a slice; `hasLeft` says whether something of the window was not told yet. */
export function advance(
	state: WindowState,
	told: readonly Told[],
	hasLeft: boolean,
	settled: number,
	surveyed: Survey,
): WindowState {
	const seen = new Map(state.seen);
	const below = new Map(state.below);
	const known = new Map(state.known);
	for (const { candidate, known: now, below: children } of told) {
		const { row, what, at } = candidate;
		const isHalf = what === 'created' && at !== row.at;
		seen.set(
			row.id,
			isHalf
				? { at, print: '', isSettled: true }
				: { at: row.at, print: row.print, isSettled: row.at === null || row.at <= settled },
		);
		known.delete(row.id);
		if (now) known.set(row.id, now);
		for (const [name, time] of children) below.set(name, time);
	}
	const anchors = newestOf([...surveyed.newest, ...state.anchors]);
	const last = told.at(-1)?.candidate;
	const floor = hasLeft
		? floorWithin(state.floor, last, settled)
		: floorBehind(state.floor, anchors[0], surveyed.sharing, settled);
	for (const [id, { at }] of seen) {
		if (at !== null && isUpTo(floor, at, id)) seen.delete(id);
	}
	for (const [name, at] of below) if (at < floor.at - BELOW_LIVES_MS) below.delete(name);
	for (const id of [...known.keys()].slice(0, Math.max(0, known.size - MOST_KNOWN)))
		known.delete(id);
	return { ...state, floor, base: hasLeft ? state.base : floor.at, seen, below, known, anchors };
}

/** What was told in its order may be left behind as far as nothing else can become visible there. */
function floorWithin(floor: Position, last: Candidate | undefined, settled: number): Position {
	if (!last || last.at === null) return floor;
	return later(
		floor,
		last.at <= settled ? { at: last.at, id: last.row.id } : { at: settled, id: '' },
	);
}

/**
 * All was told: up to what has settled, yet not past the newest change, so that a quiet server goes on
 * showing it, unless its second is crowded. The clock of the answers alone never moves the place:
 * the database may have another one.
 */
function floorBehind(
	floor: Position,
	newest: Anchor | undefined,
	sharing: number,
	settled: number,
): Position {
	if (!newest) return floor;
	const isCrowded = sharing > MOST_OF_NEWEST_SECOND;
	const end = secondOf(newest.at) + (isCrowded ? BEHIND_CROWD_MS : 0);
	return later(floor, { at: Math.min(settled, end), id: '' });
}

function later(a: Position, b: Position): Position {
	return isUpTo(a, b.at, b.id) || (a.at === b.at && b.id === '') ? a : b;
}
