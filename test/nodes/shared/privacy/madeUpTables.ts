import type { Sum } from '../../../../nodes/shared/privacy/smallNumbers';

/** Numbers that look random and are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

export interface MadeUpTable {
	/** Cells first, then one figure for each combination in which at least one dimension is summed up. */
	figures: number[];
	sums: Sum[];
}

/** A table of any number of dimensions with all its totals: of rows, of columns, of planes, and of all. */
export function tableOf(sizes: readonly number[], cellOf: () => number): MadeUpTable {
	const figures: number[] = [];
	const placeOf = new Map<string, number>();
	const sums: Sum[] = [];
	// A word is a step along a dimension, or `*` for all of them.
	const words = sizes.reduce<Array<Array<number | '*'>>>(
		(before, size) =>
			before.flatMap((word) =>
				[...Array.from({ length: size }, (_, step) => step), '*' as const].map((step) => [
					...word,
					step,
				]),
			),
		[[]],
	);
	const starsOf = (word: ReadonlyArray<number | '*'>) => word.filter((step) => step === '*').length;
	for (const word of [...words].sort((a, b) => starsOf(a) - starsOf(b))) {
		const place = figures.length;
		placeOf.set(word.join(), place);
		const summed = word
			.map((step, dimension) => ({ step, dimension }))
			.filter(({ step }) => step === '*');
		let value = summed.length === 0 ? cellOf() : 0;
		for (const { dimension } of summed) {
			const parts = Array.from({ length: sizes[dimension] ?? 0 }, (_, step) => {
				const key = word.map((each, at) => (at === dimension ? step : each)).join();
				return placeOf.get(key) ?? -1;
			});
			sums.push({ total: place, parts });
			value = parts.reduce((sum, part) => sum + (figures[part] ?? 0), 0);
		}
		figures.push(value);
	}
	return { figures, sums };
}

/** Mostly small cells, as of a helpline's month, a few of them empty and a few large. */
export function cellsLikeAMonth(random: () => number): () => number {
	return () => {
		const kind = random();
		if (kind < 0.2) return 0;
		return 1 + Math.floor(random() * (kind < 0.75 ? 8 : 60));
	};
}
