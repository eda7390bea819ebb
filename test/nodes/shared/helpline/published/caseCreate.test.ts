import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import type { Fault, Habits } from './fakeServer';
import { FakeServer, open } from './fakeServer';
import { codeOf, FIELDS, keyOf, mapped, NOT_SAVED, PLACES, SAVED } from './writing';

describe('a create', () => {
	it('is one request, with the key in a header and in the last line of the description', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		const written = await helpline.createCase(
			{ ...FIELDS, description: 'Words' },
			mapped('form-1'),
			0,
		);

		expect(written).toMatchObject({
			outcome: 'created',
			externalKey: 'form-1',
			notSent: [],
			record: { id: 101, description: 'Words', external_key: 'form-1', title: 'Made-up case' },
		});
		const [sent] = server.seen('POST /cases');
		expect(sent?.body.description).toBe('Words\n\nExternal-Ref: form-1');
		expect(sent?.headers['idempotency-key']).toBe('form-1');
	});

	it('with a default key does not look first', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		await helpline.createCase(FIELDS, keyOf(), 0);

		expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /cases']);
	});

	it('escapes a key that no header can carry', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		await helpline.createCase(FIELDS, mapped('ጉዳይ-1'), 0);

		expect(server.seen('POST /cases')[0]?.headers['idempotency-key']).toBe(
			encodeURIComponent('ጉዳይ-1'),
		);
		expect(server.cases[0]?.description).toBe('External-Ref: ጉዳይ-1');
	});

	it('does not send what is cleared or has no place there, and tells the latter', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		const { notSent } = await helpline.createCase(
			{ ...FIELDS, reporter_name: null, plan: 'Call back', status: 'open' },
			keyOf(),
			0,
		);

		expect(notSent.sort()).toEqual(['plan', 'status']);
		expect(Object.keys(server.seen('POST /cases')[0]?.body ?? {}).sort()).toEqual([
			'category',
			'description',
			'priority',
			'title',
		]);
	});

	it.each([
		[{ ...FIELDS, title: '' }, 'missing_field', 'title'],
		[{ ...FIELDS, priority: 'urgent' }, 'refused_value', 'priority'],
		[{ ...FIELDS, child_age: 19 }, 'refused_value', 'child_age'],
		[{ ...FIELDS, district: 'x' }, 'unknown_field', 'district'],
	])('of %j sends nothing: %s', async (fields, code, field) => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		const refusal = await helpline.createCase(fields, keyOf(), 3).catch((error: unknown) => error);

		expect(reasonOf(refusal)).toMatchObject({ code, field });
		expect(server.asked).toEqual([]);
	});

	it('refuses a key that could identify somebody, before anything is sent', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		expect(await codeOf(helpline.createCase(FIELDS, mapped('a@example.org'), 0))).toBe(
			'key_refused',
		);
		expect(server.asked).toEqual([]);
	});
});

describe.each(PLACES)('a create with an unclear outcome, its key in %s', (_place, settings) => {
	it.each(SAVED)('after "%s" finds what was saved, and sends nothing more', async (fault) => {
		const server = new FakeServer().meet('POST /cases', fault);
		const { helpline } = await open(server, settings);

		const written = await helpline.createCase(FIELDS, keyOf(), 0);

		expect(written).toMatchObject({ outcome: 'created', externalKey: keyOf().key });
		expect(written.record).toMatchObject({ id: 101, external_key: keyOf().key });
		expect(server.cases).toHaveLength(1);
		expect(server.seen('POST /cases')).toHaveLength(1);
	});

	it.each(NOT_SAVED)('after "%s" looks, finds nothing and sends it again', async (fault) => {
		const server = new FakeServer().meet('POST /cases', fault);
		const { helpline } = await open(server, settings);

		const written = await helpline.createCase(FIELDS, keyOf(), 0);

		expect(written.outcome).toBe('created');
		expect(server.cases).toHaveLength(1);
		expect(server.seen('POST /cases')).toHaveLength(2);
		const bodies = server.seen('POST /cases').map(({ body }) => JSON.stringify(body));
		expect(new Set(bodies).size).toBe(1);
	});

	it.each(SAVED)('after "%s" finds it though the search does not know it yet', async (fault) => {
		const server = new FakeServer({ indexLag: 1 }).meet('POST /cases', fault);
		const { helpline } = await open(server, settings);

		await helpline.createCase(FIELDS, keyOf(), 0);

		expect(server.cases).toHaveLength(1);
		expect(server.seen('POST /cases')).toHaveLength(1);
	});

	it.each(SAVED)('after "%s" finds it though there is no search', async (fault) => {
		const server = new FakeServer({ hasSearch: false }).meet('POST /cases', fault);
		const { helpline } = await open(server, settings);

		await helpline.createCase(FIELDS, keyOf(), 0);
		await helpline.createCase({ ...FIELDS, title: 'Another' }, keyOf('18'), 1);

		expect(server.cases).toHaveLength(2);
		expect(server.seen('POST /cases')).toHaveLength(2);
		expect(server.seen('GET /search/cases')).toHaveLength(1);
	});

	it.each<Partial<Habits>>([{ isEnveloped: false }, { hasPagination: false }, { idsAsText: true }])(
		'is found with any habit of the server: %j',
		async (habits) => {
			const server = new FakeServer(habits).meet('POST /cases', 'cut after');
			const { helpline } = await open(server, settings);

			await helpline.createCase(FIELDS, keyOf(), 0);

			expect(server.cases).toHaveLength(1);
		},
	);

	it('is given up after three attempts, with the last cause', async () => {
		const server = new FakeServer().meet('POST /cases', 'cut before', 'cut before', '500');
		const { helpline } = await open(server, settings);

		expect(await codeOf(helpline.createCase(FIELDS, keyOf(), 0))).toBe('server_error');
		expect(server.seen('POST /cases')).toHaveLength(3);
		expect(server.cases).toEqual([]);
	});

	it('stays unclear when the server never answers in time', async () => {
		const server = new FakeServer().meet('POST /cases', 'timeout', 'timeout', 'timeout');
		const { helpline } = await open(server, settings);

		expect(await codeOf(helpline.createCase(FIELDS, keyOf(), 0))).toBe('unclear_outcome');
	});

	it('is never sent again when it cannot be looked up', async () => {
		const server = new FakeServer()
			.meet('POST /cases', 'cut after')
			.meet('GET /search/cases', '500', '500', '500');
		const { helpline } = await open(server, settings);

		expect(await codeOf(helpline.createCase(FIELDS, keyOf(), 0))).toBe('unclear_outcome');
		expect(server.seen('POST /cases')).toHaveLength(1);
	});

	it('is never sent again when the list behind a late search cannot be read', async () => {
		const server = new FakeServer({ indexLag: 1 })
			.meet('POST /cases', 'cut after')
			.meet('GET /cases', '500', '500', '500');
		const { helpline } = await open(server, settings);

		expect(await codeOf(helpline.createCase(FIELDS, keyOf(), 0))).toBe('unclear_outcome');
		expect(server.cases).toHaveLength(1);
	});

	it('that a slow server saves after our first look-up is not sent again', async () => {
		const server = new FakeServer().meet('POST /cases', 'timeout, late');
		const { helpline } = await open(server, settings);

		await helpline.createCase(FIELDS, keyOf(), 0);

		expect(server.seen('POST /cases')).toHaveLength(1);
		expect(server.cases).toHaveLength(1);
	});

	it('that a slow server saves after it was sent again is marked and told, not kept quiet', async () => {
		const server = new FakeServer().meet('POST /cases', 'timeout, very late');
		const { helpline } = await open(server, settings);

		const written = await helpline.createCase(FIELDS, keyOf(), 0);

		expect(server.cases).toHaveLength(2);
		expect(written).toMatchObject({ record: { id: 101 }, duplicates: [102] });
		expect(server.below.activities).toMatchObject([{ case_id: '102' }]);
	});

	it('is found when the repeat is refused because the first one was saved', async () => {
		const server = new FakeServer({ indexLag: 0 }).meet('POST /cases', 'timeout, very late', '409');
		const { helpline } = await open(server, settings);

		const written = await helpline.createCase(FIELDS, keyOf(), 0);

		expect(written.outcome).toBe('created');
		expect(server.cases).toHaveLength(1);
	});

	it('is refused when it is refused, and nothing is looked up', async () => {
		const server = new FakeServer().meet('POST /cases', '400');
		const { helpline } = await open(server, settings);

		expect(await codeOf(helpline.createCase(FIELDS, keyOf(), 0))).toBe('refused_by_server');
		expect(server.asked).toHaveLength(1);
	});
});

describe('a create whose key is kept nowhere', () => {
	const settings = { externalKeyPlace: 'nowhere' };

	it('writes the key into nothing but the header', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server, settings);

		await helpline.createCase({ ...FIELDS, description: 'Words' }, mapped('form-1'), 0);

		expect(server.cases[0]?.description).toBe('Words');
		expect(server.asked).toHaveLength(1);
	});

	it.each([...SAVED, 'html', 'cut before', 'timeout'] as Fault[])(
		'is unclear after "%s", and never repeated',
		async (fault) => {
			const server = new FakeServer().meet('POST /cases', fault);
			const { helpline } = await open(server, settings);

			expect(await codeOf(helpline.createCase(FIELDS, keyOf(), 0))).toBe('unclear_outcome');
			expect(server.asked).toHaveLength(1);
		},
	);

	it('is sent again when the call cannot have arrived', async () => {
		const server = new FakeServer().meet('POST /cases', 'refused connection');
		const { helpline } = await open(server, settings);

		await helpline.createCase(FIELDS, keyOf(), 0);

		expect(server.cases).toHaveLength(1);
	});

	it('is not doubled when n8n runs the node again', async () => {
		const server = new FakeServer().meet('POST /cases');
		const first = await open(server, settings, 'nowhere-1');
		await first.helpline.createCase(FIELDS, keyOf(), 0);

		const again = await open(server, settings, 'nowhere-1');
		const written = await again.helpline.createCase(FIELDS, keyOf(), 0);

		expect(written).toMatchObject({ outcome: 'already_there', matched: 'this run' });
		expect(server.cases).toHaveLength(1);
	});

	it('stays unclear when n8n runs the node again after an unclear outcome', async () => {
		const server = new FakeServer().meet('POST /cases', 'cut after');
		const first = await open(server, settings, 'nowhere-2');
		await codeOf(first.helpline.createCase(FIELDS, keyOf(), 0));

		const again = await open(server, settings, 'nowhere-2');

		expect(await codeOf(again.helpline.createCase(FIELDS, keyOf(), 0))).toBe('unclear_outcome');
		expect(server.cases).toHaveLength(1);
	});

	it('goes out when n8n runs the node again after a refusal', async () => {
		const server = new FakeServer().meet('POST /cases', '400');
		const first = await open(server, settings, 'nowhere-3');
		await codeOf(first.helpline.createCase(FIELDS, keyOf(), 0));

		const again = await open(server, settings, 'nowhere-3');

		expect(await codeOf(again.helpline.createCase(FIELDS, keyOf(), 0))).toBe('done');
	});
});
