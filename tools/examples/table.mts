import type { Measured } from './check.mts';

export interface Row extends Measured {
	readonly example: string;
}

/** Example, promise, what was measured; a promise that was not kept is marked. */
export function tableOf(rows: readonly Row[]): string[] {
	const width = (read: (row: Row) => string) => Math.max(...rows.map((row) => read(row).length), 0);
	const first = width(({ example }) => example);
	const second = width(({ promise }) => promise);
	return rows.map(
		({ example, promise, measured, isMet }) =>
			`${example.padEnd(first)}  ${promise.padEnd(second)}  ${measured}${isMet ? '' : '  NOT MET'}`,
	);
}

export function closingLine(rows: readonly Row[]): string {
	const failed = rows.filter(({ isMet }) => !isMet).length;
	return `${rows.length - failed} passed, ${failed} failed`;
}
