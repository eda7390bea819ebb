import type { IDataObject } from 'n8n-workflow';

import type { FromTo } from '../../changes/change';
import type { EventName } from '../../changes/events';
import { inOrder } from '../../changes/events';
import { isNote } from './activities';
import { priorityWord, statusWord, toRecord } from './caseRecord';
import { textOrNull } from './text';
import { kindOf } from './wire/codec';

/** What happened in one line of the activity feed. */
export interface Happened {
	events: EventName[];
	/** In the words of the one record. */
	change: Record<string, FromTo>;
}

const CREATED = '1';
/** Codes of lines that an update of the case itself writes (helpline v1, 11.1). */
const UPDATES = new Set(['2', '3', '4']);
/** The code of the lowest priority, to which nothing can be raised. */
const LOWEST = '1';

/** What only the audit behind a line tells for certain. */
const DETAILS = new Set<EventName>(['assigned', 'escalated', 'priorityRaised', 'statusChanged']);

/** Whether somebody waits for something that only audits tell. */
export function needsAudits(events: ReadonlySet<EventName>): boolean {
	return [...DETAILS].some((event) => events.has(event));
}

/** The audit behind a line; null where it has none that tells of the case: a creation, a note, a client. */
export function auditOf(raw: IDataObject): string | null {
	return mayHaveChanged(raw) ? textOrNull(raw.aub_id) : null;
}

/** A request may leave everything as it was, and is told all the same; an older server does not count. */
function mayHaveChanged(raw: IDataObject): boolean {
	return UPDATES.has(textOrNull(raw.activity) ?? '') && raw.change_count !== null;
}

/**
 * What a line of the feed tells. `audit` holds its audit rows, where they were asked for; a line that
 * should have some and has none may have changed anything that stands in it, so that nothing waited for
 * is missed: `from` is then null.
 */
export function happenedIn(raw: IDataObject, audit: readonly IDataObject[] | null): Happened {
	if (raw.activity === CREATED) return created(raw);
	if (isNote(raw)) {
		const change = { notes: { from: null, to: textOrNull(raw.detail) } };
		return { events: inOrder(['noteAdded', 'caseUpdated']), change };
	}
	if (!mayHaveChanged(raw)) return { events: ['caseUpdated'], change: {} };
	const ofCase = (audit ?? []).filter(({ t }) => t === 'cases');
	if (ofCase.length > 0) return fromAudit(ofCase);
	const asked = fromRequest(raw);
	// Nobody waits for more than "updated" when the audit was not asked for.
	return audit === null ? { ...asked, events: ['caseUpdated'] } : asked;
}

/** A case that is escalated from its first moment is both (recording 30). */
function created(raw: IDataObject): Happened {
	if (textOrNull(raw.escalated_to_id) === null) return { events: ['caseCreated'], change: {} };
	const change = { is_escalated: { from: null, to: true } };
	return { events: inOrder(['caseCreated', 'escalated']), change };
}

/** The line repeats what the request asked for, changed or not (recordings 52, 65). */
function fromRequest(raw: IDataObject): Happened {
	const events: EventName[] = ['caseUpdated'];
	const change: Record<string, FromTo> = {};
	if (textOrNull(raw.status) !== null) {
		events.push('statusChanged');
		change.status = { from: null, to: statusWord(raw.status) };
	}
	if (textOrNull(raw.priority) !== null) {
		if (raw.priority !== LOWEST) events.push('priorityRaised');
		change.priority = { from: null, to: priorityWord(raw.priority) };
	}
	if (textOrNull(raw.escalated_to_id) !== null) {
		// The one to whom a case is escalated becomes its assignee (helpline v1, 8.3).
		events.push('escalated', 'assigned');
		change.is_escalated = { from: null, to: true };
	}
	return { events: inOrder(events), change };
}

/** Each row of an audit names a column with its new and its old value (recordings 67, 68). */
function fromAudit(audit: readonly IDataObject[]): Happened {
	const [before, after] = [columnsIn(audit, 'v_'), columnsIn(audit, 'v')];
	const isNew = (name: string) => before[name] !== after[name];
	const isGiven = (name: string) => isNew(name) && textOrNull(after[name]) !== null;
	const events: EventName[] = ['caseUpdated'];
	if (isNew('status')) events.push('statusChanged');
	if (isGiven('priority') && !isLowered(before.priority, after.priority)) {
		events.push('priorityRaised');
	}
	if (isGiven('escalated_to_id')) events.push('escalated');
	if (isGiven('assigned_to_id')) events.push('assigned');
	const change = changesBetween(before, after);
	if (isNew('escalated_to_id')) {
		const isEscalated = (columns: IDataObject) => textOrNull(columns.escalated_to_id) !== null;
		change.is_escalated = { from: isEscalated(before), to: isEscalated(after) };
	}
	return { events: inOrder(events), change };
}

function columnsIn(audit: readonly IDataObject[], side: 'v' | 'v_'): IDataObject {
	const columns: IDataObject = {};
	for (const row of audit) {
		const name = textOrNull(row.k);
		if (name === null) continue;
		const value = textOrNull(row[side]);
		const isUnset = value === '0' && kindOf(name) !== 'text';
		columns[name] = isUnset ? null : value;
	}
	return columns;
}

/** Codes that are no numbers can be compared with nothing, and count as raised. */
function isLowered(before: unknown, after: unknown): boolean {
	return Number(textOrNull(after)) < Number(textOrNull(before) ?? 0);
}

/** Both states as cases, so that columns come in the words in which every case comes. */
function changesBetween(before: IDataObject, after: IDataObject): Record<string, FromTo> {
	const [from, to] = [toRecord(before, ''), toRecord(after, '')];
	const change: Record<string, FromTo> = {};
	for (const name of Object.keys(to)) {
		if (from[name] !== to[name]) change[name] = { from: from[name], to: to[name] };
	}
	return change;
}
