import type { Row } from '../../test/contract/target.mts';

const LONGEST_PROMISE = 88;

/** Promise, result, figure; one block for each server, and at its end what was not run. */
export function tableLines(rows: readonly Row[]): string[] {
	const sides = [...new Set(rows.map(({ side }) => side))].sort().reverse();
	const width = Math.max(...rows.map(({ promise }) => promise.length));
	const first = Math.min(width, LONGEST_PROMISE);
	return sides.flatMap((side) => [
		'',
		`${`${side} server`.padEnd(first)}  result   figure`,
		...rows
			.filter((row) => row.side === side)
			.sort((one, other) => Number(isLeftOut(one)) - Number(isLeftOut(other)))
			.map(({ promise, result, figure }) =>
				`${promise.padEnd(first)}  ${result.padEnd(7)}  ${figure}`.trimEnd(),
			),
	]);
}

function isLeftOut({ result }: Row): boolean {
	return result === 'not run';
}
