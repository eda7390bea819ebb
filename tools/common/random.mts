/** Chance that can be played again: the same seed gives the same numbers. 0 to 1, 1 excluded. */
export type Random = () => number;

/** Mulberry32: 32 bits of state are enough for a rig, and its few lines need no package. */
export function randomFrom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
	return least + Math.floor(random() * (most - least + 1));
}

export function happens(random: Random, share: number): boolean {
	return random() < share;
}

export function oneOf<T>(random: Random, list: readonly T[]): T {
	const picked = list[Math.floor(random() * list.length)];
	if (picked === undefined) throw new Error('Nothing to pick from');
	return picked;
}
