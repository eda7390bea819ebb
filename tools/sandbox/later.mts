interface Waiting {
	/** Milliseconds of the sandbox's clock. */
	readonly at: number;
	readonly work: () => void;
}

/** Changes that have their id and time already and become visible later, as before the end of a transaction. */
export class Later {
	/** The moment that is being caught up with, which lies in the past when nobody has asked since; null in between. */
	playing: number | null = null;
	private waiting: Waiting[] = [];

	add(at: number, work: () => void): void {
		this.waiting.push({ at, work });
		this.waiting.sort((one, other) => one.at - other.at);
	}

	/** Everything that is due, in the order in which it is due. */
	catchUp(now: number): void {
		for (let first = this.waiting[0]; first && first.at <= now; first = this.waiting[0]) {
			this.waiting.shift();
			this.playing = first.at;
			first.work();
		}
		this.playing = null;
	}

	clear(): void {
		this.waiting = [];
	}
}
