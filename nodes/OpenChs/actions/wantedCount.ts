import type { IExecuteFunctions } from 'n8n-workflow';

/** How many results the person wants at most; undefined for all. */
export function wantedCount(this: IExecuteFunctions, itemIndex: number): number | undefined {
	if (this.getNodeParameter('returnAll', itemIndex, false)) return undefined;
	return Math.max(1, Math.floor(this.getNodeParameter('limit', itemIndex, 50)));
}
