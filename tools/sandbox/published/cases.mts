import { numberText, oneOf, text, timeText } from '../checks.mts';
import { parseTime } from '../clock.mts';
import { type CaseRow, PRIORITIES, STATUSES } from '../records.mts';
import { notFound, Refusal } from '../refusal.mts';
import { type CaseChanges, readCaseChanges, readNewCase } from './caseForm.mts';
import type { Result } from './envelope.mts';
import { caseOrder, paginationOf, readListQuery } from './paging.mts';
import { renderCase, renderId, renderTime } from './render.mts';
import { type Call, pathId, type Route } from './route.mts';
import { tellCreated, tellUpdated } from './told.mts';

export const caseRoutes: readonly Route[] = [
	{ method: 'POST', path: '/cases', handle: createCase },
	{ method: 'GET', path: '/cases', handle: listCases },
	{ method: 'GET', path: '/cases/:id', handle: getCase },
	{ method: 'PUT', path: '/cases/:id', handle: updateCase },
	{ method: 'POST', path: '/cases/:id', offered: 'postUpdateOffered', handle: updateCase },
	{ method: 'DELETE', path: '/cases/:id', offered: 'deleteOffered', handle: deleteCase },
];

/** The case that a path names, or a 404. */
export function caseInPath(call: Call): CaseRow {
	const id = pathId(call, 'Case');
	const row = call.store.caseById(id);
	if (!row) throw notFound('Case', id);
	return row;
}

function createCase(call: Call): Result {
	const { fields, extra } = readNewCase(call);
	const created = call.store.insertCase({
		...(fields as Pick<CaseRow, 'title' | 'category' | 'priority'>),
		extra: Object.keys(extra).length > 0 ? JSON.stringify(extra) : null,
		created_at: call.now,
		created_by: call.user.id,
		updated_by: call.user.id,
	});
	tellCreated(call, created);
	return {
		status: 201,
		message: 'Case created',
		data: {
			id: renderId(call.settings, created.id),
			case_number: created.case_number,
			status: created.status,
			created_at: renderTime(call.settings, created.created_at),
		},
	};
}

function getCase(call: Call): Result {
	return { data: renderCase(call, caseInPath(call)) };
}

function listCases(call: Call): Result {
	const { page, query } = readListQuery(call, {
		updated_since: timeText,
		created_after: timeText,
		status: oneOf(STATUSES),
		priority: oneOf(PRIORITIES),
		category: text(255, 1),
		assigned_user_id: numberText(0, 1e12),
	});
	const conditions = ['deleted_at IS NULL'];
	const values: Array<string | number> = [];
	const where = (condition: string, value: string | number) => {
		conditions.push(condition);
		values.push(value);
	};
	const since = call.settings.sinceInclusive ? '>=' : '>';
	if (query.updated_since) where(`updated_at ${since} ?`, isoOf(query.updated_since));
	if (query.created_after) where(`created_at ${since} ?`, isoOf(query.created_after));
	if (query.status) where('status = ?', query.status);
	if (query.priority) where('priority = ?', query.priority);
	if (query.category) where('category = ?', query.category);
	if (query.assigned_user_id) where('assigned_user_id = ?', Number(query.assigned_user_id));
	const from = `FROM cases WHERE ${conditions.join(' AND ')}`;
	const total = call.store.count(from, ...values);
	const rows = call.store.rows<CaseRow>(
		`SELECT * ${from} ORDER BY ${caseOrder(call.order)} LIMIT ? OFFSET ?`,
		...values,
		page.limit,
		page.offset,
	);
	return {
		data: rows.map((row) => renderCase(call, row)),
		pagination: paginationOf(total, page, rows.length),
	};
}

function updateCase(call: Call): Result {
	const before = caseInPath(call);
	const changes = readCaseChanges(call);
	const { fields, extra } = changes;
	const merged = { ...(before.extra === null ? {} : JSON.parse(before.extra)), ...extra };
	call.store.changeCase(before.id, {
		...fields,
		extra: Object.keys(merged).length > 0 ? JSON.stringify(merged) : null,
		...(fields.status && { resolved_at: resolvedAt(call, before, fields.status) }),
		updated_at: call.now,
		updated_by: call.user.id,
	});
	recordChanges(call, before, changes);
	const after = caseInPath(call);
	tellUpdated(call, before, after);
	return { message: 'Case updated', data: renderCase(call, after) };
}

function deleteCase(call: Call): Result {
	if (call.user.role !== 'administrator') {
		throw new Refusal(403, 'FORBIDDEN', 'Only administrators may delete cases');
	}
	const row = caseInPath(call);
	call.store.changeCase(row.id, { deleted_at: call.now, updated_at: call.now });
	return { message: 'Case deleted' };
}

function resolvedAt(call: Call, before: CaseRow, status: string): string | null {
	if (status !== 'resolved' && status !== 'closed') return null;
	return before.resolved_at ?? call.now;
}

/** Changes that people follow leave a line in the case's history, and so do notes. */
function recordChanges(call: Call, before: CaseRow, { fields, notes }: CaseChanges): void {
	const add = (activity_type: string, description: string) => {
		call.store.addActivity({
			case_id: before.id,
			activity_type,
			description,
			user_id: call.user.id,
			created_at: call.now,
		});
	};
	if (fields.status !== undefined && fields.status !== before.status) {
		add('status_change', `Status changed from ${before.status} to ${fields.status}`);
	}
	if (fields.priority !== undefined && fields.priority !== before.priority) {
		const isRaised = rank(fields.priority) > rank(before.priority);
		const description = `Priority changed from ${before.priority} to ${fields.priority}`;
		add(isRaised ? 'escalation' : 'note', description);
	}
	const assigned = fields.assigned_user_id;
	if (assigned !== undefined && assigned !== before.assigned_user_id) {
		const from = nameOf(call, before.assigned_user_id);
		add('assignment', `Assigned from ${from} to ${nameOf(call, assigned)}`);
	}
	if (notes !== undefined) add('note', notes);
}

function rank(priority: string): number {
	return (PRIORITIES as readonly string[]).indexOf(priority);
}

function nameOf(call: Call, id: number | null): string {
	if (id === null) return 'nobody';
	return call.store.users().get(id)?.username ?? 'nobody';
}

function isoOf(given: string): string {
	return parseTime(given)?.toISOString() ?? '';
}
