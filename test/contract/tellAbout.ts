import { NotRun } from './promise';
import type { Tried } from './target.mts';
import { tell } from './target.mts';

/** Registers one promise as a test that also writes its line of the table. */
export function promised(side: Tried, says: string, prove: () => Promise<string>): void {
	it(says, async () => await tellAbout(side, says, prove));
}

async function tellAbout(
	side: Tried,
	promise: string,
	prove: () => Promise<string>,
): Promise<void> {
	try {
		tell({ side, promise, result: 'passed', figure: await prove() });
	} catch (error) {
		if (error instanceof NotRun) {
			tell({ side, promise, result: 'not run', figure: error.message });
			return;
		}
		tell({ side, promise, result: 'failed', figure: inShort(error) });
		await Promise.reject(error);
	}
}

const LONGEST = 160;

/** What was expected and what came, in one line. */
function inShort(error: unknown): string {
	const lines = (error instanceof Error ? error.message : String(error)).split('\n');
	const differing = lines.filter((line) => /^(Expected|Received|[-+] {2,}\S)/.test(line));
	const text = (differing.length > 0 ? differing : lines.slice(0, 1)).join(' ');
	return text.replace(/\s+/g, ' ').trim().slice(0, LONGEST);
}
