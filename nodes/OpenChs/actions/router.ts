import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedItem } from '../../shared/output';
import { cleanError, toNodeError } from '../../shared/transport/errors';
import { STOPPED } from '../../shared/transport/sentences';
import type { OpenWork } from './openWork';
import { openWork } from './openWork';
import { operations } from './operations';
import type { Operation } from './work';

/**
 * The one loop over the items: in their order, because the keys of equal items depend on it. An item
 * that does not go through stops the run, or takes its place in the output when the node continues.
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation.call(this);
	const output: INodeExecutionData[] = [];
	let work: OpenWork | undefined;
	try {
		for (let itemIndex = 0; itemIndex < this.getInputData().length; itemIndex++) {
			stopIfAsked.call(this, itemIndex);
			try {
				// Opened for the first item rather than before, so that a credential that cannot be used is told like any other reason.
				work ??= await openWork.call(this);
				output.push(...(await operation.call(this, itemIndex, work)));
			} catch (error) {
				stopIfAsked.call(this, itemIndex);
				if (!this.continueOnFail()) throw cleanError(this.getNode(), error, itemIndex);
				output.push(failedItem(this, error, itemIndex));
			}
		}
	} finally {
		work?.end();
	}
	return [output];
}

function chosenOperation(this: IExecuteFunctions): Operation {
	const resource = this.getNodeParameter('resource', 0);
	const name = this.getNodeParameter('operation', 0);
	const operation = operations[resource]?.[name];
	if (operation) return operation;
	throw toNodeError(this.getNode(), {
		code: 'setting',
		message: `'Operation' is '${name}', which 'Resource' '${resource}' does not have`,
		description: "Choose 'Resource' and 'Operation' from their lists.",
	});
}

/** n8n does not stop our code: a stop ends the run even where the node continues on fail. */
function stopIfAsked(this: IExecuteFunctions, itemIndex: number): void {
	if (this.getExecutionCancelSignal()?.aborted) {
		throw toNodeError(this.getNode(), STOPPED, itemIndex);
	}
}
