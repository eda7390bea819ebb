import { between, happens, oneOf, type Random } from '../../../common/random.mts';
import type { Settings } from '../../../sandbox/settings.mts';

/** Everything that a run will be like, made of nothing but its seed. */
export interface Plan {
	settings: Partial<Settings>;
	/** Cases of other people, which are there before. */
	others: number;
	/** Of the calls, so many meet somebody else's new case in the middle. */
	meanwhile: number;
	/** Rows on their way at a time. */
	inFlight: number;
	/** Rows of a part; null where the whole file is one. */
	partRows: number | null;
	/** Whether the file has a column that its rows are known by. */
	hasKeys: boolean;
	existing: 'skip' | 'update';
	/** After so many moments the next process dies; the number of processes that do. */
	deaths: readonly number[];
}

export function makePlan(random: Random): Plan {
	const maybe = (share: number) => happens(random, share);
	return {
		settings: {
			pageCap: oneOf(random, [5, 17, 50, 100, 100]),
			listCap: oneOf(random, [0, 0, 7, 30, 100]),
			listOrder: oneOf(random, ['newest', 'newest', 'oldest', 'updated-newest', 'updated-oldest']),
			sinceInclusive: maybe(0.7),
			timesWithoutZone: maybe(0.2),
			idsAsText: maybe(0.2),
			bare: maybe(0.2),
			paginationSent: maybe(0.5),
			clockSkewSeconds: maybe(0.5) ? between(random, -60, 60) : 0,
		},
		others: oneOf(random, [0, 0, 20, 150]),
		meanwhile: oneOf(random, [0, 0, 0.1]),
		inFlight: oneOf(random, [1, 4, 8, 8, 16, 32]),
		partRows: maybe(0.3) ? between(random, 7, 40) : null,
		hasKeys: maybe(0.7),
		existing: maybe(0.7) ? 'skip' : 'update',
		deaths: Array.from({ length: between(random, 1, 5) }, () =>
			between(random, 0, oneOf(random, [10, 40, 150, 300])),
		),
	};
}
