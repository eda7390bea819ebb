import type { INodeParameters } from 'n8n-workflow';

import type { RunResult } from '../../support/engine';
import { skipWaits } from '../../support/clock.mts';
import { audio, firstOf, refusalOf, runAi, speech } from '../../nodes/OpenChsAiTranscribe/run';
import type { SandboxAi } from './sandboxAi';
import { PATIENCE_MS, startSandboxAi } from './sandboxAi';

jest.setTimeout(PATIENCE_MS);

let sandbox: SandboxAi;

beforeAll(async () => {
	sandbox = await startSandboxAi();
}, PATIENCE_MS);
afterAll(async () => await sandbox.stop());

const LONG = { aiTranscriptionSeconds: 100_000 };
const PROCESS = 'POST /audio/process';
const STREAM = 'POST /audio/process-stream';

/** What was asked of the service: the submit, and how many looks. */
async function requests() {
	const asked = await sandbox.asked();
	const [submit, ...looks] = asked;
	expect(looks.filter((each) => !each.startsWith('GET /audio/task/'))).toEqual([]);
	expect(await sandbox.ai.submits()).toHaveLength(1);
	return { submit, looks: looks.length };
}

describe.each([
	['poll', PROCESS],
	['live', STREAM],
] as const)('a recording that is waited for (%s)', (waitMode, submit) => {
	const isLive = waitMode === 'live';
	const run = async (options: INodeParameters = {}, request = {}, items = [speech()]) =>
		await runAi(sandbox.aiUrl, { parameters: { waitMode }, options, request, items });

	it('and is done: the result', async () => {
		await sandbox.fresh();

		const result = firstOf(await run());

		expect(result).toMatchObject({ status: 'completed', risk: 'high', missing_parts: [] });
		const seen = await requests();
		expect(seen.submit).toBe(submit);
		expect(seen.looks === 0).toBe(isLive);
	});

	it('and failed: a sentence, without the words of the service', async () => {
		await sandbox.fresh();
		const broken = audio(Buffer.from('RIFF made-up, no audio'), 'x.ogg', 'audio/ogg');

		const reason = refusalOf(await run({}, {}, [broken]));

		expect(reason).toMatchObject({
			code: 'refused_by_server',
			message: 'The AI service could not read this recording',
		});
		expect((await requests()).submit).toBe(submit);
	});

	it('and is forgotten on the way: gone, after six looks', async () => {
		await sandbox.fresh({ aiTranscriptionSeconds: 400 });
		const running = run();
		await sandbox.working();
		const [task] = await sandbox.ai.tasks();
		await seenWorking();
		await sandbox.ai.forget(task?.id ?? '');

		const reason = refusalOf(await running);

		expect(reason).toMatchObject({
			code: 'not_found',
			message: 'The AI service does not know this task any more',
		});
		expect((await requests()).looks).toBeGreaterThanOrEqual(6);
	});

	it('of which nothing is heard: the same task is asked for until there is an answer or an end', async () => {
		await sandbox.fresh();
		await sandbox.admin.setFaults(
			isLive ? ['stream-silent=2;server=ai'] : ['hang-before;server=ai:GET:/audio/task/.*'],
		);

		const { result, waitedMilliseconds } = await skipWaits(
			async () => await run({ lookSeconds: 2, deadlineMinutes: 10 }),
		);

		if (isLive) {
			expect(firstOf(result)).toMatchObject({ status: 'completed' });
			expect(waitedMilliseconds).toBeGreaterThanOrEqual(60_000);
		} else {
			expect(refusalOf(result)).toMatchObject({
				message: 'The AI service could not be asked about the task',
				description: expect.stringContaining('with the task ID'),
			});
			expect((await requests()).looks).toBe(6);
		}
		expect((await requests()).submit).toBe(submit);
		await sandbox.admin.clearFaults();
	});

	it('and takes its time: the looks ease', async () => {
		// 150 s of the service; looks begin 20 ms apart, which are 2 s of it.
		await sandbox.fresh({ aiTranscriptionSeconds: 150 });

		const result = firstOf(await run({ lookSeconds: 0.02 }));

		const { looks } = await requests();
		expect(result.status).toBe('completed');
		expect(looks).toBeLessThan(isLive ? 1 : 50);
	});

	it('and is stopped by a person: within a second, with the ID, and nothing is sent again', async () => {
		await sandbox.fresh(LONG);
		let stoppedAt = 0;
		const stopWhen = sandbox
			.working()
			.then(seenWorking)
			.then(() => {
				stoppedAt = Date.now();
			});

		const stopped = await run({ lookSeconds: 2, deadlineMinutes: 10 }, { stopWhen });

		expect(Date.now() - stoppedAt).toBeLessThan(1000);
		expect(stopped.status).toBe('canceled');
		expect((await requests()).submit).toBe(submit);
	});

	it('beyond the deadline: the stage and the ID in the sentence', async () => {
		await sandbox.fresh(LONG);

		const reason = refusalOf(await run({ deadlineMinutes: 0.05 }));

		const [task] = await sandbox.ai.tasks();
		expect(reason).toMatchObject({
			code: 'timeout',
			message: "The task is at 'transcription' after 3 seconds",
			description: expect.stringContaining(`with the task ID ${task?.id}`),
			taskId: task?.id,
		});
		expect((await requests()).submit).toBe(submit);
	});
});

/** A stream tells every two seconds of the service what it works on. */
async function seenWorking(): Promise<void> {
	for (let look = 0; look < 40; look++) await sandbox.ai.tasks();
}

it('a stop reaches the items behind the first one too', async () => {
	await sandbox.fresh(LONG);
	const stopWhen = sandbox.working();

	const run: RunResult = await runAi(sandbox.aiUrl, {
		items: [speech(), speech()],
		request: { stopWhen, onError: 'continueRegularOutput' },
	});

	expect(run.status).toBe('canceled');
	expect(await sandbox.ai.submits()).toHaveLength(1);
});

it('an item that ran out of time hands its task on, where the run goes on', async () => {
	await sandbox.fresh(LONG);

	const { outputs } = await runAi(sandbox.aiUrl, {
		options: { deadlineMinutes: 0.01 },
		request: { onError: 'continueRegularOutput' },
	});

	const [task] = await sandbox.ai.tasks();
	expect(outputs[0]?.[0]?.json.details).toMatchObject({ code: 'timeout', task_id: task?.id });
});
