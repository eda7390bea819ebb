import type { Change } from '../../changes/change';
import type { EventName } from '../../changes/events';
import type { Candidate, Known, Told, WindowState } from '../../changes/windowCursor';
import type { Found, FoundCase } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { printOf, stateOf, whatHappened } from './changeEvents';
import type { Details } from './changeDetails';
import { isNewBelow, needsOf, readDetails, timeOf } from './changeDetails';
import type { CaseRow } from './changeWindow';
import { idOf } from './caseRecord';
import { present } from './cases';

/** What a change of a case tells: the changes that somebody waits for, and what is to be remembered. */
export interface Telling {
	changes: Change[];
	told: Told;
	/** Sentences for a person. */
	remarks: string[];
}

const NOTHING: Details = {
	activities: null,
	communications: [],
	recordings: [],
	names: [],
	missing: [],
};

/**
 * What hangs on a case is read once for its creation and its change, with the later of the two. Up to
 * `settled` all of it was visible; what is newer may still have something beside it that comes late.
 */
export async function changesOf(
	connection: Connection,
	state: WindowState,
	candidate: Candidate<CaseRow>,
	events: ReadonlySet<EventName>,
	settled: number,
	item: number,
): Promise<Telling> {
	const { row, what, at } = candidate;
	const about = await present(connection, row.raw, item);
	const earlier = what === 'created' ? undefined : state.known.get(row.id);
	const isHalf = what === 'created' && at !== row.at;
	const needs = needsOf(events);
	const details = isHalf
		? NOTHING
		: await readDetails(
				connection,
				about.record.id,
				{ ...needs, activities: needs.activities && what !== 'created' },
				(name, time) => isNewBelow(state, earlier, name, time),
				row.at ?? state.floor.at,
				item,
			);
	const changes = [
		...ofCase(candidate, about, earlier, details, events),
		...details.communications.map((found) =>
			ofChild('communication', 'communicationReceived', found, about),
		),
		...details.recordings.map((found) => ofChild('recording', 'recordingAvailable', found, about)),
	];
	const newest = Math.max(at ?? 0, ...details.names.map(([, time]) => time));
	const told = Math.max(earlier?.told ?? 0, Math.min(newest, settled));
	return {
		changes: changes.filter((change) => change.events.some((event) => events.has(event))),
		told: {
			candidate,
			// How a case stood when it was created cannot be known once it has changed.
			known: isHalf ? null : { ...stateOf(about.record), told },
			below: details.names,
		},
		remarks: details.missing.map((list) => missingRemark(list)),
	};
}

function ofCase(
	{ row, what, at, isSameTime }: Candidate<CaseRow>,
	about: FoundCase,
	earlier: Known | undefined,
	{ activities }: Details,
	waited: ReadonlySet<EventName>,
): Change[] {
	const common = { kind: 'case', id: about.record.id, found: about, about } as const;
	const time = at === null ? null : isoOf(at);
	if (what === 'created') {
		return [
			{ ...common, version: time ?? row.print, at: time, events: ['caseCreated'], change: {} },
		];
	}
	const newest = activities?.at(-1);
	if (what === 'again' && !newest) return [];
	const isSecond = what === 'again' || isSameTime;
	const which = what === 'again' ? `a${String(newest?.id)}` : row.print;
	const version = time === null ? row.print : isSecond ? `${time}.${which}` : time;
	return [
		{ ...common, version, at: time, ...whatHappened(about.record, earlier, activities, waited) },
	];
}

function ofChild(
	kind: 'communication' | 'recording',
	event: EventName,
	found: Found,
	about: FoundCase,
): Change {
	const at = timeOf(found);
	return {
		kind,
		id: idOf(found.record.id),
		version: at === null ? printOf(found.raw) : isoOf(at),
		at: at === null ? null : isoOf(at),
		events: [event],
		change: {},
		found,
		about,
	};
}

/** As `timeVersion` writes it. */
function isoOf(at: number): string {
	return new Date(at).toISOString();
}

function missingRemark(list: string): string {
	return `${list}: not offered by this OpenCHS, so events that only this list tells of do not come.`;
}
