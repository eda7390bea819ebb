import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { BatchRun } from '../shared/helpline/client';
import { openBatchRun, requestSettings } from '../shared/helpline/client';
import { failedItem } from '../shared/output';
import { cleanError, toNodeError } from '../shared/transport/errors';
import { STOPPED } from '../shared/transport/sentences';
import { PATIENT } from './patience';
import { importSource } from './importSource';
import { stateOf } from './parts';
import type { Settings } from './settings';
import { readSettings } from './settings';
import type { Source } from './source';
import { fileSource, itemsSource, textSource } from './source';

/**
 * One import per file, one after the other; all items together where they are the rows. Once a file has
 * to wait, those behind it wait too, because the Wait node reads one time for all.
 */
export async function runImports(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const [done, toFix, next]: INodeExecutionData[][] = [[], [], []];
	const items = this.getInputData();
	const first = readSettings(this, 0);
	const count = first.input === 'items' ? 1 : items.length;
	const hints = new Set<string>();
	let run: BatchRun | undefined;
	try {
		for (let itemIndex = 0; itemIndex < count; itemIndex++) {
			if (this.getExecutionCancelSignal()?.aborted) throw stopped(this, itemIndex);
			const waiting = next?.at(0)?.json.resume_at;
			if (waiting !== undefined) {
				next?.push(itemToWait(items, itemIndex, waiting));
				continue;
			}
			try {
				const settings = readSettings(this, itemIndex);
				// Opened for the first file rather than before, so that a credential that cannot be used is told like any other reason.
				run ??= await openBatchRun.call(this, requestSettings(this, PATIENT));
				const source = await sourceOf(this, settings, itemIndex);
				const imported = await importSource(this, run, settings, source, itemIndex);
				done?.push(...imported.done);
				toFix?.push(...imported.toFix);
				if (imported.next !== null) next?.push(imported.next);
				for (const hint of imported.hints) hints.add(hint);
			} catch (error) {
				if (this.getExecutionCancelSignal()?.aborted) throw stopped(this, itemIndex);
				if (!this.continueOnFail()) throw cleanError(this.getNode(), error, itemIndex);
				done?.push(failedItem(this, error, itemIndex));
			}
		}
	} finally {
		run?.end();
		const shown = [...hints].map((message) => ({ message, location: 'outputPane' as const }));
		if (shown.length > 0) this.addExecutionHints(...shown);
	}
	const outputs = first.parts === null ? [done, toFix] : [done, toFix, next];
	return outputs.map((output) => output ?? []);
}

/** A file that was begun comes back as binary, whatever it was at first. */
async function sourceOf(
	context: IExecuteFunctions,
	settings: Settings,
	itemIndex: number,
): Promise<Source> {
	const isBegun = stateOf(context.getInputData()[itemIndex]) !== null;
	if (settings.input === 'items') return itemsSource(context, settings.read.table);
	if (settings.input === 'text' && !isBegun)
		return textSource(context, settings.text, settings.read);
	return await fileSource(context, settings.field, settings.read, itemIndex);
}

function itemToWait(
	items: readonly INodeExecutionData[],
	itemIndex: number,
	resumeAt: unknown,
): INodeExecutionData {
	const { json = {}, binary } = items[itemIndex] ?? {};
	const state = stateOf(items[itemIndex]) === null ? {} : json;
	return {
		json: { ...state, resume_at: String(resumeAt) },
		...(binary === undefined ? {} : { binary }),
		pairedItem: { item: itemIndex },
	};
}

function stopped(context: IExecuteFunctions, itemIndex: number) {
	return toNodeError(context.getNode(), STOPPED, itemIndex);
}
