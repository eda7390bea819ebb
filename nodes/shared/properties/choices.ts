import type { INodePropertyOptions } from 'n8n-workflow';

import { labelOf } from './label';

/** The words of the record as choices of a list, sorted by what the person reads. */
export function choices(values: readonly string[]): INodePropertyOptions[] {
	return values
		.map((value) => ({ name: labelOf(value), value }))
		.sort((a, b) => a.name.localeCompare(b.name));
}
