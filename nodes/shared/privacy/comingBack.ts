import type { Sum } from './sum';

/** What a reader knows of every hidden figure: zeros are shown, so it is one at least. */
const LEAST = 1;

/**
 * The hidden figures that may come back exactly. A figure is safe when there is a second table of whole
 * numbers that shows the same and has another number there; such tables are looked for among the solutions
 * of the sums, so that a figure which is not safe is always found, and now and then a safe one as well.
 */
export function comingBack(
	figures: readonly number[],
	sums: readonly Sum[],
	hidden: ReadonlySet<number>,
): number[] {
	const valueOf = (at: number) => figures[at] ?? 0;
	// Large figures are solved for, because they can give and take for the small ones.
	const all = [...hidden].sort((a, b) => valueOf(b) - valueOf(a));
	const kinds = kindsOf(all, sums);
	const solved = solve(kinds);
	const isSolvedFor = new Set(solved.map(({ pivot }) => pivot.first));
	const safe = new Set<number>();
	for (const kind of kinds) {
		for (const at of kind.members) {
			if (isSolvedFor.has(at)) continue;
			const shift = shiftOf(at, kind, solved);
			const isPossible = (sign: number) =>
				[...shift].every(([each, by]) => valueOf(each) + sign * by >= LEAST);
			if (!isPossible(1) && !isPossible(-1)) continue;
			for (const each of shift.keys()) safe.add(each);
		}
	}
	return all.filter((at) => !safe.has(at));
}

/** Hidden figures that stand in the same sums in the same way: for the equations they are one unknown. */
interface Kind {
	readonly place: number;
	readonly first: number;
	readonly members: number[];
	/** By sum: 1 as a part, -1 as the total. */
	readonly factors: ReadonlyMap<number, number>;
}

function kindsOf(all: readonly number[], sums: readonly Sum[]): Kind[] {
	const factorsOf = new Map(all.map((at) => [at, new Map<number, number>()]));
	sums.forEach((sum, index) => {
		for (const part of sum.parts) factorsOf.get(part)?.set(index, 1);
		factorsOf.get(sum.total)?.set(index, -1);
	});
	const kinds = new Map<string, Kind>();
	for (const [at, factors] of factorsOf) {
		const name = JSON.stringify([...factors]);
		const kind = kinds.get(name);
		if (kind) kind.members.push(at);
		else kinds.set(name, { place: kinds.size, first: at, members: [at], factors });
	}
	return [...kinds.values()];
}

/** An equation of whole numbers that was solved for one kind: no other equation has that one. */
interface Solved {
	readonly row: readonly number[];
	readonly pivot: Kind;
}

/** The sums as equations of what is hidden, each solved for the first kind that is left in it. */
function solve(kinds: readonly Kind[]): Solved[] {
	const touched = new Set(kinds.flatMap(({ factors }) => [...factors.keys()]));
	let solved: Solved[] = [];
	for (const sum of touched) {
		const own: readonly number[] = kinds.map(({ factors }) => factors.get(sum) ?? 0);
		const row = solved.reduce((left, known) => without(left, known), own);
		const pivot = kinds.find(({ place }) => at(row, place) !== 0);
		if (pivot === undefined) continue;
		const found = { row, pivot };
		solved = [...solved.map((each) => ({ ...each, row: without(each.row, found) })), found];
	}
	return solved;
}

/** The equation freed of what another one is solved for; shortened, so that its numbers stay whole and small. */
function without(row: readonly number[], { row: known, pivot }: Solved): readonly number[] {
	const [mine, theirs] = [at(row, pivot.place), at(known, pivot.place)];
	if (mine === 0) return row;
	const mixed = row.map((factor, place) => factor * theirs - at(known, place) * mine);
	const common = mixed.reduce(commonFactor, 0) || 1;
	return mixed.map((factor) => factor / common);
}

/** By how much hidden figures move when this one moves, everything shown stays, and only solved-for ones give way. */
function shiftOf(figure: number, { place }: Kind, solved: readonly Solved[]): Map<number, number> {
	const touched = solved.filter(({ row }) => at(row, place) !== 0);
	const step = touched.reduce((least, { row, pivot }) => {
		const factor = Math.abs(at(row, pivot.place));
		return (least * factor) / commonFactor(least, factor);
	}, 1);
	const shift = new Map([[figure, step]]);
	for (const { row, pivot } of touched) {
		shift.set(pivot.first, (-step * at(row, place)) / at(row, pivot.place));
	}
	return shift;
}

function commonFactor(a: number, b: number): number {
	let [larger, smaller] = [Math.abs(a), Math.abs(b)];
	while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
	return larger;
}

function at(row: readonly number[], place: number): number {
	return row[place] ?? 0;
}
