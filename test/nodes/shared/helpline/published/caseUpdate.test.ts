import type { Fault, Habits } from './fakeServer';
import { FakeServer, open } from './fakeServer';
import { codeOf, FIELDS, mapped, SAVED } from './writing';

describe('create or update', () => {
	it('creates what is not there', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		const written = await helpline.createOrUpdateCase(FIELDS, mapped('form-1'), 0);

		expect(written.outcome).toBe('created');
		expect(written.matched).toBeUndefined();
	});

	it('sends only what differs', async () => {
		const server = new FakeServer();
		const { id } = server.addCase({ description: 'Words\n\nExternal-Ref: form-1' });
		const { helpline } = await open(server);

		const written = await helpline.createOrUpdateCase(
			{ ...FIELDS, description: 'Words', priority: 'low' },
			mapped('form-1'),
			0,
		);

		expect(written).toMatchObject({ outcome: 'updated', matched: 'external key' });
		expect(server.seen(`PUT /cases/${String(id)}`).map(({ body }) => body)).toEqual([
			{ priority: 'low' },
		]);
	});

	it('leaves a case alone that is as asked, also in fields of the server', async () => {
		const server = new FakeServer();
		server.addCase({ description: 'External-Ref: form-1', child_age: '9', district: 'North' });
		const { helpline } = await open(server, { customFields: 'district' });

		const written = await helpline.createOrUpdateCase(
			{ ...FIELDS, child_age: 9, district: 'North' },
			mapped('form-1'),
			0,
		);

		expect(written.outcome).toBe('unchanged');
		expect(server.seen('PUT /cases/*')).toEqual([]);
	});

	it('keeps the reference when the description changes', async () => {
		const server = new FakeServer();
		server.addCase({ description: 'Words\n\nExternal-Ref: form-1' });
		const { helpline } = await open(server);

		const written = await helpline.createOrUpdateCase(
			{ ...FIELDS, description: 'Other words' },
			mapped('form-1'),
			0,
		);

		expect(server.cases[0]?.description).toBe('Other words\n\nExternal-Ref: form-1');
		expect(written.record.description).toBe('Other words');
	});

	it('reads the whole case when the search tells only a part of it', async () => {
		const server = new FakeServer({ searchLacks: ['priority', 'status', 'title', 'category'] });
		server.addCase({ description: 'External-Ref: form-1' });
		const { helpline } = await open(server);

		const written = await helpline.createOrUpdateCase(FIELDS, mapped('form-1'), 0);

		expect(written.outcome).toBe('unchanged');
	});

	it('needs a place where the key is kept', async () => {
		const { helpline } = await open(new FakeServer(), { externalKeyPlace: 'nowhere' });

		expect(await codeOf(helpline.createOrUpdateCase(FIELDS, mapped('form-1'), 0))).toBe('setting');
	});

	it.each(SAVED)('creates once after "%s"', async (fault) => {
		const server = new FakeServer().meet('POST /cases', fault);
		const { helpline } = await open(server);

		await helpline.createOrUpdateCase(FIELDS, mapped('form-1'), 0);

		expect(server.cases).toHaveLength(1);
	});
});

describe('an update', () => {
	it('sends the given fields and no more', async () => {
		const server = new FakeServer();
		const { id } = server.addCase();
		const { helpline } = await open(server);

		const written = await helpline.updateCase(id as number, { priority: 'Low', title: '' }, 0);

		expect(written).toMatchObject({ outcome: 'updated', record: { id, priority: 'low' } });
		expect(server.asked.map(({ body }) => body)).toEqual([{ priority: 'low' }]);
	});

	it('keeps the reference line, and clears the description down to it', async () => {
		const server = new FakeServer();
		const { id } = server.addCase({ description: 'Words\n\nExternal-Ref: form-1' });
		const { helpline } = await open(server);

		await helpline.updateCase(id as number, { description: 'New' }, 0);
		const changed = server.cases[0]?.description;
		const cleared = await helpline.updateCase(id as number, { description: null }, 0);

		expect(changed).toBe('New\n\nExternal-Ref: form-1');
		expect(server.cases[0]?.description).toBe('External-Ref: form-1');
		expect(cleared.record).toMatchObject({ description: null, external_key: 'form-1' });
	});

	it('clears a field with null', async () => {
		const server = new FakeServer();
		const { id } = server.addCase({ reporter_name: 'Made up' });
		const { helpline } = await open(server);

		await helpline.updateCase(id as number, { reporter_name: null }, 0);

		expect(server.cases[0]?.reporter_name).toBeNull();
	});

	it.each([
		['7', 7],
		[7, 7],
		['u-7', 'u-7'],
		['007', '007'],
	])('sends the assignee %j as %j', async (given, sent) => {
		const server = new FakeServer();
		const { id } = server.addCase();
		const { helpline } = await open(server);

		await helpline.updateCase(id as number, { assigned_user_id: given }, 0);

		expect(server.seen('PUT /cases/*')[0]?.body).toEqual({ assigned_user_id: sent });
	});

	it('does not show the name of the assignee before', async () => {
		const server = new FakeServer({ updateAnswers: 'id' });
		const { id } = server.addCase({
			description: 'External-Ref: form-1',
			assigned_user_id: 8,
			assigned_user: { id: 8, username: 'juma' },
		});
		const { helpline } = await open(server);

		const written = await helpline.updateCase(
			id as number,
			{ assigned_user_id: 7, description: 'New' },
			0,
		);

		expect(written.record).toMatchObject({ assigned_user_id: 7, assigned_to: 'amina' });
	});

	it.each<Fault>(['html after', 'empty after', '500 after', 'cut after', 'timeout after'])(
		'is looked up after "%s", not sent again',
		async (fault) => {
			const server = new FakeServer().meet('PUT /cases/*', fault);
			const { id } = server.addCase();
			const { helpline } = await open(server);

			const written = await helpline.updateCase(id as number, { priority: 'low' }, 0);

			expect(written).toMatchObject({ outcome: 'updated', record: { priority: 'low' } });
			expect(server.seen('PUT /cases/*')).toHaveLength(1);
		},
	);

	it.each<Fault>(['html', '500', 'cut before', 'timeout', 'refused connection'])(
		'is sent again after "%s"',
		async (fault) => {
			const server = new FakeServer().meet('PUT /cases/*', fault);
			const { id } = server.addCase();
			const { helpline } = await open(server);
			await helpline.updateCase(id as number, { priority: 'low' }, 0);

			expect(server.cases[0]?.priority).toBe('low');
		},
	);

	it.each<Habits['updateAnswers']>(['message', 'id', 'whole'])(
		'takes the answer that the server likes to give: %s',
		async (updateAnswers) => {
			const server = new FakeServer({ updateAnswers });
			const { id } = server.addCase();
			const { helpline } = await open(server);

			const written = await helpline.updateCase(id as number, { priority: 'low' }, 0);

			expect(written).toMatchObject({ outcome: 'updated', record: { id, priority: 'low' } });
			expect(server.seen('PUT /cases/*')).toHaveLength(1);
		},
	);

	it('with a note finds the note among the activities', async () => {
		const server = new FakeServer().meet('PUT /cases/*', 'cut after');
		const { id } = server.addCase();
		const { helpline } = await open(server);

		await helpline.updateCase(id as number, { notes: 'Called back' }, 0);

		expect(server.below.activities).toHaveLength(1);
	});

	it('with a note that cannot be found again is unclear, and not sent again', async () => {
		const server = new FakeServer().meet('PUT /cases/*', 'cut before');
		const { id } = server.addCase();
		const { helpline } = await open(server);

		expect(await codeOf(helpline.updateCase(id as number, { notes: 'Called back' }, 0))).toBe(
			'unclear_outcome',
		);
		expect(server.seen('PUT /cases/*')).toHaveLength(1);
	});

	it('with a note does not take an old note with the same words for it', async () => {
		const server = new FakeServer().meet('PUT /cases/*', 'cut before');
		const { id } = server.addCase();
		server.below.activities.push({
			id: 1,
			case_id: String(id),
			description: 'Called back',
			created_at: '2024-01-01T00:00:00Z',
		});
		const { helpline } = await open(server);

		expect(await codeOf(helpline.updateCase(id as number, { notes: 'Called back' }, 0))).toBe(
			'unclear_outcome',
		);
	});

	it('with a note goes out again when the call cannot have arrived', async () => {
		const server = new FakeServer().meet('PUT /cases/*', 'refused connection');
		const { id } = server.addCase();
		const { helpline } = await open(server);

		await helpline.updateCase(id as number, { notes: 'Called back' }, 0);

		expect(server.below.activities).toHaveLength(1);
	});

	it('needs a field, and an existing case', async () => {
		const { helpline } = await open(new FakeServer());

		expect(await codeOf(helpline.updateCase(5, { title: '' }, 0))).toBe('missing_field');
		expect(await codeOf(helpline.updateCase(5, { priority: 'low' }, 0))).toBe('not_found');
	});
});
