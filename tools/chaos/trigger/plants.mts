import type { Plant } from '../commandLine.mts';
import type { Edit } from '../product.mts';

/** The package's text with a fault in it; without a plant it stays as it is. */
export function plantIn(plant: Plant | undefined): Edit {
	if (plant === undefined) return (_path, code) => code;
	throw new Error(`There is no way to plant ${plant} yet`);
}
