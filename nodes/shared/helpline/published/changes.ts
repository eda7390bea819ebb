import type { Change, ChangesAsk, ChangesSlice } from '../../changes/change';
import type { EventName } from '../../changes/events';
import { SETTLING_MS } from '../../changes/windowAnchors';
import type { Candidate, Told, WindowState } from '../../changes/windowCursor';
import { advance, startAgain, startAt, whatIsNew } from '../../changes/windowCursor';
import { newestLeftOut, readMark, writeMark } from '../../changes/windowMark';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { cleanError, reasonOf } from '../../transport/errors';
import { fail, readList } from './api';
import { stateOf } from './changeEvents';
import { isAnyNeeded, needsOf } from './changeDetails';
import { rowOf, isRestored, newRead, readWindow } from './changeWindow';
import type { CaseRow, WindowRead } from './changeWindow';
import { changesOf } from './changeTelling';
import { keyPlace } from './cases';
import { toRecord } from './caseRecord';

const RESTORED: Reason = {
	code: 'server_restored',
	message:
		'OpenCHS seems to have been restored from a backup: cases that were there are gone or old',
	description:
		'Nothing to do here: the next check goes on by time. Look into OpenCHS for what was lost between the backup and now.',
};

const UNREADABLE_MARK: Reason = {
	code: 'setting',
	message: 'What this node remembers of its last check cannot be read',
	description: "Give another time in 'Start From', so that it begins anew from there.",
};

/** What one process remembers between two reads, beside the mark that it belongs to. */
interface Remembered {
	of: string;
	state: WindowState;
	/** Where a read without a mark and without a time began. */
	isBaseline: boolean;
	reading: WindowRead;
	/** The whole window, once it was read, less what was told. */
	left: Array<Candidate<CaseRow>> | null;
}

const MEMORY_KEY = 'published changes';

/**
 * The next changes by time. The window behind the mark is read to its real end, because a server's
 * order is not stated, and then told in slices; the memory spares the slices that follow a request.
 * A read that is cut before the window is whole throws, and the next one goes on where it stood.
 */
export async function readChanges(
	connection: Connection,
	ask: ChangesAsk,
	item: number,
): Promise<ChangesSlice> {
	const window = await remembered(connection, ask, item);
	ask.memory.set(MEMORY_KEY, window);
	const needs = needsOf(ask.events);
	if (window.left === null) {
		const looksBelow = isAnyNeeded(needs);
		const found = await readWindow(connection, window.state, window.reading, looksBelow, item);
		if (await isRestored(connection, window.state, window.reading, item)) {
			return hand(ask, startAgain(window.state), { restored: RESTORED, isMore: true });
		}
		window.left = found;
	}
	if (window.isBaseline) return hand(ask, baselineOf(connection, window), {});

	const { told, changes, stopped, remarks } = await tell(connection, window, ask, item);
	const left = window.left.slice(told.length);
	const isMore = left.length > 0 || window.reading.end !== null;
	const { settled, surveyed } = window.reading;
	const state = advance(window.state, told, isMore, settled ?? 0, surveyed);
	const rest = left.length > 0 ? { ...window, state, left } : undefined;
	return hand(ask, state, { changes, isMore, stopped, remarks }, rest);
}

/** Takes up what this process knows of the mark, else begins with what the mark says. */
async function remembered(
	connection: Connection,
	ask: ChangesAsk,
	item: number,
): Promise<Remembered> {
	const of = JSON.stringify(ask.mark ?? { from: ask.from });
	const known = ask.memory.get(MEMORY_KEY) as Remembered | undefined;
	if (known?.of === of) return known;
	const begin = (state: WindowState, isBaseline = false): Remembered => ({
		of,
		state,
		isBaseline,
		reading: newRead(),
		left: null,
	});
	if (ask.mark) {
		const state = readMark(ask.mark);
		if (!state) throw fail(connection, UNREADABLE_MARK, item);
		return begin(state);
	}
	if (ask.from !== null) return begin(startAt(Date.parse(ask.from)));
	const call = { verb: 'listChanges', path: '/cases', query: { limit: 1 }, bucket: 'listCases' };
	const { now } = await readList(connection, call, item);
	return begin(startAt(now - SETTLING_MS), true);
}

/** What is there already counts as told. Where that is too much to be kept, the place moves behind it. */
function baselineOf(connection: Connection, { state, reading, left }: Remembered): WindowState {
	const settled = reading.settled ?? 0;
	const told = (left ?? []).map((candidate) => silently(connection, candidate));
	const after = advance(state, told, false, settled, reading.surveyed);
	const started = reading.surveyed.newest[0]?.at ?? after.started;
	const seen = new Map([...after.seen].map(([id, each]) => [id, { ...each, isSettled: true }]));
	const whole = { ...after, seen, started: Math.min(started, settled + SETTLING_MS) };
	const leftOut = newestLeftOut(whole);
	if (leftOut === null) return whole;
	const at = Math.floor(leftOut / 1000) * 1000 + 1000;
	const rest = [...seen].filter(([, each]) => each.at === null || each.at >= at);
	return { ...whole, floor: { at, id: '' }, base: at, seen: new Map(rest) };
}

function silently(connection: Connection, candidate: Candidate<CaseRow>): Told {
	const record = toRecord(candidate.row.raw, keyPlace(connection));
	const told = candidate.row.at ?? 0;
	return { candidate, known: { ...stateOf(record), told }, below: [] };
}

/** Tells case after case until there is enough. What fails after the first one ends the slice early. */
async function tell(
	connection: Connection,
	{ state, reading, left }: Remembered,
	{ events, most }: ChangesAsk,
	item: number,
): Promise<Pick<ChangesSlice, 'changes' | 'stopped' | 'remarks'> & { told: Told[] }> {
	const told: Told[] = [];
	const changes: Change[] = [];
	const remarks = new Set<string>();
	const known = new Map(state.known);
	let stopped: Reason | null = null;
	for (const candidate of left ?? []) {
		if (changes.length >= most) break;
		try {
			const next = await changesOf(
				connection,
				{ ...state, known },
				candidate,
				events,
				reading.settled ?? 0,
				item,
			);
			if (next.told.known) known.set(candidate.row.id, next.told.known);
			else known.delete(candidate.row.id);
			told.push(next.told);
			changes.push(...next.changes);
			for (const remark of next.remarks) remarks.add(remark);
		} catch (error) {
			const clean = cleanError(connection.context.getNode(), error, item);
			if (told.length === 0) throw clean;
			stopped = reasonOf(clean);
			break;
		}
	}
	return { told, changes: oldestFirst(changes), stopped, remarks: [...remarks] };
}

function oldestFirst(changes: Change[]): Change[] {
	const timeOf = ({ at }: Change) => (at === null ? -Infinity : Date.parse(at));
	return changes.sort((a, b) => timeOf(a) - timeOf(b) || 0);
}

/** The mark after a slice; the memory then belongs to it and to no other. */
function hand(
	ask: ChangesAsk,
	state: WindowState,
	slice: Partial<ChangesSlice>,
	rest?: Pick<Remembered, 'reading' | 'left'>,
): ChangesSlice {
	const mark = writeMark(state);
	const of = JSON.stringify(mark);
	const window: Remembered = {
		of,
		state,
		isBaseline: false,
		reading: newRead(),
		left: null,
		...pick(rest),
	};
	ask.memory.set(MEMORY_KEY, window);
	return { changes: [], mark, isMore: false, stopped: null, restored: null, remarks: [], ...slice };
}

function pick(rest: Pick<Remembered, 'reading' | 'left'> | undefined) {
	return rest && { reading: rest.reading, left: rest.left };
}

/** Cases that a sample looks at. */
const SAMPLED = 3;
const SAMPLE_PAGE = 100;
/** A call may have left dozens of entries. */
const MOST_SAMPLED = 5;

/** One page of cases and what hangs on the newest three of it: a server's order is not stated, a sample may be any. */
export async function sampleChanges(
	connection: Connection,
	events: ReadonlySet<EventName>,
	item: number,
): Promise<Change[]> {
	const query = { limit: SAMPLE_PAGE };
	const { rows } = await readList(
		connection,
		{ verb: 'listChanges', path: '/cases', query, bucket: 'listCases' },
		item,
	);
	const newest = rows
		.map((raw) => rowOf(connection, raw))
		.sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
	const state = startAt(0);
	const changes: Change[] = [];
	for (const candidate of whatIsNew(state, newest.slice(0, SAMPLED), Infinity, false)) {
		const next = await changesOf(connection, state, candidate, events, Infinity, item);
		changes.push(...next.changes);
	}
	return oldestFirst(changes).reverse().slice(0, MOST_SAMPLED);
}
