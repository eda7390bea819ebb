import type { INodeParameters } from 'n8n-workflow';

import { OpenChs } from '../../../../nodes/OpenChs/OpenChs.node';
import { REFERENCE_LISTS } from '../../../../nodes/shared/helpline/verbs';
import { findMarker } from '../../../support/markers';
import { fakeHelpline } from '../fakeHelpline';
import { picked, runOperation } from '../runOperation';

jest.mock('../../../../nodes/shared/helpline/client');

describe('Activity', () => {
	it('is added with its type and a key of its own', async () => {
		const { helpline, items } = await runOperation({
			resource: 'activity',
			operation: 'create',
			caseId: picked(7),
			activityType: 'escalation',
			description: ' To the supervisor ',
			externalKey: 'note:1',
		});

		const [caseId, activity, key] = helpline.addActivity.mock.calls[0] ?? [];
		expect(caseId).toBe('7');
		expect(activity).toEqual({ activity_type: 'escalation', description: 'To the supervisor' });
		expect(key).toMatchObject({ key: 'note:1', isMapped: true });
		expect(items[0]?.json).toMatchObject({ id: 11, outcome: 'created' });
	});

	it('needs words', async () => {
		const run = runOperation({ resource: 'activity', operation: 'create', caseId: picked(7) });

		await expect(run).rejects.toThrow("'Description' is needed to add an activity [item 0]");
	});
});

describe('Communication', () => {
	function log(parameters: INodeParameters): INodeParameters {
		return {
			resource: 'communication',
			operation: 'create',
			caseId: picked(7),
			...parameters,
		};
	}

	it('is logged with what was filled in', async () => {
		const { helpline } = await runOperation(
			log({
				contactAddress: '+999 000 000 001',
				callDetails: { duration: 60, disposition_id: 6, call_status: '' },
			}),
		);

		expect(helpline.logCommunication.mock.calls[0]?.slice(0, 2)).toEqual([
			'7',
			{
				contact_type: 'call',
				direction: 'inbound',
				contact_address: '+999 000 000 001',
				duration: 60,
				disposition_id: 6,
			},
		]);
	});

	it('of another kind than a call has no call details', async () => {
		const { helpline } = await runOperation(
			log({ contactType: 'sms', message: 'Hello', direction: 'outbound' }),
		);

		expect(helpline.logCommunication.mock.calls[0]?.[1]).toEqual({
			contact_type: 'sms',
			direction: 'outbound',
			message: 'Hello',
		});
	});

	it('refuses the phone number itself as key', async () => {
		const run = runOperation(
			log({ contactAddress: '+999 000 000 001', externalKey: '999000000001' }),
		);

		await expect(run).rejects.toThrow("'External Key' was not accepted [item 0]");
	});

	it.each(['all', 'calls', 'messages'])('lists %s', async (communicationType) => {
		const { helpline } = await runOperation({
			resource: 'communication',
			operation: 'getAll',
			caseId: picked(7),
			communicationType,
			limit: 3,
		});

		expect(helpline.listCommunications).toHaveBeenCalledWith('7', communicationType, 3, 0);
	});
});

describe('What a server has no place for', () => {
	it.each([
		['activity', { description: 'Called back' }, 'addActivity'],
		['communication', { message: 'Hello' }, 'logCommunication'],
	] as const)('of an %s is told in the output', async (resource, parameters, verb) => {
		const helpline = fakeHelpline();
		helpline[verb].mockResolvedValue({
			record: { id: 11 },
			raw: {},
			outcome: 'created',
			notSent: ['activity_type'],
		});

		const { items } = await runOperation(
			{ resource, operation: 'create', caseId: picked(7), ...parameters },
			{ helpline },
		);

		expect(items[0]?.json.not_sent).toEqual(['activity_type']);
	});
});

describe('User', () => {
	it('is filtered by role and by whether it is active', async () => {
		const { helpline } = await runOperation({
			resource: 'user',
			operation: 'getAll',
			returnAll: true,
			filters: { role: 'supervisor', isActive: false },
		});

		expect(helpline.listUsers).toHaveBeenCalledWith(
			{ role: 'supervisor', isActive: false },
			undefined,
			0,
		);
	});

	it('tells the own account', async () => {
		const { items } = await runOperation({ resource: 'user', operation: 'getMe' });

		expect(items[0]?.json).toMatchObject({ username: 'counsellor1', role: 'counsellor' });
	});
});

describe('Reference List', () => {
	it('offers every list that a server may have', () => {
		const lists = new OpenChs().description.properties.find(({ name }) => name === 'referenceList');

		expect(lists?.options?.map((option) => 'value' in option && option.value).sort()).toEqual([
			...REFERENCE_LISTS,
		]);
	});

	it.each(['categories', 'dispositions', 'users'])(
		'%s have the same fields',
		async (referenceList) => {
			const { items, helpline } = await runOperation({
				resource: 'referenceList',
				operation: 'getAll',
				referenceList,
			});

			expect(helpline.listReference).toHaveBeenCalledWith(referenceList, 0);
			expect(items[0]?.json.name).toEqual(expect.any(String));
			expect(Object.keys(items[0]?.json ?? {})).toContain('path');
		},
	);

	it('keeps the names of users to itself when personal fields are left out', async () => {
		const { items } = await runOperation({
			resource: 'referenceList',
			operation: 'getAll',
			referenceList: 'users',
			output: 'raw',
			options: { leaveOutPersonal: true },
		});

		expect(items[0]?.json).toMatchObject({ username: 'counsellor1' });
		expect(findMarker(items)).toEqual([]);
	});
});

describe('Statistics', () => {
	function get(parameters: INodeParameters = {}): INodeParameters {
		return { resource: 'statistics', operation: 'get', ...parameters };
	}

	it('count in rows and columns for a login whose server does', async () => {
		const { helpline } = await runOperation(
			get({
				authentication: 'login',
				period: 'year',
				tableRows: ['category', 'reporter_sex'],
				tableColumns: 'status',
			}),
		);

		expect(helpline.caseStatistics).toHaveBeenCalledWith(
			{ period: 'year', rows: ['category', 'reporter_sex'], columns: 'status' },
			0,
		);
	});

	it('refuse to count by what is no field of a case', async () => {
		const run = runOperation(get({ tableRows: '={{ "category, shoe_size" }}' }));

		await expect(run).rejects.toThrow(
			"'Rows' holds something that cases are not counted by [item 0]",
		);
	});

	it('count over a period', async () => {
		const { helpline } = await runOperation(get({ period: 'quarter' }));

		expect(helpline.caseStatistics).toHaveBeenCalledWith({ period: 'quarter' }, 0);
	});

	it('count between two dates in the zone of the workflow', async () => {
		const { helpline } = await runOperation(
			get({ timeSpan: 'dates', startDate: '2026-01-01', endDate: '2026-01-31T12:00:00Z' }),
			{ timezone: 'Africa/Nairobi' },
		);

		expect(helpline.caseStatistics.mock.calls[0]?.[0]).toEqual({
			start_date: '2025-12-31T21:00:00Z',
			end_date: '2026-01-31T12:00:00Z',
		});
	});

	it('refuse a date that is none', async () => {
		const run = runOperation(get({ timeSpan: 'dates', startDate: '2026-01-01', endDate: 'soon' }));

		await expect(run).rejects.toThrow("'End' does not hold a date [item 0]");
	});
});

describe('Server', () => {
	it('tells that it was reached, took the login and how fast', async () => {
		const { items } = await runOperation({ resource: 'server', operation: 'check' });

		expect(items[0]?.json).toEqual({
			reachable: true,
			login_accepted: true,
			milliseconds: 12,
			account: 'counsellor1',
			role: 'counsellor',
			remarks: [],
			helpline: 'demo',
		});
	});
});
