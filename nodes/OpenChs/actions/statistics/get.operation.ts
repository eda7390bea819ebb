import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import { choices } from '../../../shared/properties/choices';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { toUtc } from '../../../shared/record/dates';
import { toNodeError } from '../../../shared/transport/errors';
import type { Operation } from '../work';

const own: INodeProperties[] = [
	{
		displayName: 'Time Span',
		name: 'timeSpan',
		type: 'options',
		options: [
			{ name: 'Between Two Dates', value: 'dates' },
			{ name: 'Period', value: 'period' },
		],
		default: 'period',
	},
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: choices(['day', 'month', 'quarter', 'week', 'year']),
		default: 'month',
		displayOptions: { show: { timeSpan: ['period'] } },
		description: 'Up to now, as OpenCHS counts it',
	},
	{
		displayName: 'Start',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		default: '',
		displayOptions: { show: { timeSpan: ['dates'] } },
		description: 'Without a zone it is in the time zone of the workflow',
	},
	{
		displayName: 'End',
		name: 'endDate',
		type: 'dateTime',
		required: true,
		default: '',
		displayOptions: { show: { timeSpan: ['dates'] } },
		description: 'Without a zone it is in the time zone of the workflow',
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['statistics'], operation: ['get'] } },
	[...own, ...output('statistics'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const found = await work.helpline.caseStatistics(window.call(this, itemIndex), itemIndex);
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('statistics', found, choice, work.helplineCode), itemIndex)];
};

function window(this: IExecuteFunctions, itemIndex: number) {
	if (this.getNodeParameter('timeSpan', itemIndex, 'period') === 'period') {
		return { period: String(this.getNodeParameter('period', itemIndex, 'month')) };
	}
	return {
		start_date: time.call(this, 'startDate', 'Start', itemIndex),
		end_date: time.call(this, 'endDate', 'End', itemIndex),
	};
}

function time(this: IExecuteFunctions, name: string, label: string, itemIndex: number): string {
	const value = toUtc(this.getNodeParameter(name, itemIndex, ''), this.getTimezone());
	if (value !== null) return value;
	throw toNodeError(
		this.getNode(),
		{
			code: 'refused_value',
			field: name === 'startDate' ? 'start_date' : 'end_date',
			message: `'${label}' does not hold a date`,
			description: 'Use a date such as 2026-01-31 or a time such as 2026-01-31T08:30.',
		},
		itemIndex,
	);
}
