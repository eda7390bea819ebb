import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { BatchRun } from '../shared/helpline/client';
import { openBatchRun } from '../shared/helpline/client';
import { failedItem, refuseTools } from '../shared/output';
import { cleanError, toNodeError } from '../shared/transport/errors';
import { STOPPED } from '../shared/transport/sentences';
import { exportCases } from './exportCases';
import { readSettings } from './settings';
import { verifyFiles } from './verify';

/** One export per item, or one verification of all that came in. */
export async function runExports(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return this.getNodeParameter('operation', 0) === 'verify'
		? [await verification(this)]
		: [await exportsOf(this)];
}

async function verification(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	try {
		return [await verifyFiles(context)];
	} catch (error) {
		stopIfAsked(context, 0);
		if (!context.continueOnFail()) throw cleanError(context.getNode(), error, 0);
		return [failedItem(context, error, 0)];
	}
}

async function exportsOf(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	const hints = new Set<string>();
	let run: BatchRun | undefined;
	let rows = 0;
	try {
		for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
			stopIfAsked(context, itemIndex);
			try {
				const settings = readSettings(context, itemIndex);
				if (settings.profile !== 'deidentified') {
					refuseTools(context, 'toolsSeePersonal', 'Export', itemIndex);
				}
				// Opened for the first item rather than before, so that a credential that cannot be used is told like any other reason.
				run ??= await openBatchRun.call(context);
				const exported = await exportCases(context, run, settings, itemIndex);
				for (const item of exported.items) output.push(item);
				for (const hint of exported.hints) hints.add(hint);
				rows += exported.rows;
			} catch (error) {
				stopIfAsked(context, itemIndex);
				if (!context.continueOnFail()) throw cleanError(context.getNode(), error, itemIndex);
				output.push(failedItem(context, error, itemIndex));
			}
		}
	} finally {
		run?.end(`, ${rows} cases exported`);
		const shown = [...hints].map((message) => ({ message, location: 'outputPane' as const }));
		if (shown.length > 0) context.addExecutionHints(...shown);
	}
	return output;
}

/** n8n does not stop our code: a stop ends the run even where the node continues on fail. */
function stopIfAsked(context: IExecuteFunctions, itemIndex: number): void {
	if (context.getExecutionCancelSignal()?.aborted) {
		throw toNodeError(context.getNode(), STOPPED, itemIndex);
	}
}
