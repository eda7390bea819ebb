import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { Listing } from '../../../shared/helpline/verbs';
import type { OutputChoice } from '../../../shared/output';
import { outputChoice, present, toItem } from '../../../shared/output';
import type { Kind } from '../../../shared/privacy/personalFields';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import type { RecordId } from '../../../shared/record/case';
import { pickedCase } from '../pickedCase';
import type { Operation, Work } from '../work';

const include: INodeProperties = {
	displayName: 'Include',
	name: 'include',
	type: 'multiOptions',
	options: [
		{ name: 'Activities', value: 'activities' },
		{ name: 'Attachments', value: 'attachments' },
		{ name: 'Communications', value: 'communications' },
		{
			name: 'People',
			value: 'people',
			description:
				'Reporter, clients and perpetrators, where OpenCHS keeps them apart from the case',
		},
	],
	default: [],
	description: 'What hangs on the case, complete; each choice takes at least one more request',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['get'] } },
	[caseLocator, ...output('case'), options(include, ...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const id = await pickedCase.call(this, itemIndex, work);
	const choice = outputChoice(this, itemIndex);
	const found = await work.helpline.getCase(id, itemIndex);
	const wanted = this.getNodeParameter('options.include', itemIndex, []);
	const parts = await related(Array.isArray(wanted) ? wanted : [], id, choice, itemIndex, work);
	return [toItem(present('case', found, choice, work.helplineCode, parts), itemIndex)];
};

const RELATED: Readonly<
	Record<string, { kind: Kind; list: (work: Work, id: RecordId, item: number) => Promise<Listing> }>
> = {
	activities: {
		kind: 'activity',
		list: async (work, id, item) => await work.helpline.listActivities(id, undefined, item),
	},
	attachments: {
		kind: 'attachment',
		list: async (work, id, item) => await work.helpline.listAttachments(id, undefined, item),
	},
	communications: {
		kind: 'communication',
		list: async (work, id, item) =>
			await work.helpline.listCommunications(id, 'all', undefined, item),
	},
	people: {
		kind: 'person',
		list: async (work, id, item) => await work.helpline.listPeople(id, 'all', undefined, item),
	},
};

async function related(
	wanted: readonly unknown[],
	id: RecordId,
	choice: OutputChoice,
	itemIndex: number,
	work: Work,
): Promise<IDataObject> {
	const parts: IDataObject = {};
	// Selected fields are the case's; what hangs on it comes simplified then.
	const form = choice.form === 'raw' ? 'raw' : 'simplified';
	for (const [name, { kind, list }] of Object.entries(RELATED)) {
		if (!wanted.includes(name)) continue;
		const { found, remarks } = await list(work, id, itemIndex);
		for (const remark of remarks) work.remark(remark);
		parts[name] = found.map((each) => present(kind, each, { ...choice, form }, work.helplineCode));
	}
	return parts;
}
