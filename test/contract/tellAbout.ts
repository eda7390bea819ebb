import { NotRun } from './promise';
import type { Side } from './target.mts';
import { tell } from './target.mts';

/** Registers one promise as a test that also writes its line of the table. */
export function promised(side: Side, says: string, prove: () => Promise<string>): void {
	it(says, async () => await tellAbout(side, says, prove));
}

async function tellAbout(side: Side, promise: string, prove: () => Promise<string>): Promise<void> {
	try {
		tell({ side, promise, result: 'passed', figure: await prove() });
	} catch (error) {
		if (error instanceof NotRun) {
			tell({ side, promise, result: 'not run', figure: error.message });
			return;
		}
		tell({ side, promise, result: 'failed', figure: firstLine(error) });
		await Promise.reject(error);
	}
}

function firstLine(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
