import type { INodeParameters } from 'n8n-workflow';

import { between, happens, oneOf, type Random } from '../../../common/random.mts';
import type { Burst } from '../../../sandbox/crowd.mts';
import type { Settings } from '../../../sandbox/settings.mts';
import type { Engine } from './host.mts';
import { type LineFaults, NO_FAULTS, USUAL_FAULTS } from './line.mts';

/** Everything that a run will be like, made of nothing but its seed. */
export interface Plan {
	engine: Engine;
	settings: Partial<Settings>;
	faults: LineFaults;
	/** Milliseconds between two polls. */
	interval: number;
	ticks: number;
	/** Milliseconds after the start of the world, and what other people do then. */
	bursts: Array<{ at: number; burst: Burst }>;
	/** Milliseconds after the start of the world; null where the server stays as it is. */
	backup: { takenAt: number; restoredAt: number } | null;
	/** The server's clock is put right, or wrong, on the way. */
	skewChange: { at: number; seconds: number } | null;
	/** Of the calls, so many meet somebody else's write in the middle. */
	meanwhile: number;
	onlyNew: boolean;
	withContacts: boolean;
	parameters: INodeParameters;
	/** Milliseconds after the start of the world. */
	activatedAt: number;
	startsAtDate: boolean;
	kills: { share: number; most: number };
}

/** Before this nothing happens, so that a start by date has a quiet place. */
export const FIRST_CHANGE_MS = 60_000;
const HEAD_START_MS = 20 * 60_000;

const ORDERS: ReadonlyArray<Settings['listOrder']> = [
	'newest',
	'oldest',
	'updated-newest',
	'updated-oldest',
	'updated-oldest',
	'random',
];

export function makePlan(random: Random): Plan {
	const maybe = (share: number) => happens(random, share);
	const interval = oneOf(random, [60_000, 60_000, 300_000]);
	const ticks = between(random, 6, 16);
	const activatedAt = HEAD_START_MS;
	const end = activatedAt + ticks * interval;
	const skewed = maybe(0.7);
	const onlyNew = maybe(0.15);
	const withContacts = !onlyNew && maybe(0.25);
	const startsAtDate = maybe(0.5);
	const takenAt = between(random, activatedAt / 2, end);
	return {
		engine: oneOf(random, ['default', 'durable']),
		settings: {
			pageCap: oneOf(random, [5, 17, 50, 100, 100]),
			listCap: oneOf(random, [0, 0, 7, 30, 100]),
			listOrder: oneOf(random, ORDERS),
			sinceInclusive: maybe(0.7),
			timesWithoutZone: maybe(0.2),
			idsAsText: maybe(0.2),
			bare: maybe(0.2),
			paginationSent: maybe(0.5),
			clockSkewSeconds: skewed ? between(random, -60, 60) : 0,
			lateShare: oneOf(random, [0, 0.1, 0.3]),
			lateMs: between(random, 1_000, 45_000),
		},
		faults: maybe(0.6) ? USUAL_FAULTS : NO_FAULTS,
		interval,
		ticks,
		bursts: burstsOf(random, end, withContacts),
		backup: maybe(0.2)
			? { takenAt, restoredAt: between(random, takenAt + 1_000, end + interval) }
			: null,
		skewChange: maybe(0.15)
			? { at: between(random, activatedAt, end), seconds: between(random, -30, 30) }
			: null,
		meanwhile: oneOf(random, [0, 0.1, 0.4]),
		onlyNew,
		withContacts,
		parameters: { events: eventsOf(random, onlyNew, withContacts) },
		activatedAt,
		startsAtDate,
		kills: { share: oneOf(random, [0, 0.05, 0.15, 0.4]), most: between(random, 1, 5) },
	};
}

function burstsOf(random: Random, end: number, withContacts: boolean): Plan['bursts'] {
	const some = (most: number) => (happens(random, 0.4) ? between(random, 1, most) : 0);
	const bursts = Array.from({ length: between(random, 5, 25) }, () => ({
		at: between(random, FIRST_CHANGE_MS, end),
		burst: {
			creates: some(4),
			updates: some(6),
			notes: some(2),
			holes: happens(random, 0.1) ? between(random, 1, 10) : 0,
			phantoms: happens(random, 0.1) ? 2 : 0,
			...(withContacts && { messages: some(2), calls: some(2), recordings: some(1) }),
		},
	}));
	if (happens(random, 0.2)) {
		const at = between(random, FIRST_CHANGE_MS, end);
		bursts.push({ at, burst: { ...NOTHING, creates: between(random, 60, 200) } });
		bursts.push({ at: at + 1_500, burst: { ...NOTHING, updates: between(random, 20, 60) } });
	}
	return bursts;
}

const NOTHING = { creates: 0, updates: 0, notes: 0, holes: 0, phantoms: 0 };

const OF_CASES = [
	'caseCreated',
	'caseUpdated',
	'statusChanged',
	'priorityRaised',
	'escalated',
	'assigned',
	'noteAdded',
];

function eventsOf(random: Random, onlyNew: boolean, withContacts: boolean): string[] {
	if (onlyNew) return ['caseCreated'];
	const details = happens(random, 0.3) ? OF_CASES : ['caseCreated', 'caseUpdated'];
	return withContacts ? [...details, 'communicationReceived', 'recordingAvailable'] : details;
}
