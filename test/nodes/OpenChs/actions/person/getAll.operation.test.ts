import type { INodeParameters } from 'n8n-workflow';

import { findMarker } from '../../../../support/markers';
import { picked, runOperation } from '../../runOperation';

jest.mock('../../../../../nodes/shared/helpline/client');

function list(parameters: INodeParameters = {}): INodeParameters {
	return { resource: 'person', operation: 'getAll', caseId: picked(7), ...parameters };
}

describe('Get Many', () => {
	it.each(['all', 'client', 'perpetrator', 'reporter'])('lists %s', async (personKind) => {
		const { helpline } = await runOperation(list({ personKind, limit: 3 }));

		expect(helpline.listPeople).toHaveBeenCalledWith('7', personKind, 3, 0);
	});

	it('lists everybody unless told otherwise, without an end', async () => {
		const { helpline } = await runOperation(list({ returnAll: true }));

		expect(helpline.listPeople).toHaveBeenCalledWith('7', 'all', undefined, 0);
	});

	it.each(['simplified', 'raw', 'selected'])(
		'holds nothing personal when that is left out, %s',
		async (output) => {
			const { items } = await runOperation(
				list({
					output,
					...(output === 'selected' ? { outputFields: ['name', 'location', 'sex'] } : {}),
					options: { leaveOutPersonal: true },
				}),
			);

			expect(items[0]?.json).toMatchObject({ id: '14', sex: 'Female', helpline: 'demo' });
			expect(findMarker(items)).toEqual([]);
		},
	);

	it('shows the remarks of the server once', async () => {
		const { helpline, items } = await runOperation(list());
		helpline.listPeople.mockResolvedValue({ found: [], total: 0, remarks: ['Counted twice'] });

		const { hints } = await runOperation(list(), {
			items: [{ json: {} }, { json: {} }],
			helpline,
		});

		expect(items).toHaveLength(1);
		expect(hints.map(({ message }) => message)).toEqual(['Counted twice']);
	});
});
