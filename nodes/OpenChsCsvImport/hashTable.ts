import { createHash } from 'crypto';

const FIRST_SIZE = 1024;
/** Fuller than this, a search takes too many steps. */
const MOST_FULL = 0.7;

/**
 * Texts of a whole file and one number with each, in twelve bytes a text: a million rows must not cost
 * a hundred megabytes. Texts are kept as 64 bits of their hash; that two of a million agree by chance
 * happens once in some forty million files.
 */
export class HashTable {
	private size = FIRST_SIZE;
	private used = 0;
	private high = new Uint32Array(FIRST_SIZE);
	private low = new Uint32Array(FIRST_SIZE);
	/** One more than the number, so that 0 marks a free place. */
	private numbers = new Uint32Array(FIRST_SIZE);

	/** The number of a text; null when it was never set. */
	get(text: string): number | null {
		const [high, low] = hash(text);
		const stored = this.numbers[this.placeOf(high, low)] ?? 0;
		return stored === 0 ? null : stored - 1;
	}

	set(text: string, number: number): void {
		const [high, low] = hash(text);
		this.put(high, low, number + 1);
	}

	/** Counts a text and says how often it came before. */
	add(text: string): number {
		const before = this.get(text) ?? 0;
		this.set(text, before + 1);
		return before;
	}

	has(text: string): boolean {
		return this.get(text) !== null;
	}

	private put(high: number, low: number, stored: number): void {
		const place = this.placeOf(high, low);
		const isNew = this.numbers[place] === 0;
		this.high[place] = high;
		this.low[place] = low;
		this.numbers[place] = stored;
		if (isNew) this.used += 1;
		if (this.used > this.size * MOST_FULL) this.grow();
	}

	private placeOf(high: number, low: number): number {
		let place = low % this.size;
		while (this.numbers[place] !== 0 && (this.high[place] !== high || this.low[place] !== low)) {
			place = (place + 1) % this.size;
		}
		return place;
	}

	private grow(): void {
		const { high, low, numbers } = this;
		this.size *= 2;
		this.used = 0;
		this.high = new Uint32Array(this.size);
		this.low = new Uint32Array(this.size);
		this.numbers = new Uint32Array(this.size);
		numbers.forEach((stored, place) => {
			if (stored !== 0) this.put(high[place] ?? 0, low[place] ?? 0, stored);
		});
	}
}

function hash(text: string): [high: number, low: number] {
	const bytes = createHash('sha256').update(text).digest();
	return [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
}
