import { defaultKey } from '../../../../../nodes/shared/record/externalKey';
import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { FakeServer, open } from './fakeServer';

const ref = (key: string) => ({ description: `Words\n\nExternal-Ref: ${key}` });

describe('a case looked up by its key', () => {
	it.each([
		['form-1', 'form-1', true],
		['form-1', 'form-10', false],
		['form-1', 'FORM-1', false],
		['form 1', 'form 1', true],
		['12', '12', true],
	])('%j is %j: %s', async (key, carried, isFound) => {
		const server = new FakeServer();
		server.addCase(ref(carried));
		const { helpline } = await open(server);

		expect((await helpline.findCaseByKey(key, 0)) !== null).toBe(isFound);
	});

	it('is whole, with the name of its assignee', async () => {
		const server = new FakeServer();
		const { id } = server.addCase({ ...ref('form-1'), assigned_user_id: 7 });
		const { helpline } = await open(server);

		const found = await helpline.findCaseByKey('form-1', 0);

		expect(found?.record).toMatchObject({
			id,
			title: 'Made-up case',
			description: 'Words',
			external_key: 'form-1',
			assigned_to: 'amina',
		});
	});

	it.each([
		['the whole case', [], 1],
		['not the description', ['description'], 2],
		['not the title', ['title'], 2],
	])('is found when the search tells %s', async (_name, searchLacks, requests) => {
		const server = new FakeServer({ searchLacks });
		server.addCase(ref('form-1'));
		const { helpline } = await open(server);

		const found = await helpline.findCaseByKey('form-1', 0);

		expect(found?.record).toMatchObject({ external_key: 'form-1', title: 'Made-up case' });
		expect(server.asked).toHaveLength(requests);
	});

	it('is found in a field of its own', async () => {
		const server = new FakeServer();
		server.addCase({ source_ref: 'form-1' });
		const settings = { externalKeyPlace: 'field', externalKeyField: ' source_ref ' };
		const { helpline } = await open(server, settings);

		const found = await helpline.findCaseByKey('form-1', 0);

		expect(found?.record.external_key).toBe('form-1');
		expect(server.asked[0]?.query).toMatchObject({ q: 'form-1', fields: 'source_ref' });
	});

	it('is looked for in the description when the field has no name', async () => {
		const server = new FakeServer();
		server.addCase(ref('form-1'));
		const { helpline } = await open(server, { externalKeyPlace: 'field', externalKeyField: ' ' });

		expect(await helpline.findCaseByKey('form-1', 0)).not.toBeNull();
	});

	it('is not looked for where keys are kept nowhere', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server, { externalKeyPlace: 'nowhere' });

		expect(await helpline.findCaseByKey('form-1', 0)).toBeNull();
		expect(server.asked).toEqual([]);
	});

	it('is refused when several carry the key, naming how many', async () => {
		const server = new FakeServer();
		for (let time = 0; time < 3; time++) server.addCase(ref('form-1'));
		const { helpline } = await open(server);

		const error = await helpline.findCaseByKey('form-1', 0).catch((each: unknown) => each);

		expect(reasonOf(error)).toMatchObject({ code: 'key_not_unique' });
		expect(reasonOf(error)?.message).toMatch(/^3 cases/);
	});

	it.each([true, false])(
		'is found behind more matches than a search gives (pages told: %s)',
		async (hasPagination) => {
			const server = new FakeServer({ searchCap: 20, hasPagination });
			for (let other = 0; other < 40; other++) server.addCase(ref(`7${other}`));
			const { id } = server.addCase(ref('7'));
			const { helpline } = await open(server);

			const found = await helpline.findCaseByKey('7', 0);

			expect(found?.record.id).toBe(id);
		},
	);

	it('is found without a search, in one reading of the list for the whole run', async () => {
		const server = new FakeServer({ hasSearch: false });
		for (let other = 0; other < 250; other++) server.addCase(ref(`form-${other}`));
		const { helpline } = await open(server);

		const found = await helpline.findCaseByKey('form-249', 0);
		const before = server.seen('GET /cases').length;
		const other = await helpline.findCaseByKey('form-3', 1);
		const none = await helpline.findCaseByKey('form-x', 2);

		expect(found?.record.external_key).toBe('form-249');
		expect(other?.record.external_key).toBe('form-3');
		expect(none).toBeNull();
		expect(before).toBeGreaterThan(1);
		expect(server.seen('GET /search/cases')).toHaveLength(1);
	});

	it('is found without a search though it came in after the list was read', async () => {
		const server = new FakeServer({ hasSearch: false });
		const { helpline } = await open(server);
		await helpline.findCaseByKey('form-1', 0);
		server.addCase(ref('form-1'));

		expect(await helpline.findCaseByKey('form-1', 1)).not.toBeNull();
	});

	it.each([405, 501])('is found where the search answers %i', async (status) => {
		const server = new FakeServer({ lacks: { 'GET /search/cases': status } });
		server.addCase(ref('form-1'));
		const { helpline } = await open(server);

		expect(await helpline.findCaseByKey('form-1', 0)).not.toBeNull();
	});

	it('is not said to be absent when the search is forbidden or broken', async () => {
		const forbidden = await open(new FakeServer({ lacks: { 'GET /search/cases': 403 } }));
		const broken = await open(new FakeServer({ lacks: { 'GET /search/cases': 500 } }));

		const errors = await Promise.all(
			[forbidden, broken].map(
				async ({ helpline }) =>
					await helpline.findCaseByKey('form-1', 0).catch((each: unknown) => each),
			),
		);

		expect(errors.map((error) => reasonOf(error)?.code)).toEqual(['forbidden', 'server_error']);
	});

	it('is left out when it goes while the matches are read one by one', async () => {
		const server = new FakeServer({ searchLacks: ['description'] });
		server.addCase(ref('form-1'));
		const gone = server.addCase(ref('form-12'));
		const { helpline } = await open({
			httpRequest: async (type, options) => {
				if (options.url.endsWith(`/cases/${String(gone.id)}`)) server.cases.pop();
				return await server.httpRequest(type, options);
			},
		});

		expect((await helpline.findCaseByKey('form-1', 0))?.record.external_key).toBe('form-1');
	});

	it('is read from any shape of list', async () => {
		const server = new FakeServer({ isEnveloped: false });
		server.addCase(ref('form-1'));
		const { helpline } = await open(server);

		expect(await helpline.findCaseByKey('form-1', 0)).not.toBeNull();
	});

	it('of a retried run is not mistaken for one of another item', async () => {
		const server = new FakeServer();
		const mine = defaultKey('a'.repeat(24), '17', false);
		server.addCase(ref(mine.key));
		const { helpline } = await open(server);

		const other = await helpline.createCase(
			{ title: 'x', category: 'y', priority: 'low' },
			defaultKey('b'.repeat(24), '18', true),
			0,
		);

		expect(other.outcome).toBe('created');
	});
});
