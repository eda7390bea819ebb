import type { Sum } from './sum';
import { membersOf } from './sum';

/** Which figures a reader can tell exactly although they are not shown exactly. */
export type Audit = (
	figures: readonly number[],
	sums: readonly Sum[],
	hidden: ReadonlySet<number>,
) => number[];

/** Of so many figures it is tried how much it helps to hide them; all others are further back in every respect. */
const MOST_TRIALS = 8;

/**
 * The small figures, and as many others with them as it takes until a reader can tell none. What is hidden
 * beside them is what helps most; of equals a part before a total, and the smallest.
 */
export function hideMore(
	figures: readonly number[],
	sums: readonly Sum[],
	{ small, audit }: { small: readonly number[]; audit: Audit },
): Set<number> {
	const hidden = new Set(small);
	const byMember = sumsByMember(sums);
	const table = { figures, sumsOf: (at: number) => byMember.get(at) ?? [], hidden };
	const toldWith = (more: number) => audit(figures, sums, new Set([...hidden, more]));
	const added: number[] = [];
	for (let told = audit(figures, sums, hidden); told.length > 0; ) {
		const trials = candidatesFor(told, table)
			.slice(0, MOST_TRIALS)
			.map((at) => ({ at, left: toldWith(at) }));
		const [best] = trials.sort((a, b) => a.left.length - b.left.length);
		// At the latest when everything that stands in a sum is hidden.
		if (best === undefined) break;
		hidden.add(best.at);
		added.push(best.at);
		told = best.left;
	}
	// A figure that was hidden early may not be needed any more.
	for (const at of added.sort((a, b) => (figures[b] ?? 0) - (figures[a] ?? 0))) {
		hidden.delete(at);
		if (audit(figures, sums, hidden).length > 0) hidden.add(at);
	}
	return hidden;
}

interface Table {
	readonly figures: readonly number[];
	/** The sums that a figure is a part or the total of. */
	sumsOf(this: void, at: number): readonly Sum[];
	readonly hidden: ReadonlySet<number>;
}

function sumsByMember(sums: readonly Sum[]): Map<number, Sum[]> {
	const sumsOf = new Map<number, Sum[]>();
	for (const sum of sums) {
		for (const member of membersOf(sum)) {
			const known = sumsOf.get(member);
			if (known) known.push(sum);
			else sumsOf.set(member, [sum]);
		}
	}
	return sumsOf;
}

/** From the sums of what can be told; where nothing in them is left to hide, from those that share a figure with them. */
function candidatesFor(told: readonly number[], table: Table): number[] {
	const near = new Set(told.flatMap(table.sumsOf));
	const own = ranked(near, table);
	if (own.length > 0) return own;
	// A set hands out what is added to it while it is walked through.
	for (const sum of near) {
		for (const member of membersOf(sum)) {
			for (const other of table.sumsOf(member)) near.add(other);
		}
	}
	return ranked(near, table);
}

/** A zero hides nothing: it is shown wherever nobody stands behind it. */
function ranked(near: ReadonlySet<Sum>, { figures, sumsOf, hidden }: Table): number[] {
	const totals = new Set([...near].map(({ total }) => total));
	const touched = new Set([...hidden].flatMap(sumsOf));
	const rankOf = (at: number) => [
		totals.has(at) ? 1 : 0,
		-sumsOf(at).filter((sum) => touched.has(sum)).length,
		figures[at] ?? 0,
	];
	const shown = [...new Set([...near].flatMap(membersOf))].filter(
		(at) => !hidden.has(at) && (figures[at] ?? 0) > 0,
	);
	// The total of everything is what a table is read for.
	const parts = shown.filter((at) => sumsOf(at).some(({ total }) => total !== at));
	return (parts.length > 0 ? parts : shown)
		.map((at) => ({ at, rank: rankOf(at) }))
		.sort((a, b) => compare(a.rank, b.rank))
		.map(({ at }) => at);
}

function compare(a: readonly number[], b: readonly number[]): number {
	const at = a.findIndex((value, index) => value !== b[index]);
	return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
