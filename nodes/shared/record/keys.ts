import { randomUUID } from 'crypto';
import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { CaseKey } from './externalKey';
import { contentPart, defaultKey, stable } from './externalKey';

/**
 * Makes the keys of a run: a person's own where one is mapped, else the default of the item. The
 * run index tells passes of a loop apart; equal items of one input are told apart by their occurrence.
 */
export function makeKeys(this: IExecuteFunctions): (itemIndex: number, mapped: unknown) => CaseKey {
	const workflowId = String(this.getWorkflow().id ?? '');
	const nodeId = this.getNode().id;
	const runIndex = Number(this.evaluateExpression('{{$runIndex}}', 0) ?? 0);
	// Without an execution id (a run that n8n does not store) no later run can be the same one.
	const executionId = this.getExecutionId() ?? randomUUID();
	const isRetry = this.getMode() === 'retry';
	const occurrences = countOccurrences(this);

	return (itemIndex, mapped) => {
		const own =
			typeof mapped === 'number' ? String(mapped) : typeof mapped === 'string' ? mapped.trim() : '';
		if (own !== '') return { key: own, isMapped: true, content: null, isRetry };
		const item = this.getInputData()[itemIndex];
		const content = contentPart({
			workflowId,
			nodeId,
			runIndex,
			item: item?.json ?? {},
			files: fileFacts(item?.binary),
			occurrence: occurrences()[itemIndex] ?? 0,
		});
		return defaultKey(content, executionId, isRetry);
	};
}

/** How many equal items came before each item; counted once, when first asked. */
function countOccurrences(context: IExecuteFunctions): () => number[] {
	let counted: number[] | null = null;
	return () => {
		if (counted) return counted;
		const seen = new Map<string, number>();
		counted = context.getInputData().map((item) => {
			const text = stable([item.json, fileFacts(item.binary)]);
			const before = seen.get(text) ?? 0;
			seen.set(text, before + 1);
			return before;
		});
		return counted;
	};
}

/** What stays the same about a file when a run is repeated; its storage id does not. */
function fileFacts(binary: IBinaryKeyData | undefined): IDataObject {
	const facts: IDataObject = {};
	for (const [name, file] of Object.entries(binary ?? {})) {
		facts[name] = [file.fileName ?? '', file.mimeType, file.fileSize ?? ''];
	}
	return facts;
}
