import type { Reason } from '../shared/transport/errors';
import type { Mapping } from './mapping';
import type { Settings } from './settings';
import { nameOf } from './summary';

/** Whether an import of the file may begin. */
export function isReadyFor(
	{ missing, unknown, absent }: Mapping,
	{ unknownColumns }: Settings,
): boolean {
	const isKnown = unknown.length === 0 || unknownColumns !== 'refuse';
	return missing.length === 0 && absent.length === 0 && isKnown;
}

/** Everything that keeps the file from being imported, before anything is written. */
export function notReady(mapping: Mapping, showsHeaders: boolean): Reason {
	const missing = mapping.missing.map(({ label }) => `'${label}'`).join(', ');
	const unknown = mapping.unknown.map((column) => nameOf(column, { showsHeaders })).join(', ');
	const absent = mapping.absent.join(', ');
	const steps = [
		...(missing === ''
			? []
			: [
					`Missing: ${missing}. Give them to all rows in 'Values for Every Row', or map columns to them in 'Columns'.`,
				]),
		...(unknown === ''
			? []
			: [
					`Nobody knows: ${unknown}. Map them in 'Columns', or set 'Unknown Columns' in 'Options' to something else.`,
				]),
		...(absent === '' ? [] : [`Not in the file: entry ${absent} of 'Columns'.`]),
	];
	return {
		code: 'setting',
		message: 'The file cannot be imported yet, and nothing was written',
		description: steps.join(' '),
	};
}
