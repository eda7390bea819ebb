import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../../support/engine';
import type { HttpStub, Reply } from '../../support/httpStub.mts';
import { startStub } from '../../support/httpStub.mts';
import { findMarker, MARKER, planted } from '../../support/markers';
import { audio, firstOf, runAi, said } from '../../nodes/OpenChsAiTranscribe/run';
import type { SandboxAi } from './sandboxAi';
import { PATIENCE_MS, startSandboxAi } from './sandboxAi';

jest.setTimeout(20_000);

/** Everything that n8n keeps or shows of a run beside its items. */
function around(run: RunResult) {
	return {
		error: run.error,
		storedError: run.storedError,
		thrown: run.thrown,
		log: run.log,
		hints: run.hints,
		uiMessages: run.uiMessages,
	};
}

const HEALTH: Reply = { body: { status: 'healthy', version: '0.1.0', timestamp: '', site_id: '' } };
const PLANTED = {
	transcript: planted('transcript'),
	translation: planted('translation'),
	summary: planted('summary'),
};
const echo: Reply = {
	status: 422,
	body: {
		detail: [
			{
				type: 'value_error',
				loc: ['body', 'audio'],
				msg: `Value error, ${MARKER}`,
				input: `RIFF ${planted('file')}`,
				ctx: { error: planted('ctx') },
			},
		],
	},
};

const eventOf = (event: IDataObject) => `data: ${JSON.stringify(event)}\n\n`;
const stream = (...events: IDataObject[]): Reply => ({
	headers: { 'content-type': 'text/event-stream' },
	body: events.map(eventOf).join(''),
});
const ticket: Reply = { body: { task_id: 'made-up-1', status: 'queued' } };
const task = (answer: IDataObject): Reply => ({ body: { task_id: 'made-up-1', ...answer } });

describe('no word of a recording stands in an error, a log line or a hint', () => {
	let stub: HttpStub;

	afterEach(async () => await stub.stop());

	const serve = async (submit: Reply, look: Reply = {}) => {
		stub = await startStub(({ method, path }) =>
			path === '/health/' ? HEALTH : method === 'POST' ? submit : look,
		);
	};
	const item = () =>
		audio(Buffer.from(planted('file')), `${MARKER}.mp3`, 'audio/mpeg', { note: MARKER });

	const rows: Array<[string, string, Reply, Reply?]> = [
		['a refusal that echoes the file', 'poll', echo],
		['a refusal that echoes the file to a stream', 'live', echo],
		['a refusal in words', 'poll', { status: 400, body: { detail: planted('detail') } }],
		['a fault in words', 'poll', { status: 500, body: { detail: planted('detail') } }],
		[
			'a traceback',
			'poll',
			{ status: 500, headers: { 'content-type': 'text/plain' }, body: planted('traceback') },
		],
		['a page', 'poll', { body: `<html>${planted('page')}</html>` }],
		['another answer', 'poll', { body: { note: planted('note') } }],
		[
			'a ticket with a strange ID',
			'poll',
			{ body: { task_id: MARKER } },
			task({ status: 'failed' }),
		],
		['a failed task', 'poll', ticket, task({ status: 'failed', error: planted('error') })],
		[
			'a failed transcription',
			'poll',
			ticket,
			task({ status: 'failed', error: `Transcription failed: ${MARKER}` }),
		],
		[
			'a result without words',
			'poll',
			ticket,
			task({ status: 'completed', result: { a: MARKER } }),
		],
		['a state that is a text', 'poll', ticket, task({ status: MARKER, current_step: MARKER })],
		['a look that is refused', 'poll', ticket, { status: 422, body: echo.body }],
		['a look that is a page', 'poll', ticket, { body: `<p>${MARKER}</p>` }],
		['a failed stream', 'live', stream({ status: 'failed', error: planted('error') })],
		[
			'a stream that ends too early',
			'live',
			stream({ type: 'translation_complete', data: { text: MARKER } }, { type: MARKER }),
		],
		['a stream of other lines', 'live', { ...stream(), body: `${MARKER}\n{"a":"${MARKER}\n` }],
	];

	it.each(rows)('after %s', async (...[, waitMode, submit, look]) => {
		await serve(submit, look);

		const run = await runAi(stub.url, {
			items: [item()],
			parameters: { waitMode },
			options: { deadlineMinutes: 0.01 },
		});

		expect(run.error).toBeDefined();
		expect(findMarker(around(run))).toEqual([]);
	});

	it('when all goes well', async () => {
		const result = { ...PLANTED, classification: { priority: '1' } };
		await serve(
			stream(
				{ task_id: 'made-up-1', status: 'PROCESSING', step: MARKER, progress: 10, message: MARKER },
				{ status: 'completed', result },
			),
		);

		const run = await runAi(stub.url, { items: [item()], parameters: { waitMode: 'live' } });

		expect(firstOf(run).transcript).toBe(PLANTED.transcript);
		expect(findMarker(around(run))).toEqual([]);
	});

	it('nor in the name of the file that is sent', async () => {
		await serve(ticket, task({ status: 'completed', result: PLANTED }));

		await runAi(stub.url, { items: [item()] });

		const head = stub.requests.find(({ method }) => method === 'POST')?.text() ?? '';
		expect(head.slice(0, head.indexOf(planted('file')))).not.toContain(MARKER);
	});

	it('nor in a failed item that holds the reason alone', async () => {
		await serve(echo);

		const run = await runAi(stub.url, {
			items: [item()],
			options: { failedItems: 'reason' },
			request: { onError: 'continueRegularOutput' },
		});

		expect(findMarker(run.outputs[0]?.map(({ json, error }) => ({ json, error })))).toEqual([]);
	});
});

describe('what an AI tool gets', () => {
	let sandbox: SandboxAi;

	beforeAll(async () => {
		sandbox = await startSandboxAi();
	}, PATIENCE_MS);
	afterAll(async () => await sandbox.stop());

	it.each(['parts', 'raw', 'simplified'])('holds no word of a recording (%s)', async (output) => {
		await sandbox.fresh();

		const run = await runAi(sandbox.aiUrl, {
			items: [said(planted('transcript'))],
			parameters: { output },
			request: { typeName: 'n8n-nodes-openchs.openChsAiTranscribeTool' },
		});

		expect(firstOf(run)).toMatchObject({ risk: 'high', is_suggestion: true });
		expect(findMarker(run.outputs)).toEqual([]);
		expect(firstOf(run)).not.toHaveProperty('insights');
	});

	it('holds the words when a switch says so', async () => {
		await sandbox.fresh();

		const run = await runAi(sandbox.aiUrl, {
			items: [said(planted('transcript'))],
			options: { toolsSeePersonal: true },
			request: { typeName: 'n8n-nodes-openchs.openChsAiTranscribeTool' },
		});

		expect(firstOf(run).transcript).toBe(planted('transcript'));
	});

	it('is left out for people too, when they say so', async () => {
		await sandbox.fresh();

		const run = await runAi(sandbox.aiUrl, {
			items: [said(planted('transcript'))],
			options: { leaveOutPersonal: true },
		});

		expect(findMarker(run.outputs)).toEqual([]);
	});
});
