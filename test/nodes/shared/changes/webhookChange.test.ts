import type { IDataObject } from 'n8n-workflow';

import type { Change } from '../../../../nodes/shared/changes/change';
import {
	isOnlyNamed,
	serverEvents,
	toChange,
	TOLD_BY,
	withCase,
} from '../../../../nodes/shared/changes/webhookChange';
import { EVENTS } from '../../../../nodes/shared/changes/events';
import { toRecord } from '../../../../nodes/shared/helpline/published/caseRecord';

const AT = '2026-02-01T10:00:00Z';
const VERSION = '2026-02-01T10:00:00.000Z';
const PLACE = { in: 'description' } as const;
const NAMED = { id: 123, case_number: 'CASE-2026-000123' };

const told = (event: string, data: IDataObject): Change | null =>
	toChange({ event, at: AT, data }, PLACE);
const found = (raw: IDataObject) => ({ raw, record: toRecord(raw, PLACE) });

describe('what a server tells of a case', () => {
	it('that is new is one change under the time of its creation', () => {
		const data = {
			case: { ...NAMED, title: 'x', created_at: '2026-02-01T09:59:58Z', updated_at: AT },
		};

		expect(told('case.created', data)).toMatchObject({
			kind: 'case',
			id: 123,
			version: '2026-02-01T09:59:58.000Z',
			events: ['caseCreated'],
			change: {},
			about: { record: { id: 123 } },
		});
	});

	it.each<[string, IDataObject, string[], object]>([
		['case.updated', { changes: {} }, ['caseUpdated'], {}],
		['case.updated', {}, ['caseUpdated'], {}],
		['case.updated', { changes: null }, ['caseUpdated'], {}],
		[
			'case.updated',
			{ changes: { status: { old: 'open', new: 'closed' }, odd: 'text' } },
			['statusChanged', 'caseUpdated'],
			{ status: { from: 'open', to: 'closed' } },
		],
		[
			'case.updated',
			{ changes: { assigned_user_id: { old: null, new: 8 } } },
			['assigned', 'caseUpdated'],
			{ assigned_user_id: { from: null, to: 8 } },
		],
		[
			'case.updated',
			{ changes: { priority: { old: 'low', new: 'high' } } },
			['priorityRaised', 'caseUpdated'],
			{ priority: { from: 'low', to: 'high' } },
		],
		[
			'case.updated',
			{ changes: { priority: { old: 'high', new: 'low' } } },
			['caseUpdated'],
			{ priority: { from: 'high', to: 'low' } },
		],
		[
			'case.updated',
			{ changes: { priority: { new: 'high' } } },
			['priorityRaised', 'caseUpdated'],
			{ priority: { from: null, to: 'high' } },
		],
		[
			'case.updated',
			{
				changes: { description: { old: 'a\n\nExternal-Ref: k:1', new: 'b\n\nExternal-Ref: k:1' } },
			},
			['caseUpdated'],
			{ description: { from: 'a', to: 'b' } },
		],
		[
			'case.assigned',
			{ assigned_to: { id: 8, username: 'maria' } },
			['assigned', 'caseUpdated'],
			{ assigned_to: { from: null, to: 'maria' }, assigned_user_id: { from: null, to: 8 } },
		],
		['case.assigned', {}, ['assigned', 'caseUpdated'], {}],
		[
			'case.status_changed',
			{ status: { old: 'in_progress', new: 'resolved' } },
			['statusChanged', 'caseUpdated'],
			{ status: { from: 'in_progress', to: 'resolved' } },
		],
		['case.status_changed', {}, ['statusChanged', 'caseUpdated'], {}],
		[
			'case.resolved',
			{ resolution: { outcome: 'helped' } },
			['statusChanged', 'caseUpdated'],
			{ status: { from: null, to: 'resolved' } },
		],
		['case.escalated', { escalated_to: { id: 7 } }, ['escalated', 'caseUpdated'], {}],
	])('%s with %j', (event, data, events, change) => {
		const read = told(event, { case: NAMED, ...data });

		expect(read).toMatchObject({ kind: 'case', id: 123, version: VERSION, events });
		expect(read?.change).toEqual(change);
	});

	it('has its own time before that of the delivery, however it is written', () => {
		const change = told('case.updated', { case: { ...NAMED, updated_at: '2026-02-01 09:59:59' } });

		expect(change?.version).toBe('2026-02-01T09:59:59.000Z');
	});

	it('is put together with what only its event tells', () => {
		const assigned = told('case.assigned', {
			case: NAMED,
			assigned_to: { id: 8, username: 'maria' },
		});
		const changed = told('case.status_changed', {
			case: NAMED,
			status: { old: 'open', new: 'closed' },
		});

		expect(assigned?.found.record).toMatchObject({ assigned_to: 'maria', assigned_user_id: 8 });
		expect(changed?.found.record).toMatchObject({ status: 'closed' });
	});

	it('is not changed by what another event would tell', () => {
		const data = { case: NAMED, status: { new: 'closed' }, assigned_to: { id: 8, username: 'maria' } };

		expect(told('case.updated', data)?.change).toEqual({});
	});

	it('is not raised by the priority that it had', () => {
		const change = told('case.updated', {
			case: NAMED,
			changes: { priority: { old: 'high', new: 'high' } },
		});

		expect(change?.events).toEqual(['caseUpdated']);
	});

	it('keeps what it says itself', () => {
		const data = { case: { ...NAMED, status: 'open', assigned_to: 'chloe' }, status: { new: 'closed' } };

		expect(told('case.status_changed', data)?.found.raw).toMatchObject({
			status: 'open',
			assigned_to: 'chloe',
		});
	});

	it('holds the person it is assigned to in one place', () => {
		const data = { case: { ...NAMED, assigned_to: { id: 8, username: 'maria' } } };

		expect(told('case.updated', data)?.found.raw).not.toHaveProperty('assigned_to');
	});

	it('may stand in the data itself', () => {
		expect(told('case.updated', { ...NAMED, status: 'open' })).toMatchObject({
			id: 123,
			found: { record: { status: 'open' } },
		});
	});

	it('keeps an ID that is a text', () => {
		expect(told('case.updated', { case: { id: '0123' } })?.id).toBe('0123');
	});

	it.each([
		{},
		{ case: null },
		{ case: {} },
		{ case: { id: '' } },
		{ case: [] },
		{ case: { id: {} } },
	])('is nothing without an ID: %j', (data) => {
		expect(told('case.updated', data)).toBeNull();
	});
});

describe('what a server tells of a communication', () => {
	const communication = {
		id: 456,
		case_id: 123,
		contact_type: 'call',
		direction: 'inbound',
		created_at: '2026-02-01T09:00:00Z',
	};

	it('is a change of its own, about its case', () => {
		expect(told('communication.received', { communication, case: NAMED })).toMatchObject({
			kind: 'communication',
			id: 456,
			version: '2026-02-01T09:00:00.000Z',
			at: '2026-02-01T09:00:00Z',
			events: ['communicationReceived'],
			found: { record: { contact_type: 'call', case_id: 123 } },
			about: { record: { id: 123, case_number: 'CASE-2026-000123' } },
		});
	});

	it('names its case by the ID alone where no more is told', () => {
		const about = told('communication.received', { communication })?.about;
		expect(about?.record.id).toBe(123);
		expect(about?.raw).toEqual({ id: 123 });
	});

	it.each([null, undefined, ''])('may be about no case: %p', (case_id) => {
		const without = { communication: { ...communication, case_id } };
		expect(told('communication.received', without as IDataObject)?.about).toBeNull();
	});

	it('is nothing when the helpline called', () => {
		const outbound = { ...communication, direction: 'outbound' };

		expect(told('communication.received', { communication: outbound })).toBeNull();
	});
});

describe('what a server tells of a recording', () => {
	const documented = { communication_id: 456, case_id: 123, processing_results: {} };

	it('is nothing where the call alone is named, as documented', () => {
		expect(told('audio.processed', documented)).toBeNull();
	});

	it('has its own time before that of the delivery', () => {
		const recording = { id: 9, created_at: '2026-02-01T08:00:00Z' };

		expect(told('audio.processed', { recording })).toMatchObject({
			version: '2026-02-01T08:00:00.000Z',
			at: '2026-02-01T08:00:00Z',
			about: null,
		});
	});

	it.each([{ attachment_id: 9 }, { attachment: { id: 9 } }, { recording: { id: 9 } }])(
		'is a change about its case where the recording is named: %j',
		(named) => {
			expect(told('audio.processed', { ...documented, ...named })).toMatchObject({
				kind: 'recording',
				id: 9,
				events: ['recordingAvailable'],
				found: { record: { file_type: 'audio', case_id: 123 } },
				about: { record: { id: 123 } },
			});
		},
	);
});

it.each(['user.login', 'ai.prediction_complete', 'case.', 'toString', ''])(
	'%p is no change of a case or its calls',
	(event) => {
		expect(told(event, { case: NAMED, user: { id: 1 } })).toBeNull();
	},
);

describe('a case that was read after a delivery named it', () => {
	const named = told('case.escalated', { case: NAMED }) as Change;
	const whole = (time: string) =>
		found({
			...NAMED,
			title: 'x',
			category: 'y',
			priority: 'high',
			status: 'open',
			updated_at: time,
		});

	it('is told from one that the delivery tells', () => {
		expect(isOnlyNamed(found(NAMED))).toBe(true);
		expect(isOnlyNamed(found({ ...NAMED, title: 'x', status: 'open' }))).toBe(true);
		expect(isOnlyNamed(whole(AT))).toBe(false);
	});

	it('gives the change its exact time when it is of the same second', () => {
		const change = withCase(named, whole('2026-02-01T10:00:00.250Z'));

		expect(change.version).toBe('2026-02-01T10:00:00.250Z');
		expect(change.found.record.priority).toBe('high');
	});

	it('leaves the change its own time when it has changed once more since', () => {
		expect(withCase(named, whole('2026-02-01T10:00:03Z')).version).toBe(VERSION);
		expect(withCase(named, found({ ...NAMED })).version).toBe(VERSION);
	});

	it('gives a new case the exact time of its creation, not of a later change', () => {
		const created = told('case.created', { case: { ...NAMED, created_at: AT } }) as Change;
		const read = found({ ...NAMED, created_at: '2026-02-01T10:00:00.125Z', updated_at: AT });

		expect(withCase(created, read).version).toBe('2026-02-01T10:00:00.125Z');
	});

	it('stands beside a communication, which stays what it is', () => {
		const received = told('communication.received', { communication: { id: 4, case_id: 123 } });

		const change = withCase(received as Change, whole(AT));

		expect(change.about?.record.priority).toBe('high');
		expect(change.found.record.id).toBe(4);
	});
});

describe('what a server is asked for', () => {
	it('is each of its events once, in a fixed order', () => {
		expect(serverEvents(['statusChanged', 'caseUpdated', 'priorityRaised'])).toEqual([
			'case.resolved',
			'case.status_changed',
			'case.updated',
		]);
	});

	it.each<[(typeof EVENTS)[number], string[]]>([
		['caseCreated', ['case.created']],
		['caseUpdated', ['case.updated']],
		['priorityRaised', ['case.updated']],
		['statusChanged', ['case.resolved', 'case.status_changed']],
		['assigned', ['case.assigned']],
		['escalated', ['case.escalated']],
		['communicationReceived', ['communication.received']],
		['recordingAvailable', ['audio.processed']],
		['noteAdded', []],
	])('for %s is %j', (event, names) => {
		expect(serverEvents([event])).toEqual(names);
	});

	it('covers all that can be waited for but notes, which no event tells of', () => {
		expect(EVENTS.filter((event) => !TOLD_BY[event])).toEqual(['noteAdded']);
	});

	it.each(EVENTS.filter((event) => TOLD_BY[event]))('tells of %s by each event', (event) => {
		const data: Record<string, IDataObject> = {
			priorityRaised: { changes: { priority: { old: 'low', new: 'high' } } },
			communicationReceived: { communication: { id: 4 } },
			recordingAvailable: { attachment_id: 9 },
		};

		for (const name of serverEvents([event])) {
			expect(told(name, { case: NAMED, ...data[event] })?.events).toContain(event);
		}
	});
});
