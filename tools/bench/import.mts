import { importMemory } from './importMemory.mts';
import { importRates } from './importRates.mts';

const USUAL_ROWS = { rates: 10_000, memory: 100_000 };

interface Asked {
	/** Of the large file; null for the usual size. */
	rows: number | null;
	/** A check of a million rows takes minutes, their import the better part of an hour. */
	isCheckOnly: boolean;
}

/** The CSV import: in how much memory, and how fast. */
export async function* benchImport({ rows, isCheckOnly }: Asked): AsyncGenerator<string> {
	yield* importMemory(rows ?? USUAL_ROWS.memory, isCheckOnly ? ['check'] : ['check', 'import']);
	if (!isCheckOnly) yield* importRates(USUAL_ROWS.rates);
}
