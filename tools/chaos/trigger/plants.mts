import type { PlantOf } from '../commandLine.mts';
import { type Change, planting, type Planting } from '../planting.mts';

/**
 * Faults in the package's own text, put in before it is run: what each of its three nets catches must be
 * lost without it, or the rig sees nothing.
 */
const CHANGES: Readonly<Record<PlantOf<'trigger'>, readonly Change[]>> = {
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

export function plantingOf(plant: string | undefined): Planting {
	return planting(plant === undefined ? [] : CHANGES[plant as PlantOf<'trigger'>]);
}
