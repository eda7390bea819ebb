import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { SmallNumbersRule } from '../../../shared/privacy/smallNumbers';
import { toNodeError } from '../../../shared/transport/errors';

/** What of the counts may leave. */
export const smallNumbers: INodeProperties[] = [
	{
		displayName: 'Small Numbers',
		name: 'smallNumbers',
		type: 'options',
		options: [
			{
				name: 'As They Are',
				value: 'asTheyAre',
				description: 'Only for eyes that may see single cases',
			},
			{
				name: 'Hide Below Threshold',
				value: 'hidden',
				description: 'Small numbers are null; zeros are shown',
			},
			{
				name: 'Round to 5',
				value: 'rounded',
				description: 'Every number is rounded, so that sums no longer add up',
			},
		],
		default: 'asTheyAre',
		description:
			'Behind a small number a person can be recognized. What this changes, it changes in every output.',
	},
	{
		displayName: 'Threshold',
		name: 'threshold',
		type: 'number',
		typeOptions: { minValue: 2, maxValue: 1000, numberPrecision: 0 },
		default: 5,
		displayOptions: { show: { smallNumbers: ['hidden'] } },
		description: 'The smallest number that is shown',
	},
	{
		displayName: 'Protect Totals Too',
		name: 'protectTotals',
		type: 'boolean',
		default: true,
		displayOptions: { show: { smallNumbers: ['hidden', 'rounded'] } },
		description:
			'Whether to hide as many further numbers as it takes, so that none can be worked out from the totals and the other numbers',
	},
];

export function smallNumbersRule(this: IExecuteFunctions, itemIndex: number): SmallNumbersRule {
	const is = this.getNodeParameter('smallNumbers', itemIndex, 'asTheyAre');
	if (is === 'asTheyAre') return { is };
	const protectTotals = this.getNodeParameter('protectTotals', itemIndex, true) !== false;
	if (is === 'rounded') return { is, protectTotals };
	const threshold = Number(this.getNodeParameter('threshold', itemIndex, 5));
	// Another word or number must not let out what was to be protected.
	if (is === 'hidden' && Number.isInteger(threshold) && threshold >= 2) {
		return { is, threshold, protectTotals };
	}
	const label = is === 'hidden' ? 'Threshold' : 'Small Numbers';
	throw toNodeError(
		this.getNode(),
		{
			code: 'setting',
			field: label.toLowerCase(),
			message: `'${label}' holds something that cannot be used`,
			description: is === 'hidden' ? 'Use a whole number of 2 or more.' : 'Choose from the list.',
		},
		itemIndex,
	);
}
