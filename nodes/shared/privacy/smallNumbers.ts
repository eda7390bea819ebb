import { comingBack } from './comingBack';
import { hideMore } from './hideMore';
import { pinnedDown } from './pinnedDown';
import { rounded, ROUNDED_TO } from './rounding';
import type { Sum } from './sum';

export type { Sum } from './sum';

/** What becomes of small numbers, behind which a person might be recognized. */
export type SmallNumbersRule =
	| { readonly is: 'asTheyAre' }
	| { readonly is: 'rounded'; readonly protectTotals: boolean }
	/** Hides 1 to `threshold - 1`; nobody stands behind a zero. */
	| { readonly is: 'hidden'; readonly threshold: number; readonly protectTotals: boolean };

/**
 * Counts as they may leave, null where one is hidden. With `protectTotals`, further numbers are hidden until
 * no hidden one comes back exactly by adding and subtracting what is shown, also for a reader who knows the
 * rule; and until no rounded one is pinned down by the others. Sums may have any number of dimensions and
 * may share figures.
 */
export function protect(
	figures: readonly number[],
	sums: readonly Sum[],
	rule: SmallNumbersRule,
): Array<number | null> {
	if (rule.is === 'asTheyAre') return [...figures];
	const isRounded = rule.is === 'rounded';
	const small = isRounded
		? []
		: [...figures.keys()].filter((at) => isSmall(figures[at] ?? 0, rule));
	const hidden = rule.protectTotals
		? hideMore(figures, sums, { small, audit: isRounded ? pinnedDown : comingBack })
		: new Set(small);
	return figures.map((figure, at) => {
		if (hidden.has(at)) return null;
		return isRounded ? rounded(figure) : figure;
	});
}

/** Whether so few stand behind a number that nothing else may be told of them, such as their average. */
export function isSmall(figure: number, rule: SmallNumbersRule): boolean {
	if (rule.is === 'asTheyAre') return false;
	return figure > 0 && figure < (rule.is === 'hidden' ? rule.threshold : ROUNDED_TO);
}
