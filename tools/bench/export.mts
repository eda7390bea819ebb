import { exportRates } from './exportRates.mts';
import { exportSize } from './exportSize.mts';

const USUAL_CASES = { size: 100_000, rates: 20_000 };

/** The JSON export: in how much memory, and how fast. `--cases` sets the size of the large export. */
export async function* benchExport({ cases }: { cases: number | null }): AsyncGenerator<string> {
	yield* exportSize(cases ?? USUAL_CASES.size);
	yield* exportRates(USUAL_CASES.rates);
}
