import { rounded, ROUNDED_TO } from './rounding';
import type { Sum } from './sum';
import { membersOf } from './sum';

/** More than any helpline counts, and far from where whole numbers end. */
const UNKNOWN = 1e11;

/** How far a number may lie from the rounded one. */
const SLACK = Math.floor(ROUNDED_TO / 2);

interface Bounds {
	least: number;
	most: number;
}

/**
 * The figures that their rounded neighbours pin down to one number: each sum narrows what its members may
 * be, again and again until nothing moves. Four zeros beside a total of ten can only be two each.
 */
export function pinnedDown(
	figures: readonly number[],
	sums: readonly Sum[],
	hidden: ReadonlySet<number>,
): number[] {
	const bounds = figures.map((figure, at): Bounds => {
		if (hidden.has(at)) return { least: 0, most: UNKNOWN };
		return { least: Math.max(0, rounded(figure) - SLACK), most: rounded(figure) + SLACK };
	});
	// Bounds are whole numbers that only come closer, with the true number between them: it ends.
	while (sums.map((sum) => narrow(sum, figures, bounds)).includes(true));
	return [...figures.keys()].filter((at) => bounds[at]?.least === bounds[at]?.most);
}

/** Whether one of the members may be less than before. */
function narrow(sum: Sum, figures: readonly number[], bounds: Bounds[]): boolean {
	const signed = membersOf(sum).flatMap((at) => {
		const own = bounds[at];
		return own ? [{ own, sign: at === sum.total ? -1 : 1, figure: figures[at] ?? 0 }] : [];
	});
	// What the parts lack of the total is known.
	const all = signed.reduce((whole, { sign, figure }) => whole + sign * figure, 0);
	let least = 0;
	let most = 0;
	for (const { own, sign } of signed) {
		least += sign > 0 ? own.least : -own.most;
		most += sign > 0 ? own.most : -own.least;
	}
	let hasMoved = false;
	for (const { own, sign } of signed) {
		const [low, high] = sign > 0 ? [own.least, own.most] : [-own.most, -own.least];
		const [from, to] = [all - (most - high), all - (least - low)];
		const next =
			sign > 0
				? { least: Math.max(own.least, from), most: Math.min(own.most, to) }
				: { least: Math.max(own.least, -to), most: Math.min(own.most, -from) };
		if (next.least === own.least && next.most === own.most) continue;
		Object.assign(own, next);
		hasMoved = true;
	}
	return hasMoved;
}
