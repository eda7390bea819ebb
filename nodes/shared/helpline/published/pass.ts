import { MetIds } from './metIds';

/** What one pass has met: pages that it goes back from do not count. */
export interface Pass {
	has(id: string): boolean;
	take(ids: readonly string[]): void;
	/** New rows of a page that does not count. */
	passBy(ids: readonly string[]): void;
}

/** The first pass needs no set of its own: it has met what was met at all, but for the few pages that do not count. */
export class FirstPass implements Pass {
	private readonly passedBy = new Set<string>();

	constructor(private readonly seen: MetIds) {}

	has(id: string): boolean {
		return this.seen.has(id) && !this.passedBy.has(id);
	}

	take(ids: readonly string[]): void {
		for (const id of ids) this.passedBy.delete(id);
	}

	passBy(ids: readonly string[]): void {
		for (const id of ids) this.passedBy.add(id);
	}
}

/** What was met before says nothing of a later pass. */
export class LaterPass implements Pass {
	private readonly met = new MetIds();

	has(id: string): boolean {
		return this.met.has(id);
	}

	take(ids: readonly string[]): void {
		for (const id of ids) this.met.add(id);
	}

	passBy(): void {
		// They were never taken.
	}
}
