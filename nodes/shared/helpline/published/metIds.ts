import { IdSet } from '../../record/idSet';

const WHOLE_NUMBER = /^(0|[1-9]\d{0,15})$/;
/** Ids of one block, a bit each: 256 bytes. */
const BLOCK = 2_048;
/** A new block is made for so many ids that were met; ids that lie further apart are kept one by one. */
const IDS_PER_BLOCK = 64;
/** Ids of the first pages may lie anywhere. */
const FIRST_BLOCKS = 256;

/**
 * The ids that a walk has met. Servers count their ids up, so that a million of them are kept as bits in
 * an eighth of a megabyte; texts, and numbers that lie far apart, cost eight bytes each and four for
 * blocks that stayed nearly empty.
 */
export class MetIds {
	private readonly blocks = new Map<number, Uint32Array>();
	private readonly others = new IdSet();
	private inBlocks = 0;

	get size(): number {
		return this.inBlocks + this.others.size;
	}

	has(id: string): boolean {
		const number = numberOf(id);
		if (number !== null && this.isMarked(number)) return true;
		// Its block may have been made after it was met.
		return this.others.has(id);
	}

	add(id: string): void {
		if (this.has(id)) return;
		const number = numberOf(id);
		const block = number === null ? null : this.blockFor(number);
		if (number === null || block === null) return this.others.add(id);
		const [word, bit] = placeOf(number);
		block[word] = (block[word] ?? 0) | bit;
		this.inBlocks += 1;
	}

	private isMarked(number: number): boolean {
		const [word, bit] = placeOf(number);
		const block = this.blocks.get(Math.floor(number / BLOCK));
		return ((block?.[word] ?? 0) & bit) !== 0;
	}

	/** Null where a block would be kept for too few ids. */
	private blockFor(number: number): Uint32Array | null {
		const place = Math.floor(number / BLOCK);
		const known = this.blocks.get(place);
		if (known) return known;
		if (this.blocks.size >= FIRST_BLOCKS + this.size / IDS_PER_BLOCK) return null;
		const made = new Uint32Array(BLOCK / 32);
		this.blocks.set(place, made);
		return made;
	}
}

/** Null for what is no whole number, or none that is kept exactly. */
function numberOf(id: string): number | null {
	const number = WHOLE_NUMBER.test(id) ? Number(id) : Number.NaN;
	return Number.isSafeInteger(number) ? number : null;
}

function placeOf(number: number): [word: number, bit: number] {
	const at = number % BLOCK;
	return [at >>> 5, 1 << (at & 31)];
}
