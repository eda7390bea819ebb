import type { IExecuteFunctions } from 'n8n-workflow';

import { toNodeError } from '../../shared/transport/errors';

/** How many results the person wants at most; undefined for all. */
export function wantedCount(this: IExecuteFunctions, itemIndex: number): number | undefined {
	if (this.getNodeParameter('returnAll', itemIndex, false)) return undefined;
	const limit = Number(this.getNodeParameter('limit', itemIndex, 50));
	if (limit >= 1) return Math.floor(limit);
	throw toNodeError(
		this.getNode(),
		{
			code: 'refused_value',
			field: 'limit',
			message: "'Limit' does not hold a number from 1 upwards",
			description: "Give a number, or switch on 'Return All'.",
		},
		itemIndex,
	);
}
