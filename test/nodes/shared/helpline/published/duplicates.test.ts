import type { IDataObject } from 'n8n-workflow';

import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import type { Habits } from './fakeServer';
import { FakeServer, open } from './fakeServer';
import { codeOf, FIELDS, mapped, PLACES } from './writing';

describe('two workers who create under one key at the same time', () => {
	const NOTE = 'Duplicate of case CASE-2025-000101: both carry the same external key.';
	const ref = (key: string) => ({ description: `Words\n\nExternal-Ref: ${key}` });

	/** The other worker comes first by a moment, after our look-up. */
	const meeting = (server: FakeServer, other: IDataObject): Pick<FakeServer, 'httpRequest'> => ({
		httpRequest: async (type, options) => {
			const isFirst = options.method === 'POST' && server.cases.length === 0;
			if (isFirst) server.addCase(other);
			return await server.httpRequest(type, options);
		},
	});

	it('cost one look-up before and one read-back after, whoever else is there', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		await helpline.createCase(FIELDS, mapped('form-3'), 0);

		expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'GET /search/cases',
			'POST /cases',
			'GET /search/cases',
		]);
	});

	it.each<[string, Partial<Habits>]>([
		['at once', {}],
		['late', { indexLag: 1 }],
		['much later', { indexLag: 2 }],
		['never', { hasSearch: false }],
	])('come to one case when the search knows them %s', async (_when, habits) => {
		const server = new FakeServer(habits);
		const { helpline } = await open(meeting(server, ref('form-3')));

		const written = await helpline.createCase(FIELDS, mapped('form-3'), 0);

		expect(written).toMatchObject({
			outcome: 'already_there',
			matched: 'external key',
			record: { id: 101 },
			externalKey: 'form-3',
			duplicates: [102],
		});
		expect(server.below.activities).toMatchObject([
			{ case_id: '102', activity_type: 'note', description: expect.stringContaining(NOTE) },
		]);
	});

	it.each(PLACES)('are found as one case from then on, the key in %s', async (_name, settings) => {
		const server = new FakeServer();
		const other = settings.externalKeyPlace === 'field' ? { source_ref: 'form-3' } : ref('form-3');
		const first = await open(meeting(server, other), settings);
		await first.helpline.createCase(FIELDS, mapped('form-3'), 0);

		const { helpline } = await open(server, settings);
		const found = await helpline.findCaseByKey('form-3', 0);
		const again = await helpline.createCase(FIELDS, mapped('form-3'), 1);
		const changed = await helpline.createOrUpdateCase(
			{ ...FIELDS, priority: 'low' },
			mapped('form-3'),
			2,
		);

		expect(found?.record.id).toBe(101);
		expect(again).toMatchObject({ record: { id: 101 }, duplicates: [102] });
		expect(changed).toMatchObject({ outcome: 'updated', duplicates: [102], record: { id: 101 } });
		expect(server.below.activities).toHaveLength(1);
	});

	it('are seen by the one who was first, if both are there when it looks', async () => {
		const server = new FakeServer();
		const { helpline } = await open({
			httpRequest: async (type, options) => {
				const answer = await server.httpRequest(type, options);
				if (options.method === 'POST' && server.cases.length === 1) server.addCase(ref('form-3'));
				return answer;
			},
		});

		const written = await helpline.createCase(FIELDS, mapped('form-3'), 0);

		expect(written).toMatchObject({
			outcome: 'created',
			record: { id: 101 },
			duplicates: [102],
		});
		expect(server.below.activities).toMatchObject([{ case_id: '102' }]);
	});

	it('are marked by whoever looks next, when the account is told', async () => {
		const server = new FakeServer();
		server.addCase({ ...ref('form-3'), created_by: 7 });
		server.addCase({ ...ref('form-3'), created_by: 7 });
		const { helpline } = await open(server);

		const written = await helpline.createCase(FIELDS, mapped('form-3'), 0);

		expect(written).toMatchObject({ outcome: 'already_there', duplicates: [102] });
	});

	it.each<[string, IDataObject]>([
		['of another account', { created_by: 8 }],
		['of another day', { created_by: 7, created_at: '2025-03-01T08:00:00Z' }],
	])('leave a key refused that a case %s carries', async (_whose, other) => {
		const server = new FakeServer();
		server.addCase({ ...ref('form-4'), created_by: 7 });
		server.addCase({ ...ref('form-4'), ...other });
		const { helpline } = await open(server);

		const refusal = helpline.createCase(FIELDS, mapped('form-4'), 0);

		expect(await codeOf(refusal)).toBe('key_not_unique');
		expect(server.below.activities).toEqual([]);
	});

	it.each<[string, Habits['lacks'], string]>([
		['be looked up', { 'GET /search/cases': 500 }, 'server_error'],
		['be marked', { 'GET /cases/*/activities': 404 }, 'not_offered'],
	])('are told with the ID that was saved when they cannot %s', async (_what, lacks, code) => {
		const server = new FakeServer();
		const { helpline } = await open({
			httpRequest: async (type, options) => {
				if (options.method === 'POST' && server.cases.length === 0) {
					server.addCase(ref('form-5'));
					Object.assign(server.habits, { lacks: { ...lacks, 'POST /cases/*/activities': 404 } });
				}
				return await server.httpRequest(type, options);
			},
		});

		const refusal = await helpline
			.createCase(FIELDS, mapped('form-5'), 0)
			.catch((error: unknown) => error);

		expect(reasonOf(refusal)).toMatchObject({
			code,
			message: expect.stringContaining('The case was saved with the ID 102'),
		});
	});

	it('cannot be seen where the key is kept nowhere', async () => {
		const server = new FakeServer();
		const settings = { externalKeyPlace: 'nowhere' };
		const { helpline } = await open(meeting(server, {}), settings);

		const written = await helpline.createCase(FIELDS, mapped('form-6'), 0);

		expect(written).toMatchObject({ outcome: 'created', record: { id: 102 } });
		expect(server.asked).toHaveLength(1);
	});
});
