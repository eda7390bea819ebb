import { hash } from 'crypto';

const FIRST_PLACES = 1024;
/** Fuller than this, a search takes too many steps. */
const MOST_FULL = 0.7;

const ENTRIES_A_BLOCK = 4_096;
/** High and low half of the hash, and the number. */
const WORDS = 3;

/**
 * Texts of a whole file and one number with each, in some twenty bytes a text: a million rows must not
 * cost a hundred megabytes. Entries stay where they were put, in blocks, and only the list of their places
 * is made anew as it grows: what is thrown away counts until somebody tidies up. Texts are kept as 64 bits
 * of their hash; that two of a million agree by chance happens once in some forty million files.
 */
export class HashTable {
	private readonly blocks: Uint32Array[] = [];
	private used = 0;
	/** One more than the entry that belongs there, so that 0 marks a free place. */
	private places = new Uint32Array(FIRST_PLACES);

	/** The number of a text; null when it was never set. */
	get(text: string): number | null {
		const [high, low] = hashOf(text);
		const entry = (this.places[this.placeOf(high, low)] ?? 0) - 1;
		return entry < 0 ? null : this.word(entry, 2);
	}

	set(text: string, number: number): void {
		const [high, low] = hashOf(text);
		const place = this.placeOf(high, low);
		const isNew = this.places[place] === 0;
		const entry = isNew ? this.used : (this.places[place] ?? 0) - 1;
		this.write(entry, [high, low, number]);
		if (!isNew) return;
		this.used += 1;
		this.places[place] = this.used;
		if (this.used > this.places.length * MOST_FULL) this.grow();
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

	/** Where a hash is, or where it would be put. */
	private placeOf(high: number, low: number): number {
		const { places } = this;
		let place = low % places.length;
		for (;;) {
			const entry = (places[place] ?? 0) - 1;
			if (entry < 0 || (this.word(entry, 1) === low && this.word(entry, 0) === high)) return place;
			place = (place + 1) % places.length;
		}
	}

	private word(entry: number, which: 0 | 1 | 2): number {
		const block = this.blocks[Math.floor(entry / ENTRIES_A_BLOCK)];
		return block?.[(entry % ENTRIES_A_BLOCK) * WORDS + which] ?? 0;
	}

	private write(entry: number, words: readonly [number, number, number]): void {
		const at = Math.floor(entry / ENTRIES_A_BLOCK);
		const block = (this.blocks[at] ??= new Uint32Array(ENTRIES_A_BLOCK * WORDS));
		block.set(words, (entry % ENTRIES_A_BLOCK) * WORDS);
	}

	private grow(): void {
		this.places = new Uint32Array(this.places.length * 2);
		for (let entry = 0; entry < this.used; entry++) {
			this.places[this.placeOf(this.word(entry, 0), this.word(entry, 1))] = entry + 1;
		}
	}
}

/** In one call, because a hash object for each of a million texts is more than the table. */
function hashOf(text: string): [high: number, low: number] {
	const digest = hash('sha256', text);
	return [parseInt(digest.slice(0, 8), 16), parseInt(digest.slice(8, 16), 16)];
}
