import type { INodeParameters } from 'n8n-workflow';

import { caseWrite, fakeHelpline } from '../../fakeHelpline';
import { mapper, picked, runOperation } from '../../runOperation';

jest.mock('../../../../../nodes/shared/helpline/client');

const WHOLE = { title: 'Made up', category: 'Abuse', priority: 'low' };

function create(parameters: INodeParameters = {}): INodeParameters {
	return { resource: 'case', operation: 'create', fields: mapper(WHOLE), ...parameters };
}

describe('Create', () => {
	it('sends what the mapper gives, under a key of its own', async () => {
		const { helpline, items } = await runOperation(create());

		const [fields, key, item] = helpline.createCase.mock.calls[0] ?? [];
		expect(fields).toEqual(WHOLE);
		expect(key).toMatchObject({ isMapped: false });
		expect(item).toBe(0);
		expect(items[0]?.json).toMatchObject({ id: 7, outcome: 'created', external_key: 'form:1' });
	});

	it('sends the key that a person mapped', async () => {
		const { helpline } = await runOperation(create({ externalKey: '={{ $json.form }}' }), {
			items: [{ json: { form: 4711 } }],
		});

		expect(helpline.createCase.mock.calls[0]?.[1]).toMatchObject({ key: '4711', isMapped: true });
	});

	it.each(['ada@example.org', '+999 000 000 001', '999 000 000 001'])(
		'refuses a key that could be somebody (%s)',
		async (externalKey) => {
			const fields = mapper({ ...WHOLE, reporter_phone: '+999000000001' });

			const run = runOperation(create({ externalKey, fields }));

			await expect(run).rejects.toThrow("'External Key' was not accepted [item 0]");
		},
	);

	it('gives equal items keys of their own', async () => {
		const { helpline } = await runOperation(create(), {
			items: [{ json: { a: 1 } }, { json: { a: 1 } }],
		});

		const keys = helpline.createCase.mock.calls.map(([, { key }]) => key as string);
		expect(new Set(keys).size).toBe(2);
	});

	it('maps columns by name when told to', async () => {
		const { helpline } = await runOperation(create({ fields: mapper(null, 'autoMapInputData') }), {
			items: [{ json: { ...WHOLE, reporter_phone: 999000000001 } }],
		});

		expect(helpline.createCase.mock.calls[0]?.[0]).toEqual({
			...WHOLE,
			reporter_phone: '999000000001',
		});
	});

	it("lets 'Other Fields' win over the mapper", async () => {
		const otherFields = { field: [{ name: 'priority', value: 'high' }] };

		const { helpline } = await runOperation(create({ options: { otherFields } }));

		expect(helpline.createCase.mock.calls[0]?.[0]).toMatchObject({ priority: 'high' });
	});

	it('tells in not_sent what the server has no place for and what was left out', async () => {
		const helpline = fakeHelpline();
		helpline.createCase.mockResolvedValue(caseWrite({ notSent: ['plan'] }));

		const { items } = await runOperation(
			create({
				fields: mapper({ ...WHOLE, plan: 'Call back', shoe_size: 38 }),
				options: { unknownFields: 'leaveOut' },
			}),
			{ helpline },
		);

		expect(items[0]?.json.not_sent).toEqual(['plan', 'shoe_size']);
	});

	it('names the field and the item of a bad row, and does the others', async () => {
		const rows = [{}, { priority: 'urgent' }, { child_age: 19 }, { title: '' }, {}];
		const items = rows.map((row) => ({ json: { ...WHOLE, ...row } }));

		const { items: output, helpline } = await runOperation(
			create({ fields: mapper(null, 'autoMapInputData') }),
			{ items, onError: 'continueErrorOutput' },
		);

		expect(helpline.createCase).toHaveBeenCalledTimes(2);
		expect(output.map(({ json }) => json.error)).toEqual([
			undefined,
			"'Priority' was not accepted [item 1]",
			"'Child Age' was not accepted [item 2]",
			"'Title' is needed to create a case [item 3]",
			undefined,
		]);
		expect(output[1]?.json.details).toEqual({
			code: 'refused_value',
			field: 'priority',
			status: null,
		});
	});

	it('stops at the first bad row with the same sentence when it does not continue', async () => {
		const run = runOperation(create({ fields: mapper({ ...WHOLE, priority: 'urgent' }) }));

		await expect(run).rejects.toThrow("'Priority' was not accepted [item 0]");
	});
});

describe('Create or Update', () => {
	it('needs a key', async () => {
		const run = runOperation(create({ operation: 'upsert', externalKey: ' ' }));

		await expect(run).rejects.toThrow("'External Key' is empty [item 0]");
	});

	it('says which of the two happened', async () => {
		const helpline = fakeHelpline();
		helpline.createOrUpdateCase.mockResolvedValue(
			caseWrite({ outcome: 'updated', matched: 'external key' }),
		);

		const { items } = await runOperation(create({ operation: 'upsert', externalKey: 'form:1' }), {
			helpline,
		});

		expect(helpline.createOrUpdateCase.mock.calls[0]?.[1]).toMatchObject({ key: 'form:1' });
		expect(items[0]?.json).toMatchObject({ outcome: 'updated', matched: 'external key' });
	});
});

describe('A case that was looked for first', () => {
	it('tells what was found, which parts were done, and which other cases carry the key', async () => {
		const helpline = fakeHelpline();
		const parts = { case: 'already_there', child: 'created' } as const;
		helpline.createCase.mockResolvedValue(
			caseWrite({ outcome: 'already_there', matched: 'external key', parts, duplicates: ['9'] }),
		);

		const { items, hints } = await runOperation(create({ externalKey: 'form:1' }), { helpline });

		expect(items[0]?.json).toMatchObject({ matched: 'external key', parts, duplicates: ['9'] });
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringContaining("'duplicates' in the output names the others"),
		]);
	});

	it('says the same, with nothing in it, where nothing was found', async () => {
		const helpline = fakeHelpline();
		helpline.createCase.mockResolvedValue(caseWrite());

		const { items, hints } = await runOperation(create(), { helpline });

		expect(items[0]?.json).toMatchObject({ matched: null, parts: null, duplicates: [] });
		expect(hints).toEqual([]);
	});
});

describe('Update', () => {
	function update(parameters: INodeParameters): INodeParameters {
		return { resource: 'case', operation: 'update', caseId: picked(7), ...parameters };
	}

	it('sends the given fields and no others', async () => {
		const fields = mapper({ status: 'closed', title: '', child_name: null });

		const { helpline } = await runOperation(update({ fields }));

		expect(helpline.updateCase).toHaveBeenCalledWith('7', { status: 'closed' }, 0);
	});

	it("clears what stands in 'Fields to Clear'", async () => {
		const { helpline } = await runOperation(
			update({ fields: mapper({}), options: { fieldsToClear: ['child_location'] } }),
		);

		expect(helpline.updateCase).toHaveBeenCalledWith('7', { child_location: null }, 0);
	});

	it('asks for something to change', async () => {
		const run = runOperation(update({ fields: mapper({ title: '' }) }));

		await expect(run).rejects.toThrow("'Fields' holds nothing to change for this case [item 0]");
	});
});

describe('Delete', () => {
	const parameters = { resource: 'case', operation: 'delete', caseId: picked(7) };

	it('says that it is deleted', async () => {
		const { items, helpline } = await runOperation(parameters);

		expect(helpline.deleteCase).toHaveBeenCalledWith('7', 0);
		expect(items[0]?.json).toEqual({ deleted: true, id: '7', helpline: 'demo' });
	});

	it('is refused to AI tools, and nothing is sent', async () => {
		const helpline = fakeHelpline();

		const run = runOperation(parameters, { helpline, isTool: true });

		await expect(run).rejects.toThrow("'Delete' is not open to AI tools [item 0]");
		expect(helpline.deleteCase).not.toHaveBeenCalled();
	});

	it('is open to AI tools when a switch says so', async () => {
		const { helpline } = await runOperation(
			{ ...parameters, options: { toolsDelete: true } },
			{ isTool: true },
		);

		expect(helpline.deleteCase).toHaveBeenCalledTimes(1);
	});
});

describe('Validate Only', () => {
	function validate(fields: object, parameters: INodeParameters = {}): INodeParameters {
		return create({
			operation: 'validate',
			fields: mapper({ ...WHOLE, ...fields }),
			...parameters,
		});
	}

	it('says that all is well, and sends nothing', async () => {
		const { items, helpline } = await runOperation(validate({}));

		expect(items[0]?.json).toEqual({ ok: true, problems: [], existing_id: null, helpline: 'demo' });
		expect(helpline.createCase).not.toHaveBeenCalled();
		expect(helpline.findCaseByKey).not.toHaveBeenCalled();
	});

	it('names all problems at once, and no value', async () => {
		const { items } = await runOperation(
			validate({ priority: 'urgent', child_age: 19 }, { externalKey: 'ada@example.org' }),
		);

		const { ok, problems } = items[0]?.json ?? {};
		expect(ok).toBe(false);
		expect(problems).toMatchObject([
			{ field: 'priority' },
			{ field: 'child_age' },
			{ field: 'external_key', code: 'key_refused' },
		]);
		expect(JSON.stringify(problems)).not.toMatch(/urgent|19\b|ada@/);
	});

	it('says which case carries the key already', async () => {
		const { items } = await runOperation(validate({}, { externalKey: 'form:1' }));

		expect(items[0]?.json).toMatchObject({ ok: true, existing_id: 7 });
	});
});
