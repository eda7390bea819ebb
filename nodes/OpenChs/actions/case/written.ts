import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import type { CaseWrite } from '../../../shared/record/case';
import type { Work } from '../work';

/** The item of a write that may have made a case: as it is now, what was found first, and which parts were done. */
export function writtenOrFound(
	this: IExecuteFunctions,
	write: CaseWrite,
	leftOut: readonly string[],
	itemIndex: number,
	work: Work,
): INodeExecutionData[] {
	const { matched = null, parts = null, duplicates = [] } = write;
	if (duplicates.length > 0) work.remark(SEVERAL);
	return toItems.call(this, write, { matched, parts, duplicates }, leftOut, itemIndex, work);
}

/** The item of an update: the case as it is now, and how the write ended. */
export function written(
	this: IExecuteFunctions,
	write: CaseWrite,
	leftOut: readonly string[],
	itemIndex: number,
	work: Work,
): INodeExecutionData[] {
	return toItems.call(this, write, {}, leftOut, itemIndex, work);
}

function toItems(
	this: IExecuteFunctions,
	write: CaseWrite,
	found: IDataObject,
	leftOut: readonly string[],
	itemIndex: number,
	work: Work,
): INodeExecutionData[] {
	const told = {
		outcome: write.outcome,
		external_key: write.externalKey,
		...found,
		not_sent: [...write.notSent, ...leftOut],
	};
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('case', write, choice, work.helplineCode, told), itemIndex)];
}

const SEVERAL =
	"Some external keys are carried by several cases, as two runs made them at the same time. 'duplicates' in the output names the others; each carries a note of which case to go on with.";
