import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { FromTo } from '../../changes/change';
import type { EventName } from '../../changes/events';
import { inOrder } from '../../changes/events';
import type { Known } from '../../changes/windowCursor';
import type { CaseRecord } from '../../record/case';
import { PRIORITIES, STATUSES } from '../../record/case';
import { stable } from '../../record/externalKey';

/** What happened to a case, as far as the server's activities and the earlier state tell. */
export interface WhatHappened {
	/** Never empty, the most specific first. */
	events: EventName[];
	change: Record<string, FromTo>;
}

/** Short hash of anything, for comparing. */
export function printOf(value: unknown): string {
	return createHash('sha256').update(stable(value)).digest('base64url').slice(0, 6);
}

/** How a case stands, for the next comparison. */
export function stateOf(record: CaseRecord): Omit<Known, 'told'> {
	const { status, priority, assigned_user_id: id, assigned_to: name } = record;
	const assigned = id !== null ? String(id) : name === null ? null : `#${printOf(name)}`;
	return { status, priority, assigned };
}

/**
 * The events of a changed case. Activities (null when none were read) are believed about status and
 * assignment; where nothing is known of the earlier state and no activity explains the change, every
 * event that somebody waits for is told with `from: null`. Of a priority no activity has to tell, so
 * that an unknown one always counts as raised, unless it is the lowest.
 */
export function whatHappened(
	record: CaseRecord,
	earlier: Known | undefined,
	activities: readonly IDataObject[] | null,
	waited: ReadonlySet<EventName>,
): WhatHappened {
	const said = activities ?? [];
	const guesses = (event: EventName) =>
		earlier === undefined && waited.has(event) && said.length === 0;
	const events: EventName[] = ['caseUpdated'];
	const change: Record<string, FromTo> = {};

	const status = fromTo(earlier && [earlier.status], record.status, ofKind(said, STATUS), STATUSES);
	if (status || (guesses('statusChanged') && record.status !== null)) {
		events.push('statusChanged');
		change.status = status ?? { from: null, to: record.status };
	}

	const priority = fromTo(
		earlier && [earlier.priority],
		record.priority,
		said.filter(({ description }) => /^\W*priority\b/i.test(String(description ?? ''))),
		PRIORITIES,
	);
	const isUnknown = earlier === undefined && priority === null && waited.has('priorityRaised');
	if (priority) change.priority = priority;
	else if (isUnknown && record.priority !== null) {
		change.priority = { from: null, to: record.priority };
	}
	if (change.priority && isRaised(change.priority)) events.push('priorityRaised');
	else if (isUnknown) delete change.priority;

	const assignment = assignmentOf(record, earlier, ofKind(said, ['assignment']));
	Object.assign(change, assignment.change);
	if (assignment.isAssigned) events.push('assigned');
	else if (guesses('assigned') && stateOf(record).assigned !== null) {
		events.push('assigned');
		change.assigned_to = { from: null, to: record.assigned_to };
	}

	if (ofKind(said, ['escalation']).length > 0) events.push('escalated');
	if (ofKind(said, ['note']).length > 0) events.push('noteAdded');
	return { events: inOrder(events), change };
}

const STATUS = ['status_change', 'resolution'];

function ofKind(activities: readonly IDataObject[], kinds: string[]): IDataObject[] {
	return activities.filter(({ activity_type: kind }) => kinds.includes(String(kind)));
}

/** From the state before where it is known, else from the words of the first activity; null when nothing tells of a change. */
function fromTo(
	earlier: [string | null] | undefined,
	now: string | null,
	activities: IDataObject[],
	words: readonly string[],
): FromTo | null {
	const isOther = earlier !== undefined && earlier[0] !== now;
	if (!isOther && activities.length === 0) return null;
	const from = earlier ? earlier[0] : wordsIn(activities[0]?.description).from;
	const isWord = earlier !== undefined || (from !== null && words.includes(from));
	return { from: isWord ? from : null, to: now };
}

/** An unknown state and words without an order count as raised. */
function isRaised({ from, to }: FromTo): boolean {
	const rank = (word: unknown) => (PRIORITIES as readonly unknown[]).indexOf(word);
	if (rank(to) === 0) return false;
	return rank(from) === -1 || rank(to) === -1 || rank(to) > rank(from);
}

function assignmentOf(
	record: CaseRecord,
	earlier: Known | undefined,
	activities: IDataObject[],
): { isAssigned: boolean; change: Record<string, FromTo> } {
	const now = stateOf(record).assigned;
	const isOther = earlier !== undefined && earlier.assigned !== now;
	if (!isOther && activities.length === 0) return { isAssigned: false, change: {} };
	const [first] = activities;
	const last = activities.at(-1);
	const from = first ? nobodyIsNull(wordsIn(first.description).from) : null;
	const to = last ? nobodyIsNull(wordsIn(last.description).to) : null;
	const change: Record<string, FromTo> = { assigned_to: { from, to: record.assigned_to } };
	if (isOther && !earlier.assigned?.startsWith('#')) {
		change.assigned_user_id = { from: earlier.assigned, to: record.assigned_user_id };
	}
	return { isAssigned: now !== null || to !== null, change };
}

/**
 * "Status changed from open to closed", "open -> closed", "Assigned to amina": single words only, so
 * that nothing of what a person wrote is taken for one.
 */
function wordsIn(description: unknown): { from: string | null; to: string | null } {
	const text = typeof description === 'string' ? description.trim() : '';
	const word = `["'“]?([^\\s"'“”,;]{1,100}?)["'”]?`;
	const both =
		new RegExp(`\\bfrom\\s+${word}\\s+to\\s+${word}\\W*$`, 'iu').exec(text) ??
		new RegExp(`(?:^|\\s)${word}\\s*(?:->|=>|→)\\s*${word}\\W*$`, 'u').exec(text);
	if (both) return { from: both[1] ?? null, to: both[2] ?? null };
	const to = new RegExp(`\\bto\\s+${word}\\W*$`, 'iu').exec(text)?.[1] ?? null;
	return { from: null, to };
}

function nobodyIsNull(name: string | null): string | null {
	return name !== null && /^(nobody|no-one|none|null|unassigned|-)$/i.test(name) ? null : name;
}
