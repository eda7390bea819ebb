import type { EventName } from '../../../../../nodes/shared/changes/events';
import { EVENTS } from '../../../../../nodes/shared/changes/events';
import type { Known } from '../../../../../nodes/shared/changes/windowCursor';
import { stateOf, whatHappened } from '../../../../../nodes/shared/helpline/published/changeEvents';
import type { CaseRecord } from '../../../../../nodes/shared/record/case';

const ALL = new Set(EVENTS);

function caseOf(fields: Partial<CaseRecord> = {}): CaseRecord {
	return {
		id: 7,
		case_number: null,
		title: 'Made-up case',
		description: null,
		category: null,
		subcategory: null,
		priority: 'medium',
		status: 'open',
		assigned_to: null,
		assigned_user_id: null,
		created_at: null,
		updated_at: null,
		external_key: null,
		...fields,
	};
}

function known(fields: Partial<CaseRecord> = {}): Known {
	return { ...stateOf(caseOf(fields)), told: 0 };
}

function said(activity_type: string, description = '') {
	return [{ id: 1, activity_type, description }];
}

describe('the earlier state is known', () => {
	test.each<[string, Partial<CaseRecord>, Partial<CaseRecord>, EventName[], object]>([
		['nothing of it', {}, {}, ['caseUpdated'], {}],
		[
			'status',
			{ status: 'open' },
			{ status: 'closed' },
			['statusChanged', 'caseUpdated'],
			{ status: { from: 'open', to: 'closed' } },
		],
		[
			'priority, up',
			{ priority: 'low' },
			{ priority: 'critical' },
			['priorityRaised', 'caseUpdated'],
			{ priority: { from: 'low', to: 'critical' } },
		],
		[
			'priority, down',
			{ priority: 'high' },
			{ priority: 'medium' },
			['caseUpdated'],
			{ priority: { from: 'high', to: 'medium' } },
		],
		[
			'priority, to a word without an order',
			{ priority: 'high' },
			{ priority: 'red' },
			['priorityRaised', 'caseUpdated'],
			{ priority: { from: 'high', to: 'red' } },
		],
		[
			'assignee',
			{ assigned_user_id: 3, assigned_to: 'amina' },
			{ assigned_user_id: 4, assigned_to: 'juma' },
			['assigned', 'caseUpdated'],
			{
				assigned_user_id: { from: '3', to: 4 },
				assigned_to: { from: null, to: 'juma' },
			},
		],
		[
			'assignee, to nobody',
			{ assigned_user_id: 3 },
			{},
			['caseUpdated'],
			{ assigned_user_id: { from: '3', to: null }, assigned_to: { from: null, to: null } },
		],
		[
			'assignee by name only',
			{ assigned_to: 'amina' },
			{ assigned_to: 'juma' },
			['assigned', 'caseUpdated'],
			{ assigned_to: { from: null, to: 'juma' } },
		],
	])('%s', (_, before, now, events, change) => {
		for (const activities of [null, []]) {
			expect(whatHappened(caseOf(now), known(before), activities, ALL)).toEqual({ events, change });
		}
	});
});

describe('the earlier state is not known', () => {
	const now = caseOf({
		status: 'closed',
		priority: 'high',
		assigned_user_id: 4,
		assigned_to: 'juma',
	});

	test.each([
		['the server has no activities', null],
		['no activity explains the change', []],
	])('%s: what somebody waits for is told with from null', (_, activities) => {
		expect(whatHappened(now, undefined, activities, ALL)).toEqual({
			events: ['priorityRaised', 'assigned', 'statusChanged', 'caseUpdated'],
			change: {
				status: { from: null, to: 'closed' },
				priority: { from: null, to: 'high' },
				assigned_to: { from: null, to: 'juma' },
			},
		});
	});

	test('what nobody waits for is not guessed', () => {
		const { events, change } = whatHappened(now, undefined, null, new Set(['caseUpdated']));
		expect([events, change]).toEqual([['caseUpdated'], {}]);
	});

	test('what cannot have happened is not guessed', () => {
		const record = caseOf({ status: null, priority: 'low' });
		expect(whatHappened(record, undefined, null, ALL)).toEqual({
			events: ['caseUpdated'],
			change: {},
		});
	});

	test('an activity that explains the change is believed, but says nothing of the priority', () => {
		const { events } = whatHappened(now, undefined, said('note', 'Called back'), ALL);
		expect(events).toEqual(['priorityRaised', 'noteAdded', 'caseUpdated']);
	});
});

describe('activities', () => {
	test.each<[string, string, object]>([
		['status_change', 'Status changed from open to closed', { from: 'open', to: 'closed' }],
		['status_change', 'status: "in_progress" → "closed".', { from: 'in_progress', to: 'closed' }],
		['status_change', 'open -> closed', { from: 'open', to: 'closed' }],
		['status_change', 'Status set to closed', { from: null, to: 'closed' }],
		['status_change', '', { from: null, to: 'closed' }],
		['resolution', 'The child moved from mother to aunt', { from: null, to: 'closed' }],
	])('%s, "%s"', (type, description, status) => {
		const record = caseOf({ status: 'closed', priority: 'low' });
		const { events, change } = whatHappened(record, undefined, said(type, description), ALL);
		expect([events, change]).toEqual([['statusChanged', 'caseUpdated'], { status }]);
	});

	test('a status that came and went is told', () => {
		const activities = [
			...said('status_change', 'Status changed from open to closed'),
			...said('status_change', 'Status changed from closed to open'),
		];
		const { events, change } = whatHappened(caseOf(), known(), activities, ALL);
		expect(events).toContain('statusChanged');
		expect(change.status).toEqual({ from: 'open', to: 'open' });
	});

	test.each<[string, EventName[], object]>([
		[
			'Priority changed from low to medium',
			['escalated', 'priorityRaised', 'caseUpdated'],
			{ from: 'low', to: 'medium' },
		],
		[
			'Priority changed from high to medium',
			['escalated', 'caseUpdated'],
			{ from: 'high', to: 'medium' },
		],
	])('"%s" tells of the priority', (description, events, priority) => {
		const happened = whatHappened(caseOf(), undefined, said('escalation', description), ALL);
		expect(happened).toEqual({ events, change: { priority } });
	});

	test.each<[string, Partial<CaseRecord>, object, boolean]>([
		[
			'Assigned from amina to juma',
			{ assigned_user_id: 4, assigned_to: 'juma' },
			{ from: 'amina', to: 'juma' },
			true,
		],
		[
			'Assigned from nobody to juma',
			{ assigned_user_id: 4, assigned_to: 'juma' },
			{ from: null, to: 'juma' },
			true,
		],
		['Assigned from amina to nobody', {}, { from: 'amina', to: null }, false],
		['Assigned to amina', {}, { from: null, to: null }, true],
	])('"%s"', (description, now, assigned_to, isAssigned) => {
		const record = caseOf({ priority: 'low', ...now });
		const { events, change } = whatHappened(
			record,
			undefined,
			said('assignment', description),
			ALL,
		);
		expect([events.includes('assigned'), change]).toEqual([isAssigned, { assigned_to }]);
	});
});
