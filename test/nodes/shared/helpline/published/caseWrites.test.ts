import type { IDataObject } from 'n8n-workflow';

import type { CaseKey } from '../../../../../nodes/shared/record/externalKey';
import { defaultKey } from '../../../../../nodes/shared/record/externalKey';
import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { findMarker, MARKER, plantCase } from '../../../../support/markers';
import type { Fault, Habits } from './fakeServer';
import { FakeServer, open } from './fakeServer';

const FIELDS = { title: 'Made-up case', category: 'Abuse', priority: 'high' };
const CONTENT = 'c'.repeat(24);

const keyOf = (execution = '17', isRetry = false): CaseKey =>
	defaultKey(CONTENT, execution, isRetry);
const mapped = (key: string, isRetry = false): CaseKey => ({
	key,
	isMapped: true,
	content: null,
	isRetry,
});

const codeOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'done',
		(error: unknown) => reasonOf(error)?.code,
	);

/** Outcomes after which the case is there, though no answer says so. */
const SAVED: Fault[] = [
	'html after',
	'empty after',
	'half after',
	'no id after',
	'500 after',
	'502 after',
	'cut after',
	'timeout after',
];
/** The same where nothing was saved. */
const NOT_SAVED: Fault[] = ['html', '500', 'cut before', 'timeout', 'refused connection'];

const PLACES = [
	['the description', { externalKeyPlace: 'description' }],
	['a field', { externalKeyPlace: 'field', externalKeyField: 'source_ref' }],
] as const;

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

describe('a create that is a repeat', () => {
	it.each(PLACES)("with a person's key finds the case, the key in %s", async (_name, settings) => {
		const server = new FakeServer();
		const first = await open(server, settings);
		await first.helpline.createCase(FIELDS, mapped('form-1'), 0);

		const again = await open(server, settings);
		const written = await again.helpline.createCase(FIELDS, mapped('form-1'), 0);

		expect(written).toMatchObject({ outcome: 'already_there', matched: 'external key' });
		expect(server.cases).toHaveLength(1);
	});

	it('compares keys exactly, letter case included, though the search is fuzzy', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);
		for (const key of ['form-1', 'form-10', 'FORM-1', 'form']) {
			await helpline.createCase(FIELDS, mapped(key), 0);
		}

		expect(server.cases).toHaveLength(4);
	});

	it('refuses a key that two cases carry, and says how many', async () => {
		const server = new FakeServer();
		server.addCase({ description: 'External-Ref: form-1' });
		server.addCase({ description: 'Words\n\nExternal-Ref: form-1' });
		const { helpline } = await open(server);

		const refusal = await helpline
			.createCase(FIELDS, mapped('form-1'), 0)
			.catch((error: unknown) => error);

		expect(reasonOf(refusal)).toMatchObject({ code: 'key_not_unique', field: 'external_key' });
		expect(reasonOf(refusal)?.message).toContain('2 cases');
	});

	it('in the same process, as after Retry On Fail, finds what is there already', async () => {
		const server = new FakeServer({ indexLag: 1 });
		const first = await open(server, {}, 'retry-on-fail');
		await first.helpline.createCase(FIELDS, keyOf(), 0);

		const again = await open(server, {}, 'retry-on-fail');
		const written = await again.helpline.createCase(FIELDS, keyOf(), 0);

		expect(written).toMatchObject({ outcome: 'already_there', matched: 'this run' });
		expect(server.cases).toHaveLength(1);
	});

	it('in the same process finds its case though somebody took the reference out', async () => {
		const server = new FakeServer();
		const first = await open(server, {}, 'reference-gone');
		await first.helpline.createCase(FIELDS, keyOf(), 0);
		Object.assign(server.cases[0] ?? {}, { description: 'Rewritten' });

		const again = await open(server, {}, 'reference-gone');

		expect((await again.helpline.createCase(FIELDS, keyOf(), 0)).outcome).toBe('already_there');
		expect(server.cases).toHaveLength(1);
	});

	it('of a stored execution finds the case of the earlier run by its content', async () => {
		const server = new FakeServer();
		server.addCase({ description: `External-Ref: ${keyOf('17').key}`, status: 'closed' });
		const { helpline } = await open(server);

		const written = await helpline.createCase(FIELDS, keyOf('18', true), 0);

		expect(written).toMatchObject({
			outcome: 'already_there',
			matched: 'earlier run',
			externalKey: keyOf('17').key,
		});
		expect(server.seen('POST /cases')).toHaveLength(0);
	});

	it('of a stored execution finds it though the search is late, reading the newest once', async () => {
		const server = new FakeServer({ indexLag: 5 });
		const contents = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(24));
		const keys = (execution: string) => contents.map((each) => defaultKey(each, execution, true));
		for (const { key } of keys('17')) server.addCase({ description: `External-Ref: ${key}` });
		const { helpline } = await open(server);

		for (const key of keys('18')) await helpline.createCase(FIELDS, key, 0);

		expect(server.cases).toHaveLength(5);
		expect(server.seen('POST /cases')).toHaveLength(0);
	});

	it('of a stored execution takes the newest of several, not one older than two weeks', async () => {
		const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
		const description = `External-Ref: ${keyOf('17').key}`;
		const server = new FakeServer();
		server.addCase({ description, created_at: days(15) });
		const old = await open(server);
		const fresh = await old.helpline.createCase(FIELDS, keyOf('18', true), 0);
		server.addCase({ description: `External-Ref: ${keyOf('19').key}`, created_at: days(3) });
		const { helpline } = await open(server);

		const found = await helpline.createCase(FIELDS, keyOf('20', true), 0);

		expect(fresh.outcome).toBe('created');
		expect(found.record.id).toBe(fresh.record.id);
	});

	it('of the same content in another ordinary run is another case', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		await helpline.createCase(FIELDS, keyOf('17'), 0);
		await helpline.createCase(FIELDS, keyOf('18'), 0);

		expect(server.cases).toHaveLength(2);
	});

	it('of a stored execution does not take the case of another item', async () => {
		const server = new FakeServer();
		server.addCase({ description: `External-Ref: ${defaultKey('d'.repeat(24), '17', false).key}` });
		const { helpline } = await open(server);

		expect((await helpline.createCase(FIELDS, keyOf('18', true), 0)).outcome).toBe('created');
	});
});

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

describe('a delete', () => {
	it('is done once', async () => {
		const server = new FakeServer();
		const { id } = server.addCase();
		const { helpline } = await open(server);

		await helpline.deleteCase(id as number, 0);

		expect(server.cases).toEqual([]);
		expect(server.asked).toHaveLength(1);
	});

	it.each<Fault>([...SAVED.filter((fault) => fault !== 'no id after'), ...NOT_SAVED])(
		'is brought to its end after "%s"',
		async (fault) => {
			const server = new FakeServer().meet('DELETE /cases/*', fault);
			const { id } = server.addCase();
			const { helpline } = await open(server);

			await helpline.deleteCase(id as number, 0);

			expect(server.cases).toEqual([]);
		},
	);

	it('of a case that a slow server deletes after our look-up is no "not found"', async () => {
		const server = new FakeServer().meet('DELETE /cases/*', 'timeout, late');
		const { id } = server.addCase();
		const { helpline } = await open(server);

		expect(await codeOf(helpline.deleteCase(id as number, 0))).toBe('done');
	});

	it('of a case that is not there says so', async () => {
		const { helpline } = await open(new FakeServer());

		expect(await codeOf(helpline.deleteCase(5, 0))).toBe('not_found');
	});
});

describe('whatever goes wrong with a write', () => {
	const faults: Fault[] = [...SAVED, ...NOT_SAVED, '400', '409', 'timeout, very late'];

	it.each(faults)('nothing of the case is in the error or the log: "%s"', async (fault) => {
		const fields = plantCase();
		const server = new FakeServer()
			.meet('POST /cases', fault, fault, fault)
			.meet('PUT /cases/*', fault, fault, fault);
		server.addCase({ ...fields, description: `${MARKER}\n\nExternal-Ref: form-9` });
		const { helpline, log } = await open(server);

		const ends = await Promise.all([
			helpline.createCase(fields, mapped('form-1'), 0).catch((error: unknown) => error),
			helpline
				.createOrUpdateCase({ ...fields, title: 'New' }, mapped('form-9'), 1)
				.catch((error: unknown) => error),
		]);

		const errors = ends.filter((end) => end instanceof Error);
		expect(errors.map((error) => reasonOf(error)?.code)).not.toContain(undefined);
		expect(findMarker([errors, log])).toEqual([]);
	});

	it('a stopped run sends nothing more', async () => {
		const stop = new AbortController();
		const server = new FakeServer().meet('POST /cases', 'cut before');
		const { helpline } = await open(server, {}, undefined, stop.signal);
		const ending = codeOf(helpline.createCase(FIELDS, keyOf(), 0));

		stop.abort();

		expect(await ending).toBe('stopped');
		expect(server.seen('POST /cases').length).toBeLessThanOrEqual(1);
	});
});
