import type { PlantOf } from '../commandLine.mts';
import { type Change, planting, type Planting } from '../planting.mts';

/**
 * Faults in the package's own text, put in before it is run: without any one of these nets a row must be
 * lost or doubled, or the rig sees nothing. The last two need calls that go wrong (`--faults`).
 */
const CHANGES: Readonly<Record<PlantOf<'import'>, readonly Change[]>> = {
	/** What is known of the keys is not looked at before the rows are sent again. */
	'no-lookup': [
		{
			file: 'nodes/OpenChsCsvImport/keyBlocks.ts',
			find: 'found: block.cases',
			put: 'found: new Map()',
		},
	],
	/** A create whose answer was lost is sent again without a look. */
	'blind-repeat': [
		{
			file: 'nodes/shared/helpline/settle.ts',
			find: 'const found = await lookUp(connection, what, steps.look, outcome, attempt, item);',
			put: 'const found = null;',
		},
	],
	/** A row that the server put off counts as done, and the next part begins behind it. */
	'lost-place': [
		{
			file: 'nodes/OpenChsCsvImport/importRows.ts',
			find: 'if (reason === null) return;',
			put: 'if (reason === null) return this.complete(row.index);',
		},
	],
};

export function plantingOf(plant: string | undefined): Planting {
	return planting(plant === undefined ? [] : CHANGES[plant as PlantOf<'import'>]);
}
