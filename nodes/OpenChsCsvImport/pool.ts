/** Runs tasks side by side, at most so many at a time. Tasks tell their outcome themselves and never throw. */
export class Pool {
	private readonly running = new Set<Promise<void>>();

	constructor(private readonly size: number) {}

	/** Waits for a free place, then begins the task. */
	async add(task: () => Promise<void>): Promise<void> {
		while (this.running.size >= this.size) await Promise.race(this.running);
		const started: Promise<void> = task().finally(() => this.running.delete(started));
		this.running.add(started);
	}

	/** Waits until everything that was begun is done. */
	async drain(): Promise<void> {
		while (this.running.size > 0) await Promise.race(this.running);
	}
}

/** Asks for the next value while the one before is worked on, so that no place stands empty meanwhile. */
export async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
	const values = source[Symbol.asyncIterator]();
	let next = values.next();
	try {
		for (;;) {
			const { done, value } = await next;
			if (done) return;
			next = values.next();
			// Whoever asks for it gets the reason; nobody may ask, because the run ended before.
			next.catch(() => undefined);
			yield value;
		}
	} finally {
		await values.return?.();
	}
}
