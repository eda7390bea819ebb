/**
 * A number that is the sum of others, by their places in the list of figures. What the parts lack of it is
 * taken for known: whoever reads a table knows how it adds up.
 */
export interface Sum {
	readonly total: number;
	readonly parts: readonly number[];
}

export function membersOf({ total, parts }: Sum): number[] {
	return [...parts, total];
}
