import type { Sum } from '../../../../nodes/shared/privacy/smallNumbers';

/**
 * Every number that each figure may have for a reader of the published table, by trying all tables with
 * cells up to `most`. `mayBe` says whether a true number may stand behind what is shown at a place.
 */
export function everyNumber(
	shown: ReadonlyArray<number | null>,
	{ sums, cells, most }: { sums: readonly Sum[]; cells: number; most: number },
	mayBe: (figure: number, shown: number | null) => boolean,
): Array<Set<number>> {
	const seen = shown.map(() => new Set<number>());
	const figures = new Array<number>(shown.length).fill(0);
	const fill = (place: number) => {
		if (place < cells) {
			for (let value = 0; value <= most; value++) {
				if (!mayBe(value, shown[place] as number | null)) continue;
				figures[place] = value;
				fill(place + 1);
			}
			return;
		}
		for (const { total, parts } of sums) {
			figures[total] = parts.reduce((sum, part) => sum + (figures[part] as number), 0);
		}
		const fits = figures.every((figure, at) => mayBe(figure, shown[at] as number | null));
		if (fits) figures.forEach((figure, at) => seen[at]?.add(figure));
	};
	fill(0);
	return seen;
}
