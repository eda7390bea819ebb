import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { findMarker, MARKER } from '../../../../support/markers';
import type { Fault, Habits } from './fakeServer';
import { FakeServer, open } from './fakeServer';

const codeOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'done',
		(error: unknown) => reasonOf(error)?.code,
	);

const HABITS: Array<Partial<Habits>> = [
	{},
	{ isEnveloped: false },
	{ hasPagination: false },
	{ idsAsText: true },
];

describe('a case', () => {
	it.each(HABITS)('is read with any habit of the server: %j', async (habits) => {
		const server = new FakeServer(habits);
		const { id } = server.addCase({ description: 'Words', colour: 'green' });
		const { helpline } = await open(server);

		const { record, raw } = await helpline.getCase(id as number, 0);

		expect(record).toMatchObject({ id, title: 'Made-up case', description: 'Words' });
		expect(raw.colour).toBe('green');
	});

	it('that is not there says so in its own words', async () => {
		const { helpline } = await open(new FakeServer());

		const error = await helpline.getCase(5, 0).catch((each: unknown) => each);

		expect(reasonOf(error)).toMatchObject({ code: 'not_found', field: 'id', status: 404 });
	});

	it('with an id that needs escaping stays one step of the path', async () => {
		const server = new FakeServer();
		server.addCase({ id: 'a/b?c#d' });
		const { helpline } = await open(server);

		expect((await helpline.getCase('a/b?c#d', 0)).record.id).toBe('a/b?c#d');
		expect(server.asked[0]?.path).toBe('/cases/a%2Fb%3Fc%23d');
	});

	it.each([
		['another case', { id: 6, title: 'x' }],
		['no id', { title: 'x' }],
		['a list', [{ id: 5 }]],
		['nothing', {}],
		['null', null],
	])('is never %s', async (_name, body) => {
		const httpRequest = async () => ({
			statusCode: 200,
			headers: {},
			body: JSON.stringify({ success: true, data: body }),
		});
		const { helpline } = await open({ httpRequest });

		expect(await codeOf(helpline.getCase(5, 0))).toBe('unexpected_answer');
	});

	it.each<Fault>(['html', '500', 'cut before', 'timeout', 'refused connection'])(
		'is read again after "%s"',
		async (fault) => {
			const server = new FakeServer().meet('GET /cases/*', fault, fault);
			const { id } = server.addCase();
			const { helpline } = await open(server);

			expect(await codeOf(helpline.getCase(id as number, 0))).toBe('done');
			expect(server.asked).toHaveLength(3);
		},
	);

	it.each<[Fault, string]>([
		['html', 'unexpected_answer'],
		['500', 'server_error'],
		['cut before', 'no_connection'],
		['timeout', 'timeout'],
		['refused connection', 'no_connection'],
	])('is given up after three times "%s": %s', async (fault, code) => {
		const server = new FakeServer().meet('GET /cases/*', fault, fault, fault);
		const { id } = server.addCase();
		const { helpline } = await open(server);

		expect(await codeOf(helpline.getCase(id as number, 0))).toBe(code);
	});
});

describe('a list of cases', () => {
	it.each(HABITS)('is read to its end with any habit of the server: %j', async (habits) => {
		const server = new FakeServer(habits);
		for (let count = 0; count < 230; count++) server.addCase();
		const { helpline } = await open(server);

		const { found } = await helpline.listCases({}, 0);

		expect(found.map(({ record }) => record.id)).toEqual(server.cases.map(({ id }) => id));
		expect(server.asked.every(({ query }) => query.limit === 100)).toBe(true);
	});

	it('stops at the limit', async () => {
		const server = new FakeServer();
		for (let count = 0; count < 230; count++) server.addCase();
		const { helpline } = await open(server);

		const { found } = await helpline.listCases({ limit: 50 }, 0);

		expect(found).toHaveLength(50);
		expect(server.asked).toHaveLength(1);
	});

	it('reads everything before it sorts, and only then applies the limit', async () => {
		const server = new FakeServer();
		for (const title of ['c', 'a', 'b']) server.addCase({ title });
		const { helpline } = await open(server);

		const { found } = await helpline.listCases(
			{ limit: 2, sort: [{ field: 'title', descending: false }] },
			0,
		);

		expect(found.map(({ record }) => record.title)).toEqual(['a', 'b']);
	});

	it('includes the bound of "created after" though the server leaves it out', async () => {
		const server = new FakeServer();
		server.addCase({ created_at: '2025-03-01T10:00:00Z' });
		server.addCase({ created_at: '2025-03-01T09:59:59.500Z' });
		const { helpline } = await open(server);

		const { found, total } = await helpline.listCases({ createdAfter: '2025-03-01T10:00:00Z' }, 0);

		expect(found.map(({ record }) => record.created_at)).toEqual(['2025-03-01T10:00:00Z']);
		expect(total).toBeNull();
	});

	it('tells the count of the server when nothing was chosen here', async () => {
		const server = new FakeServer();
		server.addCase({ status: 'open' });
		server.addCase({ status: 'closed' });
		const { helpline } = await open(server);

		expect((await helpline.listCases({ status: ['open'] }, 0)).total).toBe(1);
		expect((await helpline.listCases({ status: ['open', 'closed'] }, 0)).total).toBeNull();
	});

	it('says when the server counts others than came', async () => {
		const httpRequest = async () => ({
			statusCode: 200,
			headers: {},
			body: JSON.stringify({
				success: true,
				data: [{ id: 1 }],
				pagination: { total: 5, has_more: false },
			}),
		});
		const { helpline } = await open({ httpRequest });

		const { remarks } = await helpline.listCases({}, 0);

		expect(remarks.join(' ')).toMatch(/counts 5 cases.*1 came/);
	});

	it('reads the user list once for all assignees, and does without where there is none', async () => {
		const server = new FakeServer();
		for (const assigned_user_id of [7, 8, 9]) server.addCase({ assigned_user_id });
		const { helpline } = await open(server);
		const bare = new FakeServer({ lacks: { 'GET /users': 404 } });
		bare.cases = server.cases;
		const without = await open(bare);

		const { found } = await helpline.listCases({}, 0);
		await helpline.listCases({}, 1);
		const names = (await without.helpline.listCases({}, 0)).found;

		expect(found.map(({ record }) => record.assigned_to)).toEqual(['amina', 'juma', null]);
		expect(server.seen('GET /users')).toHaveLength(1);
		expect(names.map(({ record }) => record.assigned_to)).toEqual([null, null, null]);
		expect(bare.seen('GET /users')).toHaveLength(1);
	});

	it.each([
		['a row without an id', { success: true, data: [{ title: 'x' }] }],
		['rows that are no objects', { success: true, data: ['x'] }],
		['two lists', { a: [{ id: 1 }], b: [{ id: 2 }] }],
		['errors alone', { errors: [{ id: 1 }] }],
		['no list', { success: true, data: { id: 1 } }],
	])('is never %s', async (_name, body) => {
		const httpRequest = async () => ({ statusCode: 200, headers: {}, body: JSON.stringify(body) });
		const { helpline } = await open({ httpRequest });

		expect(await codeOf(helpline.listCases({}, 0))).toBe('unexpected_answer');
	});

	it.each([
		['bare', [{ id: 1 }]],
		['in an envelope', { success: true, data: [{ id: 1 }] }],
		['below a name', { cases: [{ id: 1 }], pagination: { total: 1 } }],
		['below a name in an envelope', { success: true, data: { cases: [{ id: 1 }] } }],
	])('is read when it comes %s', async (_name, body) => {
		const httpRequest = async () => ({ statusCode: 200, headers: {}, body: JSON.stringify(body) });
		const { helpline } = await open({ httpRequest });

		expect((await helpline.listCases({}, 0)).found.map(({ record }) => record.id)).toEqual([1]);
	});
});

describe('a search', () => {
	it('tells how well a case matches', async () => {
		const httpRequest = async () => ({
			statusCode: 200,
			headers: {},
			body: JSON.stringify([{ id: 1, relevance_score: 0.5, matched_fields: ['title'] }]),
		});
		const { helpline } = await open({ httpRequest });

		const { found } = await helpline.searchCases('school', ['title'], 5, 0);

		expect(found[0]?.record).toMatchObject({ relevance_score: 0.5, matched_fields: ['title'] });
	});

	it('asks for the words, the fields and the limit', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		await helpline.searchCases('school', ['title', 'description'], 5, 0);
		await helpline.searchCases('school', [], 500, 0);

		expect(server.asked.map(({ query }) => query)).toEqual([
			{ q: 'school', fields: 'title,description', limit: 5 },
			{ q: 'school', limit: 100 },
		]);
	});

	it('says when more match than a search gives', async () => {
		const server = new FakeServer({ searchCap: 1 });
		server.addCase();
		server.addCase();
		const { helpline } = await open(server);

		expect((await helpline.searchCases('made', [], undefined, 0)).remarks).toHaveLength(1);
		expect((await helpline.searchCases('made', [], 1, 0)).remarks).toEqual([]);
	});

	it.each([404, 405, 501])('that is not offered says so, and is asked once: %i', async (status) => {
		const server = new FakeServer({ lacks: { 'GET /search/cases': status } });
		const { helpline, log } = await open(server);

		const errors = await Promise.all(
			[0, 1].map(
				async (item) =>
					await helpline.searchCases(MARKER, [], 5, item).catch((each: unknown) => each),
			),
		);
		await helpline.searchCases(MARKER, [], 5, 2).catch(() => undefined);

		expect(errors.map((error) => reasonOf(error)?.message)).toEqual([
			'Search: not offered by this OpenCHS',
			'Search: not offered by this OpenCHS',
		]);
		expect(server.asked.length).toBeLessThanOrEqual(2);
		expect(findMarker([errors, log])).toEqual([]);
	});
});

describe('the fields of a case', () => {
	it('are those of the record and those of the credential', async () => {
		const { helpline } = await open(new FakeServer(), { customFields: 'district, ward ,' });

		const fields = await helpline.caseFields(0);

		expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
			'title',
			'category',
			'priority',
		]);
		expect(fields.slice(-2).map(({ name }) => name)).toEqual(['district', 'ward']);
		expect(fields.find(({ name }) => name === 'plan')?.isSent).toBe(false);
	});
});

describe("a case's page", () => {
	it.each([
		['https://helpline.example/case/{id}', 7, 'https://helpline.example/case/7'],
		['https://helpline.example/case/{id}', 'a b', 'https://helpline.example/case/a%20b'],
		['https://helpline.example/', 7, null],
		['', 7, null],
	])('from %j for %j is %j', async (casePageTemplate, id, page) => {
		const { helpline } = await open(new FakeServer(), { casePageTemplate });

		expect(helpline.casePage(id)).toBe(page);
	});
});
