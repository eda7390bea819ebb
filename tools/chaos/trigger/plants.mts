import type { Plant } from '../commandLine.mts';
import type { Edit } from '../product.mts';

interface Change {
	/** From the project's folder. */
	file: string;
	find: string;
	put: string;
}

/**
 * Faults in the package's own text, put in before it is run: what each of its three nets catches must be
 * lost without it, or the rig sees nothing.
 */
const CHANGES: Readonly<Record<Plant, readonly Change[]>> = {
	/** Nothing is looked at twice: neither ids that were passed over, nor the last minutes. */
	overlap: [
		{
			file: 'nodes/shared/changes/feedCursor.ts',
			find: 'const LATE_SECONDS = 600',
			put: 'const LATE_SECONDS = 0',
		},
		{
			file: 'nodes/shared/changes/feedCursor.ts',
			find: 'const NEAR_IDS = 50',
			put: 'const NEAR_IDS = 0',
		},
		{
			file: 'nodes/shared/changes/windowAnchors.ts',
			find: 'const SETTLING_MS = 180_000',
			put: 'const SETTLING_MS = 0',
		},
	],
	/** What is stored with a delivery stands behind it. */
	'early-cursor': [
		{
			file: 'nodes/shared/changes/cursor.ts',
			find: 'isDelivered ? before : reached',
			put: 'reached',
		},
	],
	/** Pages end where the next one begins, and none is asked whether it joins the last. */
	'page-overlap': [
		{
			file: 'nodes/shared/helpline/published/pages.ts',
			find: 'const OVERLAP = 5',
			put: 'const OVERLAP = 0',
		},
		{
			file: 'nodes/shared/changes/feedSearch.ts',
			find: 'Math.max(1, Math.min(PAGE_OVERLAP, Math.floor(size / 10)))',
			put: '0',
		},
		{
			file: 'nodes/shared/helpline/deployed/feedReader.ts',
			find: 'if (reaches(stretch, mark.cursor)) return stretch',
			put: 'return stretch',
		},
	],
};

/** A fault on its way into the package's text. */
export interface Planting {
	edit: Edit;
	/** Throws when a place was not met: a fault that is not there proves nothing. */
	check(): void;
}

export function plantingOf(plant: Plant | undefined): Planting {
	const left = new Set(plant === undefined ? [] : CHANGES[plant]);
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
