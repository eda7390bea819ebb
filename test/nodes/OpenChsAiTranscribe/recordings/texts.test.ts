import { qualityOf } from '../../../../nodes/OpenChsAiTranscribe/result';
import type { IDataObject } from 'n8n-workflow';

import { firstOf, refusalOf, runAi } from '../run';
import type { Replayed } from '../replayed';
import { exchangesOf, replay } from '../replayed';

let server: Replayed;

afterEach(async () => await server.stop());

async function analyzed(number: number, analysis: string, from = 0) {
	server = await replay(exchangesOf(number).slice(from));
	return await runAi(server.url, {
		resource: 'text',
		operation: 'analyze',
		parameters: { text: 'Mwanangu anapigwa nyumbani.', analyses: [analysis] },
		items: [{ json: {} }],
	});
}

describe('recorded single models', () => {
	it('24: a transcript alone takes the light route', async () => {
		server = await replay(exchangesOf(24));

		const json = firstOf(await runAi(server.url, { parameters: { include: [] } }));

		expect(json).toMatchObject({
			transcript: expect.stringContaining('Habari'),
			language: 'sw',
			classification: null,
			translation: null,
			risk: null,
			risk_source: null,
			model_versions: ['whisper whisper-asr'],
			missing_parts: [],
		});
		expect(server.asked()[0]).toBe('POST /whisper/transcribe');
		expect(server.asked()[1]).toMatch(/^GET \/whisper\/task\//);
	});

	it('24: its result can be got later by the ID alone', async () => {
		const byAudio = exchangesOf(24).filter(({ request }) =>
			request.path.startsWith('/audio/task/'),
		);
		server = await replay(byAudio);
		const taskId = byAudio[0]?.request.path.split('/').at(-1) ?? '';

		const run = await runAi(server.url, { operation: 'getResult', parameters: { taskId } });

		expect(firstOf(run)).toMatchObject({ language: 'sw', has_speech: true });
	});

	it('24: its failure is the sentence of every failure', async () => {
		const failing = exchangesOf(24).filter(({ request }) => request.path.startsWith('/whisper/'));
		const second = failing.findLastIndex(
			({ request, response }) => request.method === 'POST' && response.status === 200,
		);
		server = await replay(failing.slice(second));

		const reason = refusalOf(await runAi(server.url, { parameters: { include: [] } }));

		expect(reason.message).toBe('The AI service could not read this recording');
	});

	it('25: a text is translated, at the path with the slash', async () => {
		expect(firstOf(await analyzed(25, 'translate'))).toMatchObject({
			translation: expect.stringContaining('Hello'),
			missing_parts: [],
			is_suggestion: true,
		});
		expect(server.asked()[0]).toBe('POST /translate/');
	});

	it('26: names and places are grouped by their kind', async () => {
		const json = firstOf(await analyzed(26, 'entities', 3));

		expect(json.entities).toMatchObject({ PERSON: ['Maria Mfano'], GPE: ['Alfa Village'] });
	});

	it('26: a flat list of them is grouped as well', async () => {
		const json = firstOf(await analyzed(26, 'entities'));

		expect(json.entities).toMatchObject({ PERSON: ['Maria Mfano'], GPE: ['Alfa Village'] });
	});

	it('27: a classification brings a risk by its priority, and says so', async () => {
		const json = firstOf(await analyzed(27, 'classify'));

		expect(json).toMatchObject({
			classification: { main_category: 'Abuse', priority: '1' },
			risk: 'high',
			risk_source: 'priority',
			confidence: 0.931,
		});
		const body = server.requests.find(({ method }) => method === 'POST')?.json() as IDataObject;
		expect(Object.keys(body)).toEqual(['narrative']);
	});

	it('28: a text is summarized', async () => {
		expect(firstOf(await analyzed(28, 'summarize')).summary).toContain('A caller reports');
	});

	it.each([
		[25, 'translate'],
		[26, 'entities'],
		[27, 'classify'],
		[28, 'summarize'],
	])('%i: a refusal of %s repeats nothing of the text', async (number, analysis) => {
		const refused = exchangesOf(number).filter(
			({ request, response }) =>
				request.method === 'POST' && response.status === 422 && request.path !== '/translate',
		);
		server = await replay(refused);

		const run = await runAi(server.url, {
			resource: 'text',
			operation: 'analyze',
			parameters: { text: 'Mwanangu', analyses: [analysis] },
		});

		expect(refusalOf(run)).toMatchObject({ code: 'refused_by_server', status: 422 });
		expect(JSON.stringify([run.storedError, run.log])).not.toMatch(/beaten|Mwanangu/);
	});

	it('29: probabilities of call quality are read, whatever the threshold was', async () => {
		server = await replay([]);
		const scored = exchangesOf(29).find(
			({ response }) => (response.body_json as IDataObject)?.status === 'success',
		);
		const { evaluations } = (scored?.response.body_json as { result: IDataObject }).result;

		expect(qualityOf(evaluations)).toMatchObject({
			opening: [{ submetric: 'Use of call opening phrase', probability: 0.91 }],
		});
	});
});
