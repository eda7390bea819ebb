import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { CONTACT_TYPES } from '../../../shared/helpline/verbs';
import { outputChoice, present, toItem } from '../../../shared/output';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { choices } from '../../../shared/properties/choices';
import { externalKey } from '../../../shared/properties/externalKey';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { givenKey } from '../givenKey';
import { pickedCase } from '../pickedCase';
import type { Operation } from '../work';

const own: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'contactType',
		type: 'options',
		options: choices(CONTACT_TYPES),
		default: 'call',
	},
	{
		displayName: 'Direction',
		name: 'direction',
		type: 'options',
		options: choices(['inbound', 'outbound']),
		default: 'inbound',
	},
	{
		displayName: 'Address',
		name: 'contactAddress',
		type: 'string',
		default: '',
		placeholder: 'e.g. +254 700 000 000',
		description: 'The phone number, e-mail address or account of the other side',
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'What was said or written',
	},
];

const details: INodeProperties = {
	displayName: 'Call Details',
	name: 'callDetails',
	type: 'collection',
	placeholder: 'Add detail',
	default: {},
	displayOptions: { show: { contactType: ['call'] } },
	options: [
		{
			displayName: 'Call Status',
			name: 'call_status',
			type: 'string',
			default: '',
			placeholder: 'e.g. answered',
			description: 'How the call ended, in the words of your OpenCHS',
		},
		{
			displayName: 'Disposition Name or ID',
			name: 'disposition_id',
			type: 'options',
			typeOptions: {
				loadOptionsMethod: 'getDispositions',
				loadOptionsDependsOn: ['authentication'],
			},
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		{
			displayName: 'Duration (Seconds)',
			name: 'duration',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
		},
	],
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['communication'], operation: ['create'] } },
	[
		caseLocator,
		...own,
		details,
		externalKey,
		...output('communication'),
		options(...RECORD_OPTIONS),
	],
);

export const execute: Operation = async function (itemIndex, work) {
	const text = (name: string) => String(this.getNodeParameter(name, itemIndex, '') ?? '').trim();
	const contactType = text('contactType');
	const calls = contactType === 'call' ? this.getNodeParameter('callDetails', itemIndex, {}) : {};
	const communication = given({
		contact_type: contactType,
		direction: text('direction'),
		contact_address: text('contactAddress'),
		message: text('message'),
		...(calls as IDataObject),
	});
	const phone = { reporter_phone: communication.contact_address ?? '' };
	const key = givenKey.call(this, itemIndex, work, phone);
	const id = await pickedCase.call(this, itemIndex, work);
	const logged = await work.helpline.logCommunication(id, communication, key, itemIndex);
	const told = { outcome: logged.outcome, not_sent: logged.notSent ?? [] };
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('communication', logged, choice, work.helplineCode, told), itemIndex)];
};

function given(fields: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== '' && value !== null),
	);
}
