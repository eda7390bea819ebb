import { setImmediate } from 'node:timers/promises';

/** What is about to happen when a world is between two moments. */
export const MOMENTS = [
	'a call is on its way',
	'an answer is on its way back',
	'the node waits',
] as const;
export type Moment = (typeof MOMENTS)[number];

interface Due {
	at: number;
	moment: Moment;
	work: () => void | Promise<void>;
}

/** Files and the first load of a module take real time, but never this much. */
const MOST_REAL_MS = 30_000;

/**
 * The world's own time, in which many calls are under way at once: they happen one after the other, in
 * the order of their moments, so that a seed always gives the same order.
 */
export class Timeline {
	private at: number;
	private due: Due[] = [];

	constructor(at: number) {
		this.at = at;
	}

	now = (): number => this.at;

	/** Nothing happens meanwhile. */
	pass(ms: number): void {
		this.at += ms;
	}

	plan(ms: number, moment: Moment, work: Due['work']): void {
		const at = this.at + Math.max(0, ms);
		const place = this.due.findIndex((other) => other.at > at);
		this.due.splice(place === -1 ? this.due.length : place, 0, { at, moment, work });
	}

	async wait(ms: number, moment: Moment): Promise<void> {
		await new Promise<void>((resolve) => this.plan(ms, moment, resolve));
	}

	/**
	 * Lets things happen until the work has ended, or until `ends` says so of what would be next, which
	 * is then the answer. Whatever goes on between two moments has come to rest before.
	 */
	async until(work: Promise<void>, ends: (next: Moment) => boolean): Promise<Moment | null> {
		let isOver = false;
		const end = () => {
			isOver = true;
		};
		work.then(end, end);
		for (let idleSince = performance.now(); ; ) {
			await setImmediate();
			if (isOver) return null;
			const [next] = this.due;
			if (next === undefined) {
				if (performance.now() - idleSince > MOST_REAL_MS)
					throw new Error('The node waits for nothing');
				continue;
			}
			if (ends(next.moment)) return next.moment;
			await this.step();
			idleSince = performance.now();
		}
	}

	/** Everything that was planned happens, and what follows from it. */
	async drain(): Promise<void> {
		for (await setImmediate(); this.due.length > 0; await setImmediate()) await this.step();
	}

	/** A process has died: of the calls that had left, some arrive all the same. Nobody waits any more. */
	async endAll(arrives: () => boolean): Promise<void> {
		const calls = this.due.filter(({ moment }) => moment === 'a call is on its way');
		this.due = [];
		for (const { work } of calls) if (arrives()) await work();
		this.due = [];
	}

	private async step(): Promise<void> {
		const next = this.due.shift();
		if (next === undefined) return;
		this.at = Math.max(this.at, next.at);
		await next.work();
	}
}
