import type { Row } from '../../test/contract/target.mts';

/** Promise, result, figure; one block for each server, and at its end what was not run. */
export function tableLines(rows: readonly Row[]): string[] {
	const sides = [...new Set(rows.map(({ side }) => side))].sort().reverse();
	const words = rows.flatMap(({ promise, side }) => [promise, heading(side)]);
	const first = Math.max(...words.map(({ length }) => length));
	return sides.flatMap((side) => [
		'',
		`${heading(side).padEnd(first)}  result   figure`,
		...rows
			.filter((row) => row.side === side)
			.sort((one, other) => Number(isLeftOut(one)) - Number(isLeftOut(other)))
			.map(({ promise, result, figure }) =>
				`${promise.padEnd(first)}  ${result.padEnd(7)}  ${figure}`.trimEnd(),
			),
	]);
}

function heading(side: Row['side']): string {
	return side.startsWith('AI ') ? side : `${side} server`;
}

function isLeftOut({ result }: Row): boolean {
	return result === 'not run';
}
