import type { IDataObject } from 'n8n-workflow';

import { tell } from '../../../../nodes/OpenChsAiTranscribe/events';
import { EventReader } from '../../../../nodes/OpenChsAiTranscribe/stream';
import type { AiExchange } from '../../../support/aiRecordings.mts';
import { eventsIn, rawText } from '../../../support/aiRecordings.mts';
import { EVERYTHING, firstOf, refusalOf, runAi } from '../run';
import type { Replayed } from '../replayed';
import { exchangesOf, lastAnswer, replay } from '../replayed';

const STREAM = '/audio/process-stream';

let server: Replayed | undefined;

afterEach(async () => {
	await server?.stop();
	server = undefined;
});

function streamOf(number: number): AiExchange {
	const stream = exchangesOf(number).find(({ request }) => request.path.startsWith(STREAM));
	if (!stream) throw new Error(`Recording ${number} has no stream`);
	return stream;
}

function taskIdOf(number: number): string {
	return String(eventsIn(rawText(streamOf(number)))[0]?.task_id);
}

/** Follows a recorded stream; `later` is what a look at its task meets afterwards. */
async function followed(number: number, later: IDataObject[] = []) {
	const path = `/audio/task/${taskIdOf(number)}`;
	const looks = later.map((body_json) => ({
		request: { method: 'GET', path },
		response: { status: 200, headers: { 'content-type': 'application/json' }, body_json },
	}));
	server = await replay([streamOf(number), ...looks]);
	return await runAi(server.url, { parameters: { include: EVERYTHING, waitMode: 'live' } });
}

describe('recorded streams', () => {
	it('11: a stream gives the same result as polling, with one request', async () => {
		const json = firstOf(await followed(11));

		expect(json).toMatchObject({
			task_id: taskIdOf(11),
			risk: 'high',
			missing_parts: [],
			transcript: expect.stringContaining('Habari'),
		});
		expect(server?.asked()).toEqual([`POST ${STREAM}`]);
	});

	it('11: a heartbeat that carries a new stage is one', async () => {
		const { stages } = firstOf(await followed(11)) as { stages: IDataObject[] };

		expect(stages.map(({ stage, progress }) => [stage, progress])).toEqual([
			['queued', null],
			['transcription', 10],
			['translation', 35],
			['classification', 70],
			['qa_scoring', 90],
			['insights', 90],
		]);
	});

	it('12: heartbeats are no news', async () => {
		const run = await followed(12);

		const { stages } = firstOf(run) as { stages: IDataObject[] };
		const lines = run.log.filter(({ message }) => message.includes('transcription, 10 %'));
		expect(stages.filter(({ stage }) => stage === 'transcription')).toHaveLength(1);
		expect(lines).toHaveLength(1);
	});

	it('13: a failure in the stream is the same sentence as one in a poll', async () => {
		const reason = refusalOf(await followed(13));

		expect(reason.message).toBe('The AI service could not read this recording');
		expect(server?.asked()).toEqual([`POST ${STREAM}`]);
	});

	it('14: a cancellation that was ignored ends in the result', async () => {
		expect(firstOf(await followed(14))).toMatchObject({ status: 'completed', language: 'sw' });
	});

	it('18: a stream that ended early goes on by looking at the same task, without a second submit', async () => {
		const done = exchangesOf(18).at(-1)?.response.body_json as IDataObject;

		const json = firstOf(await followed(18, [done]));

		expect(json).toMatchObject({ task_id: taskIdOf(18), status: 'completed' });
		expect(server?.asked()).toEqual([`POST ${STREAM}`, `GET /audio/task/${taskIdOf(18)}`]);
	});

	it.each([
		[20, 'the five minutes of a stream are over'],
		[42, 'the store of the tasks is gone'],
	])('%i: when %s, the task is looked at', async (number) => {
		const json = firstOf(await followed(number, [lastAnswer(2)]));

		expect(json.status).toBe('completed');
		expect(server?.asked()).toEqual([`POST ${STREAM}`, `GET /audio/task/${taskIdOf(number)}`]);
	});

	it('21: a task that was dropped in the queue is told as canceled', async () => {
		expect(refusalOf(await followed(21)).message).toBe('The task was canceled at the AI service');
	});
});

describe('the live stream that tells parts as they are made', () => {
	const told = (number: number) => {
		const reader = new EventReader();
		return [...reader.push(Buffer.from(rawText(streamOf(number)))), ...reader.end()].map(tell);
	};

	it('16: is understood event by event, also where its percentage goes back', () => {
		const events = told(16);

		expect(Object.assign({}, ...events.map(({ piece }) => piece))).toMatchObject({
			transcript: expect.stringContaining('Habari'),
			translation: expect.stringContaining('Hello'),
			classification: { priority: '1' },
		});
		expect(events.map(({ end }) => end?.how).filter(Boolean)).toEqual(['done', 'poll']);
	});

	it('17: is not built on, because a failure leaves it open and silent', async () => {
		expect(told(17).map(({ end }) => end)).toEqual([null, null, null]);

		await followed(11);
		expect(server?.asked()).not.toContain(`POST ${STREAM}-realtime`);
	});
});
