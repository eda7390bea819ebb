import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedItem } from '../shared/output';
import type { Connection } from '../shared/transport/connection';
import { connect } from '../shared/transport/connection';
import { cleanError, reasonOf, toNodeError } from '../shared/transport/errors';
import { STOPPED } from '../shared/transport/sentences';
import { operations } from './operations';
import { requestSettings } from './settings';
import type { Operation } from './work';

const CREDENTIAL = 'openChsAiApi';

/**
 * The one loop over the items, one after the other: the service works on one thing at a time, so a
 * second recording would only wait in its queue instead of here.
 */
export async function runTranscribe(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation.call(this);
	const output: INodeExecutionData[] = [];
	const remarks = new Set<string>();
	let connection: Connection | undefined;
	try {
		for (let itemIndex = 0; itemIndex < this.getInputData().length; itemIndex++) {
			stopIfAsked.call(this, itemIndex);
			try {
				// Opened for the first item rather than before, so that a credential that cannot be used is told like any other reason.
				connection ??= await connect(this, CREDENTIAL, requestSettings.call(this));
				const remark = (sentence: string) => remarks.add(sentence);
				output.push(...(await operation.call(this, itemIndex, { connection, remark })));
			} catch (error) {
				if (!this.continueOnFail() || reasonOf(error)?.code === 'stopped') {
					throw cleanError(this.getNode(), error, itemIndex);
				}
				stopIfAsked.call(this, itemIndex);
				output.push(failedItem(this, error, itemIndex));
			}
		}
	} finally {
		if (connection) logRun(connection);
		const hints = [...remarks].map((message) => ({ message, location: 'outputPane' as const }));
		if (hints.length > 0) this.addExecutionHints(...hints);
	}
	return [output];
}

function logRun({ context, counts }: Connection): void {
	context.logger.info(
		`OpenCHS AI run: ${counts.requests} requests, ${counts.repeats} repeated, ${Math.round(counts.waitedMs / 1000)} s waited`,
	);
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
