import type { IDataObject } from 'n8n-workflow';

import type { Survey } from '../../changes/windowAnchors';
import {
	looksRestored,
	missingAnchors,
	NOTHING_SURVEYED,
	SETTLING_MS,
	survey,
} from '../../changes/windowAnchors';
import type { Candidate, Position, WindowRow, WindowState } from '../../changes/windowCursor';
import { isUpTo, whatIsNew } from '../../changes/windowCursor';
import type { Connection } from '../../transport/connection';
import { NOT_DATA } from '../../transport/sentences';
import { fail, readList } from './api';
import { hasId, toRecord } from './caseRecord';
import { customFields, getCaseIfThere, keyPlace } from './cases';
import { printOf } from './changeEvents';
import type { Page } from './pages';
import { walk } from './pages';

/** A case of the window, as the server sent it. */
export interface CaseRow extends WindowRow {
	raw: IDataObject;
}

/** Whether the server includes the bound is not stated: ask for a little more and compare here. */
const BOUND_OVERLAP_MS = 1_000;

/** New cases that are kept for sure, and twice as many at most; the rest of a larger window is read again. */
const MOST_KEPT = 5_000;

/** A window that is being read. What came stays when the read is cut, so that the next one goes on from there. */
export interface WindowRead {
	/** Pages by their ids and times of change alone, in the order in which they came. */
	pages: Page[];
	/** Cases that came, some of them on two pages. */
	met: Set<string>;
	rows: Map<string, CaseRow>;
	/** Up to then everything was visible when the read began; null until the first answer. */
	settled: number | null;
	surveyed: Survey;
	/** Where what is kept ends, because not all that is new found a place; null when it did. */
	end: Position | null;
}

export function newRead(): WindowRead {
	return {
		pages: [],
		met: new Set(),
		rows: new Map(),
		settled: null,
		surveyed: NOTHING_SURVEYED,
		end: null,
	};
}

/**
 * Reads the window to its real end and hands back what is new, oldest first. A walk asks by what it was answered, so that the pages that came
 * before a cut lead it to the same place again, without a request.
 */
export async function readWindow(
	connection: Connection,
	state: WindowState,
	reading: WindowRead,
	looksBelow: boolean,
	item: number,
): Promise<Array<Candidate<CaseRow>>> {
	const query = { updated_since: new Date(state.floor.at - BOUND_OVERLAP_MS).toISOString() };
	const played = reading.pages.values();
	const pages = walk(async (offset, limit) => {
		const known = played.next();
		if (!known.done) return known.value;
		const page = await readList(
			connection,
			{
				verb: 'listChanges',
				path: '/cases',
				query: { ...query, limit, offset },
				bucket: 'listCases',
			},
			item,
		);
		if (!page.rows.every(hasId)) throw fail(connection, NOT_DATA, item);
		reading.settled ??= page.now - SETTLING_MS;
		keep(connection, state, reading, page.rows, looksBelow);
		const slim = {
			rows: page.rows.map(({ id, updated_at }) => ({ id, updated_at })),
			pagination: page.pagination,
		};
		reading.pages.push(slim);
		return slim;
	});
	while (!(await pages.next()).done);
	return newIn(state, reading, reading.rows.values(), looksBelow);
}

function keep(
	connection: Connection,
	state: WindowState,
	reading: WindowRead,
	raws: IDataObject[],
	looksBelow: boolean,
): void {
	for (const raw of raws) {
		const row = rowOf(connection, raw);
		if (!reading.met.has(row.id)) reading.surveyed = survey(reading.surveyed, state.anchors, row);
		reading.met.add(row.id);
		if (newIn(state, reading, [row], looksBelow).length > 0) reading.rows.set(row.id, row);
	}
	if (reading.rows.size > 2 * MOST_KEPT) trim(state, reading, looksBelow);
}

/** What is new and can be told: nothing may be told before what comes before it, which found no place. */
function newIn(
	state: WindowState,
	{ settled, end }: WindowRead,
	rows: Iterable<CaseRow>,
	looksBelow: boolean,
): Array<Candidate<CaseRow>> {
	return whatIsNew(state, rows, settled ?? 0, looksBelow).filter(
		({ at, row }) => end === null || isUpTo(end, at ?? -Infinity, row.id),
	);
}

/** The oldest changes stay, because they are told first. */
function trim(state: WindowState, reading: WindowRead, looksBelow: boolean): void {
	const kept = new Map<string, CaseRow>();
	for (const { row, at } of newIn(state, reading, reading.rows.values(), looksBelow)) {
		kept.set(row.id, row);
		reading.end = { at: at ?? -Infinity, id: row.id };
		if (kept.size >= MOST_KEPT) break;
	}
	reading.rows = kept;
}

/** Compared are the fields of the one record: a member that a server works out anew each time is no change. */
export function rowOf(connection: Connection, raw: IDataObject): CaseRow {
	const record = toRecord(raw, keyPlace(connection));
	const own = customFields(connection).map((name) => raw[name] ?? null);
	const createdAt = timeIn(record.created_at);
	return {
		id: String(record.id),
		at: timeIn(record.updated_at) ?? createdAt,
		createdAt,
		print: printOf([record, own]),
		raw,
	};
}

function timeIn(text: string | null): number | null {
	const at = Date.parse(text ?? '');
	return Number.isNaN(at) ? null : at;
}

/** Asks for the newest cases that were known, one by one, when the window holds none of them. */
export async function isRestored(
	connection: Connection,
	state: WindowState,
	reading: WindowRead,
	item: number,
): Promise<boolean> {
	const missing = missingAnchors(state.anchors, state.floor.at, reading.surveyed);
	const times: Array<number | null> = [];
	for (const { id } of missing) {
		const found = await getCaseIfThere(connection, id, item);
		times.push(found === null ? null : rowOf(connection, found.raw).at);
	}
	return looksRestored(missing, times);
}
