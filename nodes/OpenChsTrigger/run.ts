import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { check } from './check';
import { memoryOf } from './processMemory';
import { sample } from './sample';

/** n8n may begin a check while the one before it is still under way; two would store over each other. */
const underway = new Set<string>();

/** What n8n calls at every check, and at 'Fetch Test Event'. */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (this.getMode() === 'manual') return await sample.call(this);
	const key = `${this.getWorkflow().id ?? ''} ${this.getNode().id}`;
	if (underway.has(key)) return null;
	underway.add(key);
	try {
		return await check.call(this, memoryOf(key));
	} finally {
		underway.delete(key);
	}
}
