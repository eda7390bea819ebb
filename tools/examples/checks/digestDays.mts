import type { CaseRow } from '../../sandbox/records.mts';
import { plantedCase } from '../planted.mts';

/** A morning after the night in which the clocks changed, with its instants written down by hand. */
export interface Morning {
	readonly zone: string;
	readonly today: string;
	/** 07:30 there. */
	readonly now: string;
	readonly midnight: string;
	/** 07:30 there, so many days ago: before the change. */
	readonly sevenDaysAgo: string;
	readonly fourteenDaysAgo: string;
	readonly yesterday: string;
	readonly tomorrow: string;
	/** The seven days before today. */
	readonly days: readonly string[];
}

export const MORNINGS: readonly Morning[] = [
	{
		zone: 'Europe/Berlin',
		today: '2026-03-30',
		now: '2026-03-30T05:30:00Z',
		midnight: '2026-03-29T22:00:00Z',
		sevenDaysAgo: '2026-03-23T06:30:00Z',
		fourteenDaysAgo: '2026-03-16T06:30:00Z',
		yesterday: '2026-03-29',
		tomorrow: '2026-03-31',
		days: ['23', '24', '25', '26', '27', '28', '29'].map((day) => `2026-03-${day}`),
	},
	{
		zone: 'America/New_York',
		today: '2026-11-02',
		now: '2026-11-02T12:30:00Z',
		midnight: '2026-11-02T05:00:00Z',
		sevenDaysAgo: '2026-10-26T11:30:00Z',
		fourteenDaysAgo: '2026-10-19T11:30:00Z',
		yesterday: '2026-11-01',
		tomorrow: '2026-11-03',
		days: [...['26', '27', '28', '29', '30', '31'].map((day) => `2026-10-${day}`), '2026-11-01'],
	},
];

export type ListName = 'late' | 'due' | 'unassigned' | 'silent' | 'none';

interface Made {
	readonly fields: Partial<CaseRow>;
	readonly list: ListName;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Cases a minute on either side of each limit, and for each the list that it belongs to. Low ones have
 * fourteen days here, so that a case can be silent for seven before it is late.
 */
export function casesOf(morning: Morning, count: number): Made[] {
	const { now, midnight, sevenDaysAgo, fourteenDaysAgo, today, yesterday, tomorrow } = morning;
	const at = (iso: string, ms: number) => new Date(Date.parse(iso) + ms).toISOString();
	const KINDS: ReadonlyArray<(n: number) => Made> = [
		() => ({ list: 'late', fields: { priority: 'high', created_at: at(midnight, -MINUTE_MS) } }),
		() => due({ priority: 'high', created_at: at(midnight, MINUTE_MS) }, today),
		() => ({
			list: 'late',
			fields: { priority: 'medium', created_at: at(now, -72 * HOUR_MS - MINUTE_MS) },
		}),
		() => due({ priority: 'medium', created_at: at(now, -72 * HOUR_MS + MINUTE_MS) }, yesterday),
		() => ({
			list: 'late',
			fields: { priority: 'low', created_at: at(fourteenDaysAgo, -MINUTE_MS) },
		}),
		() => ({
			list: 'unassigned',
			fields: {
				...followUp(tomorrow),
				priority: 'low',
				assigned_user_id: null,
				created_at: at(fourteenDaysAgo, MINUTE_MS),
			},
		}),
		() => quiet('silent', at(sevenDaysAgo, -MINUTE_MS), at(fourteenDaysAgo, HOUR_MS)),
		() => quiet('none', at(sevenDaysAgo, MINUTE_MS), at(fourteenDaysAgo, HOUR_MS)),
		(n) => closed(at(midnight, -(1 + ((n * 337) % (7 * 23 * 60))) * MINUTE_MS)),
		() => quiet('none', at(now, -HOUR_MS), at(now, -HOUR_MS)),
	];
	return Array.from({ length: count }, (_, n) => {
		const kind = KINDS[n % KINDS.length];
		const { list, fields } = kind?.(n) ?? { list: 'none', fields: {} };
		const whole = {
			...plantedCase(n),
			category: ['school', 'health', 'family', 'abuse'][(n >> 1) % 4] ?? 'school',
			status: 'in_progress',
			assigned_user_id: 1 + ((n >> 3) % 3),
			updated_at: fields.created_at ?? now,
			...fields,
		};
		return { list, fields: whole };
	});
}

function followUp(day: string): Partial<CaseRow> {
	return { extra: JSON.stringify({ follow_up_on: day }) };
}

function due(fields: Partial<CaseRow>, day: string): Made {
	return { list: 'due', fields: { ...fields, ...followUp(day) } };
}

function quiet(list: ListName, updated_at: string, created_at: string): Made {
	return { list, fields: { priority: 'low', created_at, updated_at } };
}

function closed(created_at: string): Made {
	return { list: 'none', fields: { priority: 'high', status: 'closed', created_at } };
}

/** The day there on which something happened, as its calendar says. */
export function dayOf(iso: string, { zone }: Morning): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(iso));
}
