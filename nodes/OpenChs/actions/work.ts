import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Helpline } from '../../shared/helpline/verbs';
import type { CaseKey } from '../../shared/record/externalKey';

/** What an operation is given for one run, beside n8n's own context. */
export interface Work {
	readonly helpline: Helpline;
	/** The credential's short code, carried by every output record. */
	readonly helplineCode: string;
	/** The key of an item: the person's own where one is mapped, else the default. */
	keyOf(itemIndex: number, mapped: unknown): CaseKey;
	/** A sentence shown above the output; the same sentence is shown once per run. */
	remark(sentence: string): void;
}

export type Operation = (
	this: IExecuteFunctions,
	itemIndex: number,
	work: Work,
) => Promise<INodeExecutionData[]>;
