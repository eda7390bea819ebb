/** When an import gives up, because what is wrong is wrong with the whole file or with the server. */
export interface StopRules {
	/** Rows to fix one after the other; 0 for no such rule. */
	inARow: number;
	/** Per cent of the rows; 0 for no such rule. */
	percent: number;
}

/** A share of a few rows says nothing. */
const LEAST_ROWS = 50;

/** Counts rows as they are done; the answer is the sentence with which the import ends, or null. */
export function stopWatch({ inARow, percent }: StopRules): (isToFix: boolean) => string | null {
	let rows = 0;
	let toFix = 0;
	let last = 0;
	return (isToFix) => {
		rows += 1;
		toFix += isToFix ? 1 : 0;
		last = isToFix ? last + 1 : 0;
		if (inARow > 0 && last >= inARow) return `${last} rows in a row were to fix`;
		const isTooMany = percent > 0 && rows >= LEAST_ROWS && (toFix / rows) * 100 > percent;
		return isTooMany ? `${toFix} of ${rows} rows were to fix, more than ${percent} per cent` : null;
	};
}
