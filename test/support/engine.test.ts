import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import {
	callMethod,
	readBinary,
	runNode,
	runWorkflow,
	useFilesystemBinary,
	useMemoryBinary,
} from './engine';
import type { HttpStub } from './httpStub.mts';
import { startStub } from './httpStub.mts';
import { MadeUp, MadeUpApi } from './madeUpNode';

const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ json: { row } }));

describe('the in-process engine', () => {
	let server: HttpStub;
	let tokens: number;

	beforeEach(async () => {
		tokens = 0;
		server = await startStub((request) => {
			if (request.path === '/login') return { body: { token: `token-${++tokens}` } };
			if (request.path === '/slow') return { hang: true };
			const isKnown = request.headers.authorization === `Bearer token-${tokens}`;
			return isKnown ? { body: [{ name: 'Case 1', value: '1' }] } : { status: 401, body: {} };
		});
	});

	afterEach(async () => {
		useMemoryBinary();
		await server.stop();
	});

	const login = (token = '') => ({
		credentialType: MadeUpApi,
		data: { server: server.url, token },
	});
	const ask = { nodeType: MadeUp, parameters: { task: 'ask' } };

	it('logs in before the first request when the session is empty', async () => {
		const stored = login();

		const { outputs, renewals } = await runNode({ ...ask, credentials: [stored] });

		expect(outputs[0]?.[0]?.json).toEqual({
			body: '[{"name":"Case 1","value":"1"}]',
			note: 'as declared',
		});
		expect(renewals).toEqual([
			{ type: 'madeUpApi', isExpired: false, written: { token: 'token-1' } },
		]);
	});

	it('renews once after a 401 and sends the request once more', async () => {
		const { status, renewals } = await runNode({ ...ask, credentials: [login('old')] });

		expect(status).toBe('success');
		expect(server.requests.map(({ path }) => path)).toEqual(['/cases', '/login', '/cases']);
		expect(renewals).toMatchObject([{ isExpired: true }]);
	});

	it('keeps what the renewal returned for the next run of the same stored credential', async () => {
		const stored = login();
		await runNode({ ...ask, credentials: [stored] });

		await runNode({ ...ask, credentials: [stored] });

		expect(stored.data.token).toBe('token-1');
		expect(server.requests.filter(({ path }) => path === '/login')).toHaveLength(1);
	});

	it('renews in every one of several runs at once, as n8n does', async () => {
		const stored = login();

		await Promise.all([1, 2, 3].map(async () => await runNode({ ...ask, credentials: [stored] })));

		const logins = server.requests.filter(({ path }) => path === '/login');
		expect(logins.length).toBeGreaterThanOrEqual(3);
	});

	it('keeps two credentials of one type apart', async () => {
		const other = await startStub({ body: { from: 'other' } });

		const { node } = await runWorkflow({
			nodes: [
				{ ...ask, name: 'One', credentials: [login()] },
				{
					...ask,
					name: 'Two',
					credentials: [{ credentialType: MadeUpApi, data: { server: other.url, token: 'two' } }],
				},
			],
		});

		expect(node('One').outputs[0]?.[0]?.json.body).toContain('Case 1');
		expect(other.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer two']);
		await other.stop();
	});

	it('splits good and bad items when the node continues with an error output', async () => {
		const items = [{ json: { row: 0 } }, { json: { row: 1, bad: true } }, { json: { row: 2 } }];

		const { outputs } = await runNode({
			nodeType: MadeUp,
			items,
			onError: 'continueErrorOutput',
		});

		expect(outputs[0]?.map(({ json }) => json.row)).toEqual([0, 2]);
		expect(outputs[1]?.map(({ json }) => json)).toEqual([
			{ row: 1, bad: true, error: 'Item 1 is bad' },
		]);
	});

	it('returns the live error of the node and the copy that n8n stores', async () => {
		const { status, error, storedError, tries } = await runNode({
			nodeType: MadeUp,
			parameters: { task: 'fail' },
		});

		expect(status).toBe('error');
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(storedError).toMatchObject({ message: 'Item 0 is bad' });
		expect(tries).toBe(1);
	});

	it('hands over hints and log lines', async () => {
		const { hints, log } = await runNode({ nodeType: MadeUp, items: rows(2) });

		expect(hints).toEqual([{ message: '2 items' }]);
		expect(log.filter(({ by }) => by === 'node')).toEqual([
			{ level: 'info', message: 'made-up run', metadata: { items: 2, isTool: false }, by: 'node' },
		]);
	});

	it('keeps the log lines of runs at the same time apart', async () => {
		const results = await Promise.all(
			[1, 2, 3].map(async (count) => await runNode({ nodeType: MadeUp, items: rows(count) })),
		);

		expect(results.map(({ log }) => log.filter(({ by }) => by === 'node').length)).toEqual([
			1, 1, 1,
		]);
		expect(results.map(({ log }) => log.find(({ by }) => by === 'node')?.metadata)).toMatchObject([
			{ items: 1 },
			{ items: 2 },
			{ items: 3 },
		]);
	});

	it('runs the node again under the same execution when Retry On Fail is on', async () => {
		const { tries, thrown, executionId, run } = await runNode({
			nodeType: MadeUp,
			parameters: { task: 'fail' },
			retryOnFail: true,
			maxTries: 3,
			executionId: '77',
		});

		expect({ tries, executionId }).toEqual({ tries: 3, executionId: '77' });
		expect(thrown).toHaveLength(3);
		expect(run?.status).toBe('error');
	});

	it('gives each run an execution of its own', async () => {
		const first = await runNode({ nodeType: MadeUp });
		const second = await runNode({ nodeType: MadeUp, mode: 'retry' });

		expect(first.executionId).not.toBe(second.executionId);
		expect(second.outputs[0]?.[0]?.json).toMatchObject({
			execution: second.executionId,
			mode: 'retry',
		});
	});

	it('ends a call in flight when the run is stopped', async () => {
		const { status, thrown } = await runNode({
			...ask,
			parameters: { task: 'ask', path: '/slow' },
			credentials: [login('any')],
			stopWhen: server.received(1),
		});

		expect(status).toBe('canceled');
		expect(thrown[0]).toBeInstanceOf(NodeApiError);
	});

	it('counts the run index up in a loop', async () => {
		const { outputs, runs } = await runNode({
			nodeType: MadeUp,
			items: rows(5),
			loop: { batchSize: 2 },
		});

		expect(runs).toHaveLength(3);
		expect(outputs[0]?.map(({ json }) => [json.row, json.run])).toEqual([
			[0, 0],
			[1, 0],
			[2, 1],
			[3, 1],
			[4, 2],
		]);
	});

	it('goes on with the loop when a whole batch fails', async () => {
		const { outputs, runs } = await runNode({
			nodeType: MadeUp,
			items: [{ json: { bad: true } }, { json: { row: 1 } }],
			loop: { batchSize: 1 },
			onError: 'continueErrorOutput',
		});

		expect(runs).toHaveLength(2);
		expect(outputs.map((items) => items.length)).toEqual([1, 1]);
	});

	it('works out defaults, picked values and the time zone as n8n does', async () => {
		const { outputs } = await runNode({
			nodeType: MadeUp,
			parameters: {
				caseId: { __rl: true, mode: 'url', value: 'https://helpline.example/cases/42' },
			},
			timezone: 'Africa/Nairobi',
		});

		expect(outputs[0]?.[0]?.json).toMatchObject({ caseId: '42', timezone: 'Africa/Nairobi' });
	});

	it('carries files inside the items in memory mode', async () => {
		const { outputs } = await runNode({ nodeType: MadeUp, parameters: { task: 'file' } });

		const file = outputs[0]?.[0]?.binary?.data;
		expect(file?.id).toBeUndefined();
		expect(file?.data).toBe(Buffer.from('abc').toString('base64'));
	});

	it('keeps files beside the items in filesystem mode', async () => {
		await useFilesystemBinary();

		const { outputs } = await runNode({ nodeType: MadeUp, parameters: { task: 'file' } });

		const file = outputs[0]?.[0]?.binary?.data;
		expect(file?.id).toMatch(/^filesystem-v2:/);
		expect(file && (await readBinary(file)).toString()).toBe('abc');
	});

	it('calls list methods as the editor does', async () => {
		const { result, log } = await callMethod(MadeUp, 'listSearch', 'searchCases', {
			credentials: [login()],
			filter: 'water',
		});

		expect(result.results).toEqual([{ name: 'Case 1', value: '1' }]);
		expect(server.requests.at(-1)?.query.get('q')).toBe('water');
		expect(log).toMatchObject([{ message: 'list asked', by: 'node' }]);
	});

	it("shows the node's parameters to options methods", async () => {
		const { result } = await callMethod(MadeUp, 'loadOptions', 'listTasks');

		expect(result).toEqual([{ name: 'echo', value: 'task' }]);
	});
});
