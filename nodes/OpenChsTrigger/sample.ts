import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { changeItem } from '../shared/changes/changeItem';
import { chosenEvent } from '../shared/changes/events';
import { passes } from '../shared/changes/filters';
import { openRun } from '../shared/helpline/client';
import { reasonFor, toNodeError } from '../shared/transport/errors';
import { CALLS } from './check';
import { madeUpChange } from './madeUp';
import { readSettings } from './settings';

/**
 * What 'Fetch Test Event' shows: the newest changes that this trigger would deliver, or a made-up one
 * that says so. Nothing is stored, and nothing that a check remembers is touched.
 */
export async function sample(this: IPollFunctions): Promise<INodeExecutionData[][]> {
	try {
		const { events, filters, profile } = readSettings(this);
		const { helpline, helplineCode, end } = await openRun.call(this, CALLS);
		try {
			const changes = await helpline.sampleChanges(events, 0);
			const detectedAt = new Date().toISOString();
			const form = { helplineCode, profile, casePage: helpline.casePage, detectedAt };
			const found = changes.flatMap((change) => {
				const event = chosenEvent(change.events, events);
				return event && passes(change.about, filters) ? [changeItem({ change, event }, form)] : [];
			});
			if (found.length > 0) return [found];

			const change = madeUpChange(events, detectedAt);
			const event = chosenEvent(change.events, events) ?? 'caseUpdated';
			const { json } = changeItem({ change, event }, form);
			return [[{ json: { ...json, sample: MADE_UP } }]];
		} finally {
			end();
		}
	} catch (error) {
		throw toNodeError(this.getNode(), reasonFor(error));
	}
}

const MADE_UP =
	'Made-up example: this OpenCHS has no recent change that this trigger would deliver. Nothing in it is about a real person.';
