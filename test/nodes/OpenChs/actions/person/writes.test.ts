import type { INodeParameters } from 'n8n-workflow';

import { mapper, picked, runOperation } from '../../runOperation';

jest.mock('../../../../../nodes/shared/helpline/client');

const GIVEN = { name: 'Zuri Testchild', sex: 'Female', age: 9, phone: '' };

function person(operation: string, parameters: INodeParameters = {}): INodeParameters {
	return {
		resource: 'person',
		operation,
		caseId: picked(7),
		...(operation === 'create' ? {} : { personId: picked('14') }),
		...(operation === 'delete' ? {} : { fields: mapper(GIVEN) }),
		...parameters,
	};
}

describe('Add', () => {
	it('sends what was filled in, as the chosen kind, under a key', async () => {
		const { helpline, items } = await runOperation(
			person('create', { personKind: 'perpetrator', externalKey: 'form:1-person' }),
		);

		const [caseId, kind, fields, key, item] = helpline.addPerson.mock.calls[0] ?? [];
		expect([caseId, kind, item]).toEqual(['7', 'perpetrator', 0]);
		expect(fields).toEqual({ name: 'Zuri Testchild', sex: 'Female', age: 9 });
		expect(key).toMatchObject({ key: 'form:1-person', isMapped: true });
		expect(items[0]?.json).toMatchObject({ id: '14', outcome: 'created', not_sent: [] });
	});

	it("takes the server's own fields by name", async () => {
		const otherFields = { field: [{ name: ' notes ', value: 'Lives nearby' }] };

		const { helpline } = await runOperation(person('create', { options: { otherFields } }));

		expect(helpline.addPerson.mock.calls[0]?.[2]).toMatchObject({ notes: 'Lives nearby' });
	});

	it('hands an unknown field on, so that it is refused by name', async () => {
		const { helpline } = await runOperation(
			person('create', { fields: mapper(null, 'autoMapInputData') }),
			{ items: [{ json: { ...GIVEN, shoe_size: 33 } }] },
		);

		expect(helpline.addPerson.mock.calls[0]?.[2]).toHaveProperty('shoe_size', 33);
	});

	it('leaves an unknown field out when told to, and says so', async () => {
		const { helpline, items } = await runOperation(
			person('create', {
				fields: mapper(null, 'autoMapInputData'),
				options: { unknownFields: 'leaveOut' },
			}),
			{ items: [{ json: { ...GIVEN, shoe_size: 33 } }] },
		);

		expect(helpline.addPerson.mock.calls[0]?.[2]).not.toHaveProperty('shoe_size');
		expect(items[0]?.json.not_sent).toEqual(['shoe_size']);
	});

	it.each(['zuri@example.org', '999 000 000 001'])(
		'refuses a key that could be the person (%s)',
		async (externalKey) => {
			const fields = mapper({ ...GIVEN, phone: '+999000000001' });

			const run = runOperation(person('create', { externalKey, fields }));

			await expect(run).rejects.toThrow("'External Key' was not accepted [item 0]");
		},
	);

	it('adds no reporter', async () => {
		const run = runOperation(person('create', { personKind: '={{ "reporter" }}' }));

		await expect(run).rejects.toThrow("'Kind' is none that this operation works with [item 0]");
	});
});

describe('Update', () => {
	it('changes the given fields of a person of the chosen kind', async () => {
		const { helpline, items } = await runOperation(
			person('update', { personKind: 'reporter', fields: mapper({ age: 10, phone: ' ' }) }),
		);

		expect(helpline.updatePerson).toHaveBeenCalledWith('7', 'reporter', '14', { age: 10 }, 0);
		expect(items[0]?.json).toMatchObject({ id: '14', outcome: 'updated', not_sent: [] });
	});

	it('needs something to change', async () => {
		const run = runOperation(person('update', { fields: mapper({ age: null }) }));

		await expect(run).rejects.toThrow("'Fields' holds nothing to change for this person [item 0]");
	});

	it('needs a person', async () => {
		const run = runOperation(person('update', { personId: picked('') }));

		await expect(run).rejects.toThrow("'Person' is empty [item 0]");
	});
});

describe('Remove', () => {
	it('takes the person off the case', async () => {
		const { helpline, items } = await runOperation(person('delete'));

		expect(helpline.removePerson).toHaveBeenCalledWith('7', 'client', '14', 0);
		expect(items[0]?.json).toEqual({ deleted: true, id: '14', helpline: 'demo' });
	});

	it('takes a plain ID from an expression', async () => {
		const { helpline } = await runOperation(person('delete', { personId: '={{ $json.person }}' }), {
			items: [{ json: { person: 15 } }],
		});

		expect(helpline.removePerson.mock.calls[0]?.[2]).toBe('15');
	});

	it('is not open to AI tools unless a switch says so', async () => {
		const options = { toolsDelete: true };

		const closed = runOperation(person('delete'), { isTool: true });
		const open = await runOperation(person('delete', { options }), { isTool: true });

		await expect(closed).rejects.toThrow("'Remove' is not open to AI tools [item 0]");
		expect(open.helpline.removePerson).toHaveBeenCalledTimes(1);
	});

	it('takes no reporter off a case', async () => {
		const run = runOperation(person('delete', { personKind: 'reporter' }));

		await expect(run).rejects.toThrow("'Kind' is none that this operation works with [item 0]");
	});
});
