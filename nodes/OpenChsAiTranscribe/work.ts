import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Connection } from '../shared/transport/connection';

/** What an operation is given for one run, beside n8n's own context. */
export interface Work {
	readonly connection: Connection;
	/** A sentence shown above the output; the same sentence is shown once per run. */
	remark(sentence: string): void;
}

export type Operation = (
	this: IExecuteFunctions,
	itemIndex: number,
	work: Work,
) => Promise<INodeExecutionData[]>;
