import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import { requiredExternalKey } from '../../../shared/properties/externalKey';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { requiredKey } from '../givenKey';
import type { Operation } from '../work';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['getByExternalKey'] } },
	[requiredExternalKey, ...output('case'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const { key } = requiredKey.call(this, itemIndex, work, {});
	const found = await work.helpline.findCaseByKey(key, itemIndex);
	if (!found) throw toNodeError(this.getNode(), NO_SUCH_KEY, itemIndex);
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('case', found, choice, work.helplineCode), itemIndex)];
};

const NO_SUCH_KEY: Reason = {
	code: 'not_found',
	field: 'external_key',
	message: "No case carries the key in 'External Key' in this OpenCHS",
	description: 'Check the key, letter case included; a key is written when a case is created here.',
};
