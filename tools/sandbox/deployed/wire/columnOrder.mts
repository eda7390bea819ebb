import type { Column } from '../columns/column.mts';

export interface Arrangement {
	shuffled: boolean;
	seed: number;
	added: readonly string[];
}

/**
 * Which column stands where. The positions differ between versions of the code, so here they differ
 * between starts as well: a client that counts cells must fail at once.
 */
export class ColumnOrder {
	private readonly known = new Map<string, readonly Column[]>();
	private of: Arrangement | undefined;

	columns(resource: string, recorded: readonly Column[], wanted: Arrangement): readonly Column[] {
		if (!isSame(this.of, wanted)) {
			this.known.clear();
			this.of = { ...wanted, added: [...wanted.added] };
		}
		const before = this.known.get(resource);
		if (before) return before;
		const extra = wanted.added.map(
			(name): Column => ({ name, label: name, kind: 'eq', blank: '', format: '' }),
		);
		const all = [...recorded, ...extra];
		const columns = wanted.shuffled ? shuffle(all, numbers(`${resource} ${wanted.seed}`)) : all;
		this.known.set(resource, columns);
		return columns;
	}
}

function isSame(one: Arrangement | undefined, other: Arrangement): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function shuffle<T>(list: readonly T[], next: () => number): T[] {
	const shuffled = [...list];
	for (let i = shuffled.length - 1; i > 0; i--) {
		const j = next() % (i + 1);
		[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
	}
	return shuffled;
}

/** A small generator of numbers which the same text always starts alike. */
function numbers(text: string): () => number {
	let state = 2166136261;
	for (const character of text) {
		state = Math.imul(state ^ character.charCodeAt(0), 16777619) >>> 0;
	}
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	};
}
