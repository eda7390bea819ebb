import type { INodeParameters } from 'n8n-workflow';

import { findMarker } from '../../../../support/markers';
import { fakeHelpline } from '../../fakeHelpline';
import { picked, runOperation } from '../../runOperation';

jest.mock('../../../../../nodes/shared/helpline/client');

describe('Get', () => {
	const parameters: INodeParameters = { resource: 'case', operation: 'get', caseId: picked(7) };

	it('brings what hangs on the case when asked, complete', async () => {
		const { items, helpline } = await runOperation({
			...parameters,
			options: { include: ['activities', 'attachments', 'communications', 'people'] },
		});

		expect(items[0]?.json).toMatchObject({
			id: 7,
			activities: [{ id: 11 }],
			attachments: [{ id: 13 }],
			communications: [{ id: 12 }],
			people: [{ id: '14', kind: 'client' }],
		});
		expect(helpline.listActivities).toHaveBeenCalledWith('7', undefined, 0);
		expect(helpline.listPeople).toHaveBeenCalledWith('7', 'all', undefined, 0);
	});

	it.each(['simplified', 'raw'])(
		'leaves personal fields out of what hangs on it too (%s)',
		async (output) => {
			const { items } = await runOperation({
				...parameters,
				output,
				options: {
					include: ['activities', 'attachments', 'communications', 'people'],
					leaveOutPersonal: true,
				},
			});

			expect(items[0]?.json).toMatchObject({ activities: [{ id: 11 }] });
			expect(findMarker(items)).toEqual([]);
		},
	);

	it('does not ask for what nobody wanted', async () => {
		const { helpline } = await runOperation(parameters);

		expect(helpline.listActivities).not.toHaveBeenCalled();
	});
});

describe('Get by External Key', () => {
	const parameters = { resource: 'case', operation: 'getByExternalKey', externalKey: 'form:1' };

	it('looks for exactly that key', async () => {
		const { helpline, items } = await runOperation(parameters);

		expect(helpline.findCaseByKey).toHaveBeenCalledWith('form:1', 0);
		expect(items[0]?.json.id).toBe(7);
	});

	it('says that no case carries it', async () => {
		const helpline = fakeHelpline();
		helpline.findCaseByKey.mockResolvedValue(null);

		const run = runOperation(parameters, { helpline });

		await expect(run).rejects.toThrow("No case carries the key in 'External Key'");
	});
});

describe('Get Many', () => {
	function getAll(parameters: INodeParameters = {}): INodeParameters {
		return { resource: 'case', operation: 'getAll', ...parameters };
	}

	it('asks for fifty unless told otherwise', async () => {
		const { helpline } = await runOperation(getAll());

		expect(helpline.listCases).toHaveBeenCalledWith({ limit: 50 }, 0);
	});

	it('asks for all without a limit', async () => {
		const { helpline } = await runOperation(getAll({ returnAll: true }));

		expect(helpline.listCases).toHaveBeenCalledWith({}, 0);
	});

	it('passes every filter on, with times in the zone of the workflow', async () => {
		const { helpline } = await runOperation(
			getAll({
				limit: 5,
				filters: {
					status: ['open', 'assigned'],
					priority: ['high'],
					category: 'Abuse',
					assignedUserId: 3,
					createdAfter: '2026-01-31T08:00',
					createdBefore: '2026-02-01T00:00:00Z',
					updatedSince: '2026-01-30',
					text: 'school',
				},
			}),
			{ timezone: 'Africa/Nairobi' },
		);

		expect(helpline.listCases.mock.calls[0]?.[0]).toEqual({
			limit: 5,
			status: ['open', 'assigned'],
			priority: ['high'],
			category: 'Abuse',
			assignedUserId: '3',
			createdAfter: '2026-01-31T05:00:00Z',
			createdBefore: '2026-02-01T00:00:00Z',
			updatedSince: '2026-01-29T21:00:00Z',
			text: 'school',
		});
	});

	it.each([0, '=many', Number.NaN])('refuses a limit that is none (%s)', async (limit) => {
		const run = runOperation(getAll({ limit }));

		await expect(run).rejects.toThrow("'Limit' does not hold a number from 1 upwards [item 0]");
	});

	it('refuses a date that is none, without repeating it', async () => {
		const run = runOperation(getAll({ filters: { createdAfter: 'last Tuesday' } }));

		await expect(run).rejects.toThrow("'Created After' does not hold a date [item 0]");
	});

	it('says once per run that a sort reads everything', async () => {
		const sort = { rule: [{ field: 'priority', direction: 'desc' }] };

		const { helpline, hints } = await runOperation(getAll({ sort }), {
			items: [{ json: {} }, { json: {} }],
		});

		expect(helpline.listCases.mock.calls[0]?.[0]).toMatchObject({
			sort: [{ field: 'priority', descending: true }],
		});
		expect(hints.filter(({ message }) => message.includes("'Sort'"))).toHaveLength(1);
	});

	it('shows what there is to say about the list', async () => {
		const helpline = fakeHelpline();
		helpline.listCases.mockResolvedValue({ found: [], total: 3, remarks: ['Three are missing'] });

		const { hints } = await runOperation(getAll(), { helpline });

		expect(hints).toEqual([{ message: 'Three are missing', location: 'outputPane' }]);
	});
});

describe('Search', () => {
	const parameters = { resource: 'case', operation: 'search', searchText: ' school ' };

	it('asks with the words, where to look, and how many', async () => {
		const { helpline } = await runOperation({
			...parameters,
			limit: 7,
			options: { searchFields: ['title'] },
		});

		expect(helpline.searchCases).toHaveBeenCalledWith('school', ['title'], 7, 0);
	});

	it('asks for words', async () => {
		const run = runOperation({ ...parameters, searchText: ' ' });

		await expect(run).rejects.toThrow("'Search Text' is empty [item 0]");
	});
});
