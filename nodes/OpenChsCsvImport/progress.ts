import { sleep } from 'n8n-workflow';

import { spanOf } from './estimate';
import type { Tally } from './tally';

/** At least one line a minute, also while the server makes the run wait. */
const EVERY_MS = 60_000;
/** n8n's sleep cannot be interrupted, so that it is short. */
const SLICE_MS = 250;

/** Writes how far an import is into n8n's log, once a minute, until `stop` is called. Numbers only. */
export function logProgress(
	log: (line: string) => void,
	name: string,
	rows: number,
	tally: Tally,
	signal: AbortSignal | undefined,
): { stop(): void } {
	let isOver = false;
	const started = Date.now();
	const tell = async () => {
		for (let next = started + EVERY_MS; !isOver && !signal?.aborted; ) {
			await sleep(SLICE_MS);
			if (isOver || Date.now() < next) continue;
			log(progressLine(name, rows, tally, Date.now() - started));
			next += EVERY_MS;
		}
	};
	void tell();
	return {
		stop: () => {
			isOver = true;
		},
	};
}

export function progressLine(name: string, rows: number, tally: Tally, elapsedMs: number): string {
	const { done, counts } = tally;
	const left = done === 0 ? null : ((elapsedMs / done) * Math.max(0, rows - done)) / 1000;
	const time = left === null ? '' : `, ${spanOf(left)} left`;
	return `OpenCHS import "${name}": ${done} of ${rows} rows done, ${counts.to_fix} to fix${time}`;
}
