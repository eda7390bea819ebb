import type { INodeProperties } from 'n8n-workflow';

import { failedItems } from './failedItems';
import { leaveOutPersonal } from './leaveOutPersonal';
import { requestSettings } from './requestSettings';
import { toolsSeePersonal } from './tools';

/** What an operation that hands out records has in 'Options'. */
export const RECORD_OPTIONS = [leaveOutPersonal, toolsSeePersonal];

/** The closing collection of every operation: its own rare settings and those that all share. */
export function options(...own: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own, failedItems, ...requestSettings].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	};
}
