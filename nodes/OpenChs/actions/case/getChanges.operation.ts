import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { Change } from '../../../shared/changes/change';
import { changeKey } from '../../../shared/changes/changeKey';
import type { EventName } from '../../../shared/changes/events';
import { chosenEvent, inOrder, isEvent } from '../../../shared/changes/events';
import type { ChangeFilters } from '../../../shared/changes/filters';
import { isFilters, passes, toChangeFilters } from '../../../shared/changes/filters';
import type { OutputChoice } from '../../../shared/output';
import { outputChoice, present, toItem } from '../../../shared/output';
import { allowedChange, recordKind } from '../../../shared/privacy/profiles';
import { changeFilters, events, notInTheFeed } from '../../../shared/properties/changes';
import { limit } from '../../../shared/properties/limit';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { returnAll } from '../../../shared/properties/returnAll';
import { toUtc } from '../../../shared/record/dates';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { wantedCount } from '../wantedCount';
import type { Operation, Work } from '../work';

const changedAfter: INodeProperties = {
	displayName: 'From',
	name: 'changedAfter',
	type: 'dateTime',
	required: true,
	default: '',
	description: 'This moment included; without a zone it is in the time zone of the workflow',
};

const changedBefore: INodeProperties = {
	displayName: 'To',
	name: 'changedBefore',
	type: 'dateTime',
	default: '',
	description:
		'This moment not included; without a zone it is in the time zone of the workflow. Empty means up to now.',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['case'], operation: ['getChanges'] } },
	[
		changedAfter,
		events('Events', 'A change that is several of these comes once, under the most specific one'),
		changedBefore,
		returnAll,
		limit,
		changeFilters,
		notInTheFeed,
		...output('case'),
		options(...RECORD_OPTIONS),
	],
);

/** Changes that one read brings at most. */
const SLICE = 500;

/** The same changes under the same keys as the trigger delivers, for any stretch of time. */
export const execute: Operation = async function (itemIndex, work) {
	const refuse = (reason: Reason) => toNodeError(this.getNode(), reason, itemIndex);
	const read = (name: string) => this.getNodeParameter(name, itemIndex, '') as unknown;
	const from = toUtc(read('changedAfter'), this.getTimezone());
	if (from === null) throw refuse(notATime('From', 'changedAfter'));
	const until = read('changedBefore');
	const to = until === '' || until === null ? null : toUtc(until, this.getTimezone());
	if (until !== '' && until !== null && to === null) {
		throw refuse(notATime('To', 'changedBefore'));
	}
	const login = String(this.getNodeParameter('authentication', itemIndex, 'login'));
	const filters = toChangeFilters(
		this.getNodeParameter('filters', itemIndex, {}) as IDataObject,
		login,
	);
	if (!isFilters(filters)) throw refuse(filters);
	const waitedFor = eventsIn(read('events'));
	if (waitedFor.size === 0) throw refuse(NO_EVENT);

	const wanted: Stretch = { from, to, events: waitedFor, filters };
	const found = await changesIn(wanted, wantedCount.call(this, itemIndex), itemIndex, work);
	const choice = outputChoice(this, itemIndex);
	return found.map((each) => itemOf(each, choice, itemIndex, work));
};

interface Stretch {
	from: string;
	to: string | null;
	events: ReadonlySet<EventName>;
	filters: ChangeFilters;
}

interface Named {
	change: Change;
	event: EventName;
}

/**
 * Reads on until nothing is left, enough is there, or the end of the stretch is behind. A read that ends
 * early is gone on with: what stopped it is told by the next one if it lasts.
 */
async function changesIn(
	{ from, to, events: waitedFor, filters }: Stretch,
	count: number | undefined,
	itemIndex: number,
	{ helpline, remark }: Work,
): Promise<Named[]> {
	const found: Named[] = [];
	const memory = new Map<string, unknown>();
	let before = '';
	for (let mark = null, isMore = true; isMore; ) {
		const slice = await helpline.readChanges(
			{ mark, from: mark === null ? from : null, events: waitedFor, most: SLICE, memory },
			itemIndex,
		);
		for (const sentence of slice.remarks) remark(sentence);
		for (const change of slice.changes) {
			const event = chosenEvent(change.events, waitedFor);
			if (!event || !isBefore(change, to) || !passes(change.about, filters)) continue;
			found.push({ change, event });
			if (found.length === count) return found;
		}
		const isBehind = slice.changes.length > 0 && !slice.changes.some((each) => isBefore(each, to));
		const after = JSON.stringify(slice.mark);
		const isStuck = slice.changes.length === 0 && after === before;
		isMore = (slice.isMore || slice.stopped !== null) && !isBehind && !isStuck;
		mark = slice.mark;
		before = after;
	}
	return found;
}

/** A change without a time counts: leaving it out would lose it without a word. */
function isBefore({ at }: Change, to: string | null): boolean {
	return to === null || !(Date.parse(at ?? '') >= Date.parse(to));
}

function itemOf(
	{ change, event }: Named,
	choice: OutputChoice,
	itemIndex: number,
	{ helplineCode }: Work,
): INodeExecutionData {
	const { leaveOutPersonal, form, fields } = choice;
	const isAllowed = (name: string) => form !== 'selected' || fields.includes(name);
	const added = {
		event,
		events: inOrder(change.events),
		change: allowedChange(change, { isAllowed, leaveOutPersonal }),
		change_key: changeKey(helplineCode, change),
		detected_at: new Date().toISOString(),
	};
	return toItem(present(recordKind(change), change.found, choice, helplineCode, added), itemIndex);
}

/** Chosen on the screen as a list; an expression may give one name, or names with commas. */
function eventsIn(value: unknown): Set<EventName> {
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return new Set(parts.map((part) => String(part).trim()).filter(isEvent));
}

const NO_EVENT: Reason = {
	code: 'missing_field',
	field: 'events',
	message: "'Events' is empty",
	description: 'Choose which kinds of changes to get.',
};

function notATime(label: string, field: string): Reason {
	return {
		code: 'refused_value',
		field,
		message: `'${label}' does not hold a date`,
		description: 'Use a date such as 2026-01-31 or a time such as 2026-01-31T08:30.',
	};
}
