import { type CaseRow, type CommunicationRow, PRIORITIES, type UserRow } from '../records.mts';
import type { WebhookEvent } from '../webhooks/registry.mts';
import { renderCase, renderCommunication, renderId } from './render.mts';
import type { Call } from './route.mts';

/** What those who registered a webhook are told, each event with the members that the documentation shows. */

/** Fields that a server sets by itself are no change of the case. */
const NOT_A_CHANGE = ['updated_at', 'updated_by', 'resolved_at', 'extra'];

export function tellCreated(call: Call, row: CaseRow): void {
	tell(call, 'case.created', { case: renderCase(call, row), creator: actor(call) });
}

export function tellUpdated(call: Call, before: CaseRow, after: CaseRow): void {
	const changes = changesOf(before, after);
	tell(call, 'case.updated', { case: renderCase(call, after), changes, updated_by: actor(call) });
	if (changes.assigned_user_id) tellAssigned(call, after);
	if (changes.status) {
		tell(call, 'case.status_changed', {
			case: named(call, after),
			status: changes.status,
			changed_by: actor(call),
		});
	}
	if (changes.status && after.status === 'resolved') tellResolved(call, after);
	if (changes.priority && rank(after.priority) > rank(before.priority)) tellEscalated(call, after);
}

export function tellEscalated(call: Call, row: CaseRow): void {
	tell(call, 'case.escalated', {
		case: { ...named(call, row), priority: row.priority },
		escalation_reason: null,
		escalated_to: userOf(call, row.assigned_user_id),
		escalated_by: actor(call),
	});
}

export function tellCommunication(call: Call, logged: CommunicationRow): void {
	const row = call.store.caseById(logged.case_id);
	tell(call, 'communication.received', {
		communication: renderCommunication(call, logged),
		case: row ? named(call, row) : null,
	});
}

function tellAssigned(call: Call, row: CaseRow): void {
	tell(call, 'case.assigned', {
		case: { ...named(call, row), title: row.title },
		assigned_to: userOf(call, row.assigned_user_id),
		assigned_by: actor(call),
	});
}

function tellResolved(call: Call, row: CaseRow): void {
	const ms = Date.parse(row.resolved_at ?? call.now) - Date.parse(row.created_at);
	tell(call, 'case.resolved', {
		case: {
			...named(call, row),
			title: row.title,
			status: row.status,
			resolution_time_hours: Math.round(ms / 3_600_000),
		},
		resolution: { outcome: null, notes: null, follow_up_required: false, follow_up_date: null },
		resolved_by: actor(call),
	});
}

function tell(call: Call, event: WebhookEvent, data: object): void {
	call.world.webhooks.tell(event, call.now, data);
}

function changesOf(
	before: CaseRow,
	after: CaseRow,
): Record<string, { old: unknown; new: unknown }> {
	const names = Object.keys(after) as Array<keyof CaseRow>;
	const changed = names.filter(
		(name) => !NOT_A_CHANGE.includes(name) && before[name] !== after[name],
	);
	return Object.fromEntries(changed.map((name) => [name, { old: before[name], new: after[name] }]));
}

/** Most events name their case and tell no more of it. */
function named({ settings }: Call, row: CaseRow) {
	return { id: renderId(settings, row.id), case_number: row.case_number };
}

function actor({ settings, user }: Call) {
	return { id: renderId(settings, user.id), username: user.username, role: user.role };
}

function userOf(call: Call, id: number | null) {
	if (id === null) return null;
	const user = call.store.row<UserRow>('SELECT * FROM users WHERE id = ?', id);
	return user
		? { id: renderId(call.settings, user.id), username: user.username, role: user.role }
		: null;
}

function rank(priority: string): number {
	return (PRIORITIES as readonly string[]).indexOf(priority);
}
