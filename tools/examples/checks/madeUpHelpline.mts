import type { Row } from '../../../test/support/mariaDb.mts';
import { inDatabase, type Case } from '../helplineDatabase.mts';
import { plantedCase } from '../planted.mts';

/** Letters outside of the first 65,536, and those of Ethiopia. */
export const TELLING = 'ጥቃት 😔 ሕፃን';

/** Values for a filter that mean to be more than a value. */
export const INJECTIONS = [
	"x' OR '1'='1",
	"x' OR 1=1 -- ",
	"x' UNION SELECT * FROM kase WHERE '1'='1",
	"x' OR reporter_phone LIKE '%",
	"'OR(1)#",
] as const;

const HOUR_MS = 3_600_000;
const STATUSES = ['open', 'assigned', 'in_progress', 'resolved', 'closed'] as const;
const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;
const AGES = [3, 9, 15, null] as const;
const BANDS = ['0-5', '6-12', '13-17', ''] as const;
const GENDERS = ['female', 'male', 'other', 'unknown'] as const;
const CATEGORIES = ['school', 'health', TELLING] as const;

export interface MadeUpHelpline {
	readonly cases: readonly Case[];
	readonly more: Readonly<Record<string, readonly Row[]>>;
	/** Worked out from the numbers that the cases are made of, not by a database. */
	readonly expected: {
		readonly open: number;
		readonly assigned: number;
		readonly cells: ReadonlyMap<string, number>;
		readonly hours: ReadonlyMap<string, number>;
	};
}

/** Cases of the last two weeks; the first activity comes after as many hours as the priority's place. */
export function madeUpHelpline(count: number): MadeUpHelpline {
	const now = Math.floor(Date.now() / 1000) * 1000;
	const numbers = Array.from({ length: count }, (_, n) => n);
	const at = (n: number) => now - (1 + (n % 300)) * HOUR_MS;
	const cells = new Map<string, number>();
	for (const n of numbers) {
		const cell = [of(BANDS, n), of(GENDERS, n >> 2), of(CATEGORIES, n)].join('|');
		cells.set(cell, (cells.get(cell) ?? 0) + 1);
	}
	const statuses = numbers.map((n) => of(STATUSES, n));
	return {
		cases: numbers.map((n) => ({
			...plantedCase(n),
			id: n + 1,
			case_number: `CASE-2031-${n + 1}`,
			subcategory: null,
			reporter_email: 'CANARY-7F3A@example.invalid',
			priority: of(PRIORITIES, n),
			status: of(STATUSES, n),
			category: of(CATEGORIES, n),
			child_age: of(AGES, n),
			child_gender: of(GENDERS, n >> 2),
			assigned_user_id: n % 2 === 0 ? 1 : null,
			created_at: new Date(at(n)).toISOString(),
			updated_at: new Date(at(n)).toISOString(),
		})),
		more: {
			kase_activity: numbers.map((n) => ({
				kase_id: n + 1,
				activity_type: 'note',
				description: 'CANARY-7F3A note',
				created_at: inDatabase(new Date(at(n) + (n % 4) * HOUR_MS).toISOString()),
			})),
			contact: numbers.slice(0, 20).map((n) => ({
				kase_id: n + 1,
				contact_type: 'call',
				direction: 'inbound',
				message: 'CANARY-7F3A message',
				call_status: n % 3 === 0 ? 'missed' : 'answered',
				created_at: inDatabase(new Date(at(n)).toISOString()),
			})),
			fact_case_daily: numbers.slice(0, 30).map((n) => ({
				metric_date: new Date(now - n * 24 * HOUR_MS).toISOString().slice(0, 10),
				new_cases: 3 + n,
				resolved_cases: n,
			})),
			mv_reporters: [{ reporter_phone: '+9997330077330', cases: 1 }],
		},
		expected: {
			open: statuses.filter((status) => !['resolved', 'closed'].includes(status)).length,
			assigned: statuses.filter((status) => status === 'assigned').length,
			cells,
			hours: new Map(PRIORITIES.map((priority, n) => [priority, n])),
		},
	};
}

function of<T>(list: readonly T[], n: number): T {
	return list[n % list.length] as T;
}
