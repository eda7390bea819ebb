import type { AiExchange } from '../../../support/aiRecordings.mts';
import { skipWaits } from '../../../support/clock.mts';
import { firstOf, refusalOf, runAi } from '../run';
import type { Replayed } from '../replayed';
import { exchangesOf, replay } from '../replayed';

let server: Replayed;

afterEach(async () => await server.stop());

const ofTask = (exchanges: AiExchange[], taskId: string) =>
	exchanges.filter(({ request }) => request.path.includes(taskId));

async function getResult(exchanges: AiExchange[], taskId: string, options = {}, wait = true) {
	server = await replay(ofTask(exchanges, taskId));
	return await runAi(server.url, {
		operation: 'getResult',
		parameters: { taskId, waitForResult: wait },
		options,
		items: [{ json: {} }],
	});
}

describe('recorded tasks', () => {
	it('07: a quick analysis is never begun, and its result can be read', async () => {
		const exchanges = exchangesOf(7);
		const taskId = idIn(exchanges);

		const json = firstOf(await getResult(exchanges, taskId));

		expect(json).toMatchObject({
			classification: { main_category: 'Abuse', priority: '1' },
			// Its own risk is always "unknown", which is none.
			risk: 'high',
			risk_source: 'priority',
		});
	});

	it('09: an ID that nobody gave out waits in line, and the wait has an end', async () => {
		const taskId = 'not-a-uuid';

		const reason = refusalOf(await getResult(exchangesOf(9), taskId, { deadlineMinutes: 0.002 }));

		expect(reason.code).toBe('timeout');
		expect(reason.message).toBe('The AI service has not begun with this task in 0 seconds');
		expect(reason.description).toContain('Its ID may be wrong');
		expect(JSON.stringify(reason)).not.toContain(taskId);
	});

	it('15: a cancellation is asked for, and nobody says that anything stopped', async () => {
		const exchanges = exchangesOf(15);
		const taskId = idIn(exchanges);
		server = await replay(ofTask(exchanges, taskId));

		const run = await runAi(server.url, { operation: 'cancel', parameters: { taskId } });

		expect(firstOf(run)).toMatchObject({
			task_id: taskId,
			outcome: 'cancellation_requested',
			status: 'processing',
			may_still_run: true,
			remark: expect.stringContaining('It may not have stopped'),
		});
		expect(server.asked()).toEqual([`DELETE /audio/task/${taskId}`, `GET /audio/task/${taskId}`]);
	});

	it('19: a task whose record is broken for ever ends in a sentence, after six looks', async () => {
		const exchanges = exchangesOf(19).slice(-1);
		const taskId = exchanges[0]?.request.path.split('/').at(-1) ?? '';

		const reason = refusalOf(await getResult(exchanges, taskId));

		expect(reason.message).toBe('The AI service could not be asked about the task');
		expect(server.asked()).toHaveLength(6);
	});

	it('21: a task that was dropped in the queue is told as canceled', async () => {
		const exchanges = exchangesOf(21);
		const revoked = exchanges.filter(
			({ response }) => (response.body_json as { status?: string })?.status === 'revoked',
		);
		const taskId = revoked[0]?.request.path.split('/').at(-1) ?? '';

		expect(refusalOf(await getResult(revoked, taskId)).message).toBe(
			'The task was canceled at the AI service',
		);
	});

	it('36: a result that was there and is dropped is told as gone, not as waiting', async () => {
		const exchanges = exchangesOf(36);
		const taskId = idIn(exchanges);
		const forgotten = ofTask(exchanges, taskId).slice(-1);
		const atWork = exchangesOf(41)
			.filter(({ request }) => request.method === 'GET')
			.slice(0, 1);
		const path = forgotten[0]?.request.path ?? '';
		const working = atWork.map((each) => ({ ...each, request: { ...each.request, path } }));

		const reason = refusalOf(await getResult([...working, ...forgotten], taskId));

		expect(reason).toMatchObject({
			code: 'not_found',
			message: 'The AI service does not know this task any more',
		});
	});

	it('37: a task without a worker waits in line, and is told with its stage when nobody waits', async () => {
		const exchanges = exchangesOf(37);
		const taskId = idIn(exchanges);

		const now = firstOf(await getResult(exchanges, taskId, {}, false));
		await server.stop();
		const later = firstOf(await getResult(exchanges, taskId));

		expect(now).toEqual({ task_id: taskId, status: 'queued', stage: 'queued', progress: null });
		expect(later).toMatchObject({ status: 'completed', has_speech: true });
	});

	it('41: a task whose worker died stands still, and the deadline says where', async () => {
		const exchanges = exchangesOf(41);
		const { result: run } = await skipWaits(
			async () =>
				await getResult(exchanges, idIn(exchanges), { lookSeconds: 2, deadlineMinutes: 10 }),
		);

		expect(refusalOf(run)).toMatchObject({
			code: 'timeout',
			message: "The task is at 'translation' after 10 minutes",
		});
		// 2 s easing to 10 s: 600 s are some 65 looks.
		expect(server.asked().length).toBeGreaterThan(50);
		expect(server.asked().length).toBeLessThan(90);
	});
});

function idIn(exchanges: AiExchange[]): string {
	const ticket = exchanges.find(({ request }) => request.method === 'POST');
	return String((ticket?.response.body_json as { task_id?: string })?.task_id);
}
