import type { HttpStub, Reply } from '../../support/httpStub.mts';
import { startStub } from '../../support/httpStub.mts';
import { EVERYTHING, firstOf, refusalOf, runAi } from './run';

const HEALTH: Reply = { body: { status: 'healthy', version: '0.1.0', timestamp: '', site_id: '' } };
const TICKET: Reply = { body: { task_id: 'made-up-1', status: 'queued' } };
const FULL: Reply = { status: 503, body: { detail: 'Queue is full' } };

let stub: HttpStub;

afterEach(async () => await stub.stop());

/** Answers one submit after the other; the last answer stays. */
async function handedOver(submits: Reply[], waitForResult = false) {
	stub = await startStub(({ method, path }) => {
		if (path === '/health/') return HEALTH;
		if (method !== 'POST') return { body: { status: 'completed', transcript: 'x' } };
		return (submits.length > 1 ? submits.shift() : submits[0]) ?? FULL;
	});
	const run = await runAi(stub.url, {
		parameters: { waitForResult, include: EVERYTHING },
		options: { patienceMinutes: 1 },
	});
	return { run, posts: stub.requests.filter(({ method }) => method === 'POST').length };
}

describe('handing a recording over', () => {
	it('gives the ticket at once when nobody waits, and no transcript', async () => {
		const { run, posts } = await handedOver([TICKET]);

		expect(firstOf(run)).toEqual({
			task_id: 'made-up-1',
			status: 'queued',
			language: 'sw',
			include: EVERYTHING,
			submitted_at: expect.stringMatching(/Z$/),
		});
		expect(posts).toBe(1);
	});

	it('waits in line where a full queue says for how long, and is taken once', async () => {
		const full = { ...FULL, headers: { 'retry-after': '0' } };

		const { run, posts } = await handedOver([full, full, TICKET]);

		expect(firstOf(run).task_id).toBe('made-up-1');
		expect(posts).toBe(3);
	});

	it('does not wait in line for ever', async () => {
		const { run, posts } = await handedOver([{ ...FULL, headers: { 'retry-after': '0' } }]);

		expect(refusalOf(run).code).toBe('too_many_requests');
		expect(posts).toBe(4);
	});

	it.each([undefined, '600'])(
		'ends in a sentence where the queue is full for longer than anybody waits (%s)',
		async (after) => {
			const headers: Record<string, string> = after === undefined ? {} : { 'retry-after': after };

			const { run, posts } = await handedOver([{ ...FULL, headers }]);

			expect(refusalOf(run).message).toBe('The AI service has too much to do at the moment');
			expect(posts).toBe(1);
		},
	);

	it.each<[number, string]>([
		[400, 'refused_by_server'],
		[403, 'forbidden'],
		[404, 'not_offered'],
		[405, 'not_offered'],
		[413, 'refused_by_server'],
		[422, 'refused_by_server'],
		[500, 'server_error'],
		[502, 'unclear_outcome'],
		[504, 'unclear_outcome'],
	])('is told once and never repeated after %d', async (status, code) => {
		const type = status > 500 ? 'text/html' : 'application/json';

		const { run, posts } = await handedOver([
			{ status, headers: { 'content-type': type }, body: '{"detail":"x"}' },
		]);

		expect(refusalOf(run)).toMatchObject({ code });
		expect(posts).toBe(1);
	});

	it('is unclear after a fault that is no answer of the service', async () => {
		const page: Reply = { status: 500, headers: { 'content-type': 'text/plain' }, body: 'x' };

		expect(refusalOf((await handedOver([page])).run).code).toBe('unclear_outcome');
	});

	it('goes to no other address', async () => {
		const { run, posts } = await handedOver([
			{ status: 302, headers: { location: 'http://127.0.0.1:9/' } },
		]);

		expect(refusalOf(run).code).toBe('redirect');
		expect(posts).toBe(1);
	});

	it('needs no second request where the service answers with the result', async () => {
		const { run } = await handedOver([{ body: { transcript: 'Habari' } }], true);

		expect(firstOf(run)).toMatchObject({ transcript: 'Habari', task_id: null });
		expect(stub.requests.filter(({ path }) => path !== '/health/')).toHaveLength(1);
	});
});
