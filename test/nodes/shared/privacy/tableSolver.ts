import type { Sum } from '../../../../nodes/shared/privacy/smallNumbers';

type Shown = ReadonlyArray<number | null>;

/**
 * What somebody finds out who has the published table, pencil and paper: every figure that is certain, by
 * place. Two ways, one after the other until neither finds more: bounds (whole numbers, `least` at least, and
 * no part above its total) and elimination. It shares nothing with the code that it tries.
 */
export function solved(shown: Shown, sums: readonly Sum[], least: number): Map<number, number> {
	const known = new Map<number, number>();
	shown.forEach((figure, at) => {
		if (figure !== null) known.set(at, figure);
	});
	const given = known.size;
	for (let before = -1; before !== known.size; ) {
		before = known.size;
		byBounds(shown.length, sums, known, least);
		byElimination(sums, known);
	}
	const found = [...known].slice(given);
	return new Map(found);
}

function byBounds(
	count: number,
	sums: readonly Sum[],
	known: Map<number, number>,
	least: number,
): void {
	const low = Array.from({ length: count }, (_, at) => known.get(at) ?? least);
	const high = Array.from({ length: count }, (_, at) => known.get(at) ?? Number.POSITIVE_INFINITY);
	for (let hasMoved = true; hasMoved; ) {
		hasMoved = false;
		const set = (bounds: number[], at: number, value: number, isCloser: boolean) => {
			if (!isCloser || Number.isNaN(value)) return;
			bounds[at] = value;
			hasMoved = true;
		};
		for (const { total, parts } of sums) {
			const lowest = parts.reduce((sum, at) => sum + (low[at] as number), 0);
			const highest = parts.reduce((sum, at) => sum + (high[at] as number), 0);
			set(low, total, lowest, lowest > (low[total] as number));
			set(high, total, highest, highest < (high[total] as number));
			for (const part of parts) {
				const others = parts.filter((at) => at !== part);
				const otherLow = others.reduce((sum, at) => sum + (low[at] as number), 0);
				const otherHigh = others.reduce((sum, at) => sum + (high[at] as number), 0);
				const most = (high[total] as number) - otherLow;
				const fewest = (low[total] as number) - otherHigh;
				set(high, part, most, most < (high[part] as number));
				set(low, part, fewest, fewest > (low[part] as number));
			}
		}
	}
	low.forEach((value, at) => {
		if (value === high[at]) known.set(at, value);
	});
}

/** Gauss and Jordan over fractions in floating point, with a tolerance: an attacker's own arithmetic. */
function byElimination(sums: readonly Sum[], known: Map<number, number>): void {
	const unknown = [...new Set(sums.flatMap(({ total, parts }) => [total, ...parts]))].filter(
		(at) => !known.has(at),
	);
	const rows = sums.map(({ total, parts }) => {
		const factors = [...parts.map((at) => ({ at, by: 1 })), { at: total, by: -1 }];
		const row = unknown.map((at) =>
			factors.filter((each) => each.at === at).reduce((sum, { by }) => sum + by, 0),
		);
		const right = factors.reduce((sum, { at, by }) => sum - by * (known.get(at) ?? 0), 0);
		return [...row, right];
	});
	let rank = 0;
	for (let column = 0; column < unknown.length && rank < rows.length; column++) {
		const pivot = rows.findIndex((row, at) => at >= rank && Math.abs(row[column] as number) > 1e-9);
		if (pivot === -1) continue;
		[rows[rank], rows[pivot]] = [rows[pivot] as number[], rows[rank] as number[]];
		const own = rows[rank] as number[];
		const lead = own[column] as number;
		rows[rank] = own.map((value) => value / lead);
		rows.forEach((row, at) => {
			const factor = row[column] as number;
			if (at === rank || Math.abs(factor) < 1e-9) return;
			rows[at] = row.map(
				(value, each) => value - factor * ((rows[rank] as number[])[each] as number),
			);
		});
		rank++;
	}
	for (const row of rows) {
		const left = unknown.filter((_, column) => Math.abs(row[column] as number) > 1e-9);
		const [only] = left;
		if (left.length === 1 && only !== undefined) known.set(only, Math.round(row.at(-1) as number));
	}
}
