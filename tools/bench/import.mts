import { importMemory } from './importMemory.mts';
import { importRates } from './importRates.mts';

const USUAL_ROWS = { rates: 5_000, memory: 100_000 };

/** The CSV import: how fast, and in how much memory. `--rows` sets the size of the large file. */
export async function* benchImport({ rows }: { rows: number | null }): AsyncGenerator<string> {
	yield* importMemory(rows ?? USUAL_ROWS.memory);
	yield* importRates(USUAL_ROWS.rates);
}
