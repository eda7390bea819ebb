import type { IDataObject } from 'n8n-workflow';

import { EVERYTHING, firstOf, refusalOf, runAi } from '../run';
import type { Replayed } from '../replayed';
import { exchangesOf, lastAnswer, replay } from '../replayed';

let server: Replayed;

afterEach(async () => await server.stop());

/** Replays one task of a recording: from its submit to the next one. */
async function transcribed(number: number, task = 0, parameters: IDataObject = {}) {
	const exchanges = exchangesOf(number);
	const starts = exchanges.flatMap(({ request }, at) =>
		request.method === 'POST' && request.path === '/audio/process' ? [at] : [],
	);
	server = await replay(exchanges.slice(starts[task], starts[task + 1]));
	return await runAi(server.url, { parameters: { include: EVERYTHING, ...parameters } as never });
}

describe('recorded processing', () => {
	it('02: a ticket is polled until it is done, and every part comes out under its own name', async () => {
		const json = firstOf(await transcribed(2));

		const useful = (lastAnswer(2).result as { result: IDataObject }).result;
		expect(json).toMatchObject({
			task_id: lastAnswer(2).task_id,
			status: 'completed',
			transcript: useful.transcript,
			has_speech: true,
			language: 'sw',
			translation: useful.translation,
			summary: useful.summary,
			entities: useful.entities,
			classification: useful.classification,
			risk: 'high',
			risk_source: 'insights',
			confidence: 0.842,
			insights: useful.insights,
			model_versions: (useful.pipeline_info as IDataObject).models_used,
			duration_seconds: 1,
			processing_seconds: 12.540655,
			missing_parts: [],
			is_suggestion: true,
		});
	});

	it('02: stages come out with percentage and time, in the order in which they were seen', async () => {
		const { stages } = firstOf(await transcribed(2)) as {
			stages: Array<{ stage: string; progress: number; at: string; seconds: number }>;
		};

		expect(stages.map(({ stage, progress }) => `${stage} ${progress}`)).toEqual([
			'starting 10',
			'transcription 10',
			'translation 35',
			'nlp_analysis 55',
			'classification 70',
			'summarization 80',
			'qa_scoring 90',
			'insights 90',
		]);
		expect(stages.every(({ at, seconds }) => /Z$/.test(at) && seconds >= 0)).toBe(true);
	});

	it('03: the fields of the guide are sent too, and its service would understand', async () => {
		await transcribed(3);

		expect(server.form()).toMatchObject({
			language: 'sw',
			include_translation: 'true',
			include_classification: 'true',
		});
	});

	it('04: a translation that was not asked for is neither there nor missing', async () => {
		const json = firstOf(await transcribed(4, 0, { include: ['classification'], language: 'en' }));

		expect(json).toMatchObject({ translation: null, missing_parts: [], language: 'en' });
		expect(server.form().include_translation).toBe('false');
	});

	it('05: insights that were refused and made all the same are not passed on', async () => {
		const json = firstOf(await transcribed(5, 0, { include: ['translation', 'quality'] }));

		expect(json).toMatchObject({ insights: null, entities: null, summary: null });
		expect(server.form().include_insights).toBe('false');
	});

	it('05: quality holds probabilities and none of the predictions, which follow a wrong threshold', async () => {
		const { quality } = firstOf(await transcribed(5));

		expect((quality as IDataObject).opening).toEqual([
			{ submetric: 'Use of call opening phrase', probability: 0.91 },
		]);
		expect(JSON.stringify(quality)).not.toMatch(/prediction|score"/);
	});

	it('06: it is never asked to answer at once, which always fails', async () => {
		await transcribed(2);

		expect(server.form().background).toBe('true');
	});

	it('10: a failed task is a sentence, although the status line says 200', async () => {
		const reason = refusalOf(await transcribed(10));

		expect(reason).toMatchObject({
			code: 'refused_by_server',
			message: 'The AI service could not read this recording',
			description: expect.stringContaining("It got as far as 'transcription'"),
		});
	});

	it('33: the risk of the rule-based insights is found', async () => {
		expect(firstOf(await transcribed(33))).toMatchObject({
			risk: 'high',
			risk_source: 'insights.risk_assessment',
			missing_parts: [],
		});
	});

	it('34: steps that failed inside a task are named, and nothing is made up for them', async () => {
		const posts = exchangesOf(34).filter(({ request }) => request.method === 'POST').length;
		const missing: unknown[] = [];
		for (let task = 0; task < posts; task++) {
			const json = firstOf(await transcribed(34, task));
			missing.push(json.missing_parts);
			await server.stop();
		}
		server = await replay([]);

		expect(missing).toEqual([
			[],
			['translation'],
			['classification', 'entities', 'translation'],
			[],
		]);
	});

	it('35: silence is a result, and is said above the output', async () => {
		const run = await transcribed(35);

		expect(firstOf(run)).toMatchObject({ transcript: '', has_speech: false, missing_parts: [] });
		expect(run.hints.map(({ message }) => message)).toEqual([
			expect.stringContaining('No speech was found'),
		]);
	});

	it('38: a queue that cannot be reached is a sentence, and one submit', async () => {
		const refused = exchangesOf(38).filter(({ request }) => request.path === '/audio/process');
		server = await replay(refused.slice(0, 1));

		const reason = refusalOf(await runAi(server.url));

		expect(reason).toMatchObject({
			code: 'server_error',
			message: 'The AI service could not be made to work on it',
		});
		expect(server.asked()).toEqual(['POST /audio/process']);
	});

	it.each(
		[8, 39].flatMap((number) =>
			exchangesOf(number)
				.filter(
					({ request, response }) =>
						request.path === '/audio/process' && [400, 422].includes(response.status),
				)
				.map((exchange) => [String(number), exchange.note ?? '', exchange] as const),
		),
	)('%s: %s is a sentence without a word of what was sent', async (_number, _note, exchange) => {
		server = await replay([exchange]);

		const run = await runAi(server.url);

		expect(refusalOf(run)).toMatchObject({
			code: 'refused_by_server',
			status: exchange.response.status,
		});
		expect(JSON.stringify([run.storedError, run.log])).not.toMatch(/RIFF|hello|maybe|perhaps/);
		expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	it('39: the name of the file stands in its plain form, which alone makes it a file', async () => {
		await transcribed(2);

		const [submit] = server.requests.filter(({ method }) => method === 'POST');
		expect(submit?.body.toString('latin1')).toContain('name="audio"; filename="recording.wav"');
		expect(submit?.body.toString('latin1')).not.toContain('filename*');
	});

	it('30, 40: the name of the file tells nothing and never begins feedback or messages to others', async () => {
		await transcribed(2);

		const [submit] = server.requests.filter(({ method }) => method === 'POST');
		expect(submit?.body.toString('latin1')).not.toMatch(/call_|Ada|999/);
	});
});
