import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { choices } from '../../../shared/properties/choices';
import { externalKey } from '../../../shared/properties/externalKey';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { givenKey } from '../givenKey';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';

const ACTIVITY_TYPES = ['assignment', 'escalation', 'note', 'resolution', 'status_change'] as const;

const activityType: INodeProperties = {
	displayName: 'Type',
	name: 'activityType',
	type: 'options',
	options: choices(ACTIVITY_TYPES),
	default: 'note',
};

const text: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	placeholder: 'e.g. Called back, will call again on Monday',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['create'] } },
	[caseLocator, text, activityType, externalKey, ...output('activity'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const words = String(this.getNodeParameter('description', itemIndex, '')).trim();
	if (words === '') throw toNodeError(this.getNode(), NO_DESCRIPTION, itemIndex);
	const activity = {
		activity_type: String(this.getNodeParameter('activityType', itemIndex, 'note')),
		description: words,
	};
	const key = givenKey.call(this, itemIndex, work, {});
	const id = await pickedCase.call(this, itemIndex, work);
	const added = await work.helpline.addActivity(id, activity, key, itemIndex);
	const told = { outcome: added.outcome, not_sent: added.notSent ?? [] };
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('activity', added, choice, work.helplineCode, told), itemIndex)];
};

const NO_DESCRIPTION: Reason = {
	code: 'missing_field',
	field: 'description',
	message: "'Description' is needed to add an activity",
	description: 'Write what was done, or map a column to it.',
};
