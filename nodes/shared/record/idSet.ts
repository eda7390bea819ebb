import { createHash } from 'crypto';

const FIRST_SIZE = 1024;
/** Fuller than this, a search takes too many steps. */
const MOST_FULL = 0.7;
/** Marks a number that is kept as it is; what else is kept as its hash never has it. */
const IS_NUMBER = 0x8000_0000;
const WHOLE_NUMBER = /^(0|[1-9]\d{0,15})$/;

/**
 * The ids of a whole list in eight bytes each, so that walking a million cases does not cost a hundred
 * megabytes. Whole numbers are kept exactly; other texts as 62 bits of their hash: that two of a million
 * agree by chance happens once in some nine million lists.
 */
export class IdSet {
	private used = 0;
	private length = FIRST_SIZE;
	/** A pair of zeros marks a free place. */
	private high = new Uint32Array(FIRST_SIZE);
	private low = new Uint32Array(FIRST_SIZE);

	get size(): number {
		return this.used;
	}

	has(id: string): boolean {
		const [high, low] = wordsOf(id);
		return this.isTaken(this.placeOf(high, low));
	}

	add(id: string): void {
		const [high, low] = wordsOf(id);
		this.put(high, low);
		if (this.used > this.length * MOST_FULL) this.grow();
	}

	private put(high: number, low: number): void {
		const place = this.placeOf(high, low);
		if (this.isTaken(place)) return;
		this.high[place] = high;
		this.low[place] = low;
		this.used += 1;
	}

	private isTaken(place: number): boolean {
		return this.high[place] !== 0 || this.low[place] !== 0;
	}

	private placeOf(high: number, low: number): number {
		// Ids that count up would stand in one long row.
		let place = (Math.imul(low ^ high, 0x9e37_79b1) >>> 0) % this.length;
		while (this.isTaken(place) && (this.high[place] !== high || this.low[place] !== low)) {
			place = (place + 1) % this.length;
		}
		return place;
	}

	private grow(): void {
		const { high, low } = this;
		this.length *= 2;
		this.used = 0;
		this.high = new Uint32Array(this.length);
		this.low = new Uint32Array(this.length);
		high.forEach((word, place) => {
			const other = low[place] ?? 0;
			if (word !== 0 || other !== 0) this.put(word, other);
		});
	}
}

function wordsOf(id: string): [high: number, low: number] {
	const number = WHOLE_NUMBER.test(id) ? Number(id) : Number.NaN;
	if (Number.isSafeInteger(number)) {
		return [(Math.floor(number / 2 ** 32) | IS_NUMBER) >>> 0, number >>> 0];
	}
	const bytes = createHash('sha256').update(id).digest();
	// The last bit keeps a hash from being the pair of zeros.
	return [(bytes.readUInt32BE(0) & ~IS_NUMBER) >>> 0, (bytes.readUInt32BE(4) | 1) >>> 0];
}
