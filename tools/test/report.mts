import type { SuiteResult } from './result.mts';

export function resultLine({ name, passed, failed, seconds }: SuiteResult): string {
	return `${name.padEnd(10)} ${passed} passed, ${failed} failed, ${Math.round(seconds)} s`;
}

/** Other programs read this line. */
export function closingLine(results: readonly SuiteResult[]): string {
	const sum = (count: (result: SuiteResult) => number) =>
		results.reduce((total, result) => total + count(result), 0);

	return `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`;
}
