import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { CountedBy, StatisticsQuery } from '../../../shared/helpline/verbs';
import { COUNTED_BY } from '../../../shared/helpline/verbs';
import { outputChoice, present, toItem } from '../../../shared/output';
import type { SmallNumbersRule } from '../../../shared/privacy/smallNumbers';
import { choices } from '../../../shared/properties/choices';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import type { Found } from '../../../shared/record/case';
import { toUtc } from '../../../shared/record/dates';
import { toNodeError } from '../../../shared/transport/errors';
import type { Operation, Work } from '../work';
import { protectedStatistics } from './protected';
import { smallNumbers, smallNumbersRule } from './smallNumbers';

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

/** Only the helpline's own server counts in a table. */
const table: INodeProperties[] = [
	{
		displayName: 'Rows',
		name: 'tableRows',
		type: 'multiOptions',
		options: choices(COUNTED_BY),
		default: [],
		displayOptions: { show: { authentication: ['login'] } },
		description: "By what to count cases in 'table', one row for each combination that occurs",
	},
	{
		displayName: 'Columns',
		name: 'tableColumns',
		type: 'options',
		options: [...choices(COUNTED_BY), { name: '(None)', value: 'none' }].sort((a, b) =>
			a.name.localeCompare(b.name),
		),
		default: 'none',
		displayOptions: { show: { authentication: ['login'] } },
		description: "By what else to count; it stands beside the rows in 'table'",
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['statistics'], operation: ['get'] } },
	[...own, ...table, ...smallNumbers, ...output('statistics'), options(...RECORD_OPTIONS)],
);

export const execute: Operation = async function (itemIndex, work) {
	const rule = smallNumbersRule.call(this, itemIndex);
	const asked = { ...window.call(this, itemIndex), ...counted.call(this, itemIndex) };
	const query = rule.is === 'asTheyAre' ? asked : withCategory(asked);
	const found = await work.helpline.caseStatistics(query, itemIndex);
	const choice = outputChoice(this, itemIndex);
	const told = rule.is === 'asTheyAre' ? found : safe(found.record, rule, work);
	return [toItem(present('statistics', told, choice, work.helplineCode), itemIndex)];
};

/** A subcategory tells its category to whoever knows the list, so that a table of one adds up to the other. */
function withCategory(query: StatisticsQuery): StatisticsQuery {
	const { rows = [], columns } = query;
	const all = [...rows, columns];
	if (!all.includes('subcategory') || all.includes('category')) return query;
	return { ...query, rows: ['category', ...rows] };
}

/** What the server said itself would tell what is hidden, so that 'Raw' gives the same. */
function safe(given: IDataObject, rule: SmallNumbersRule, { remark }: Work): Found {
	const { record, hidden } = protectedStatistics(given, rule);
	if (hidden > 0) remark('Numbers that could point to a single person are hidden: they are null.');
	return { record, raw: record };
}

/** Rows and columns of the table; a login without these fields gives nothing for them. */
function counted(
	this: IExecuteFunctions,
	itemIndex: number,
): Pick<StatisticsQuery, 'rows' | 'columns'> {
	const chosen: unknown = this.getNodeParameter('tableRows', itemIndex, []);
	const words = Array.isArray(chosen) ? chosen.map(String) : String(chosen).split(/\s*,\s*/);
	const rows = words
		.filter((word) => word !== '')
		.map((word) => field.call(this, word, 'Rows', itemIndex));
	const other = String(this.getNodeParameter('tableColumns', itemIndex, 'none') ?? 'none');
	const hasColumns = other !== '' && other !== 'none' && !words.includes(other);
	return {
		...(rows.length > 0 ? { rows } : {}),
		...(hasColumns ? { columns: field.call(this, other, 'Columns', itemIndex) } : {}),
	};
}

function field(this: IExecuteFunctions, word: string, label: string, itemIndex: number): CountedBy {
	const known = COUNTED_BY.find((name) => name === word);
	if (known) return known;
	throw toNodeError(
		this.getNode(),
		{
			code: 'setting',
			field: label.toLowerCase(),
			message: `'${label}' holds something that cases are not counted by`,
			description: 'Choose from the list.',
		},
		itemIndex,
	);
}

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
