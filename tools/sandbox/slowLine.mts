import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

import type { Fault } from './faults.mts';

/** A village's mobile line on a bad day. */
const USUAL_DELAY_MS = 800;
const USUAL_BITS_PER_SECOND = 64_000;
const PIECES_PER_SECOND = 8;

/** Hands out the bytes as such a line would carry them. */
export function slowLine(bytes: Buffer, fault: Fault): Readable {
	const bitsPerSecond = Math.max(8, fault.bitsPerSecond ?? USUAL_BITS_PER_SECOND);
	const piece = Math.max(1, Math.floor(bitsPerSecond / 8 / PIECES_PER_SECOND));
	return Readable.from(pieces(bytes, piece, fault.delayMs ?? USUAL_DELAY_MS));
}

async function* pieces(bytes: Buffer, size: number, delayMs: number): AsyncGenerator<Buffer> {
	await wait(delayMs);
	for (let from = 0; from < bytes.length; from += size) {
		yield bytes.subarray(from, from + size);
		await wait(1000 / PIECES_PER_SECOND);
	}
}
