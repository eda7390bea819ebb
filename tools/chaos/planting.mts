import type { Edit } from './product.mts';

/** One place in the package's own text. */
export interface Change {
	/** From the project's folder. */
	file: string;
	find: string;
	put: string;
}

/** A fault on its way into the package's text. */
export interface Planting {
	edit: Edit;
	/** Throws when a place was not met: a fault that is not there proves nothing. */
	check(): void;
}

export function planting(changes: readonly Change[]): Planting {
	const left = new Set(changes);
	return {
		edit(path, text) {
			let edited = text;
			for (const change of [...left].filter(({ file }) => file === path)) {
				if (edited.split(change.find).length !== 2) continue;
				edited = edited.replace(change.find, change.put);
				left.delete(change);
			}
			return edited;
		},
		check() {
			const [missing] = left;
			if (missing) throw new Error(`'${missing.find}' is not in ${missing.file} any more`);
		},
	};
}
