import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Listing } from '../../shared/helpline/verbs';
import { outputChoice, present, toItem } from '../../shared/output';
import type { Kind } from '../../shared/privacy/personalFields';
import type { Work } from './work';

/** The items of a list, in its order; what there is to say about the list is shown above the output. */
export function listed<R extends IDataObject>(
	this: IExecuteFunctions,
	kind: Kind,
	listing: Listing<R>,
	itemIndex: number,
	work: Work,
): INodeExecutionData[] {
	const choice = outputChoice(this, itemIndex);
	for (const remark of listing.remarks) work.remark(remark);
	return listing.found.map((found) =>
		toItem(present(kind, found, choice, work.helplineCode), itemIndex),
	);
}
