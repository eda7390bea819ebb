import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import type { CaseWrite } from '../../../shared/record/case';
import type { Work } from '../work';

/** The item of a write: the case as it is now, and how the write ended. */
export function written(
	this: IExecuteFunctions,
	write: CaseWrite,
	leftOut: readonly string[],
	itemIndex: number,
	work: Work,
): INodeExecutionData[] {
	const told = {
		outcome: write.outcome,
		external_key: write.externalKey,
		...(write.matched === undefined ? {} : { matched: write.matched }),
		not_sent: [...write.notSent, ...leftOut],
	};
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('case', write, choice, work.helplineCode, told), itemIndex)];
}
