import { happens, type Random } from '../../../common/random.mts';

/** Where a process can die. Calls have two; the others lie around a poll, as the host's own steps do. */
export const KILL_POINTS = [
	'a call is about to leave',
	'an answer is on its way back',
	'between two polls',
	'the poll has returned',
	'first state of all not saved yet',
	'state saved, no execution yet',
	'execution made, state not saved',
	'execution running',
	'execution done',
	'nothing to deliver, state not committed',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** How likely it is in relation to the others: calls are many, the host's own steps are few. */
const WEIGHT: Readonly<Partial<Record<KillPoint, number>>> = {
	'a call is about to leave': 0.15,
	'an answer is on its way back': 0.15,
	'between two polls': 0.5,
};

/** Decides where a process dies, and counts. */
export class Killer {
	readonly hits = new Map<KillPoint, number>();
	private readonly random: Random;
	private readonly share: number;
	private left: number;

	constructor(random: Random, share: number, most: number) {
		this.random = random;
		this.share = share;
		this.left = most;
	}

	strikes(point: KillPoint): boolean {
		if (this.left <= 0 || !happens(this.random, this.share * (WEIGHT[point] ?? 1))) return false;
		this.left -= 1;
		this.hits.set(point, (this.hits.get(point) ?? 0) + 1);
		return true;
	}

	rest(): void {
		this.left = 0;
	}
}
