import { sleep } from 'n8n-workflow';

/** Stop must be felt within a second, and n8n's sleep cannot be interrupted. */
const SLICE_MS = 250;

/** Waits in slices; false when the run was stopped meanwhile. */
export async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
	for (let left = ms; left > 0; left -= SLICE_MS) {
		if (signal?.aborted) return false;
		await sleep(Math.min(left, SLICE_MS));
	}
	return !signal?.aborted;
}
