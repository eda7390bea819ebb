import type { IDataObject } from 'n8n-workflow';

import { wav } from '../../../tools/audio/wav.mts';
import { firstOf, runAi, speech } from '../../nodes/OpenChsAiTranscribe/run';
import type { SandboxAi } from './sandboxAi';
import { PATIENCE_MS, startSandboxAi } from './sandboxAi';

jest.setTimeout(PATIENCE_MS);

let sandbox: SandboxAi;

beforeAll(async () => {
	sandbox = await startSandboxAi();
}, PATIENCE_MS);
afterAll(async () => await sandbox.stop());

/** What the guide's client prints: it posts the file and reads the result out of the answer. */
async function guideClient() {
	const answer = await post('/audio/process', {
		language: 'sw',
		include_translation: 'true',
		include_classification: 'true',
	});
	const result = JSON.parse(answer) as Record<string, never> & {
		classification?: { priority?: string };
	};
	return {
		transcript: result.transcript,
		translation: result.translation,
		risk: result.classification?.priority,
	};
}

/** What the guide's stream reader prints: every line is an event, and a line that is none would end it. */
async function guideReader() {
	const lines = (await post('/audio/process-stream', { language: 'sw' })).split('\n');
	const events = lines
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { type: string; progress?: number; data?: IDataObject });
	const of = (type: string) => events.filter((event) => event.type === type);
	return {
		progress: of('transcription_progress').map(({ progress }) => progress),
		text: of('transcription_complete')[0]?.data?.text,
		risk: of('classification_complete')[0]?.data?.risk_level,
	};
}

async function post(path: string, fields: Record<string, string>): Promise<string> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	form.append('audio', new Blob([new Uint8Array(wav({ seconds: 1 }))]), 'recording.wav');
	return await (await fetch(sandbox.aiUrl + path, { method: 'POST', body: form })).text();
}

describe("the integration guide's two programs, beside the node", () => {
	it('the client: transcript, translation and priority are the same', async () => {
		await sandbox.fresh({ aiShape: 'guide' });

		const printed = await guideClient();
		const ours = firstOf(await runAi(sandbox.aiUrl));

		expect(printed).toEqual({
			transcript: expect.stringContaining('Habari'),
			translation: expect.stringContaining('Hello'),
			risk: 'high',
		});
		expect({
			transcript: ours.transcript,
			translation: ours.translation,
			risk: (ours.classification as IDataObject).priority,
		}).toEqual(printed);
		expect(ours).toMatchObject({ risk: 'high', risk_source: 'priority', task_id: null });
	});

	it('the stream reader: progress, text and risk are the same', async () => {
		await sandbox.fresh({ aiShape: 'guide' });

		const printed = await guideReader();
		const ours = firstOf(await runAi(sandbox.aiUrl, { parameters: { waitMode: 'live' } }));
		const stages = ours.stages as Array<{ stage: string; progress: number | null }>;

		expect(printed).toEqual({
			progress: [0, 100],
			text: expect.stringContaining('Habari'),
			risk: 'high',
		});
		expect({
			progress: stages
				.filter(({ stage }) => stage === 'transcription')
				.map(({ progress }) => progress),
			text: ours.transcript,
			risk: ours.risk,
		}).toEqual(printed);
		expect(ours.risk_source).toBe('classification');
	});

	it('from the service as it runs, both programs get nothing, and the node the same as before', async () => {
		await sandbox.fresh({ aiShape: 'service' });

		const printed = await guideClient();
		const ours = firstOf(await runAi(sandbox.aiUrl));

		// The service answers a ticket, which the client takes for a result, and frames its stream differently.
		expect(printed).toEqual({ transcript: undefined, translation: undefined, risk: undefined });
		await expect(guideReader()).rejects.toThrow(SyntaxError);
		expect(ours).toMatchObject({ transcript: expect.stringContaining('Habari'), risk: 'high' });
	});

	it('a broken line, which ends the reader, ends nothing here', async () => {
		await sandbox.fresh({ aiShape: 'guide' });
		await sandbox.admin.setFaults(['stream-chunks=split;server=ai']);

		const ours = firstOf(await runAi(sandbox.aiUrl, { parameters: { waitMode: 'live' } }));

		expect(ours.transcript).toContain('Habari');
	});
});

describe('the three documented services', () => {
	it.each(['guide', 'reference', 'reference-tasks', 'service'] as const)(
		'%s: polled and live give the same words and the same risk, in one submit each',
		async (aiShape) => {
			await sandbox.fresh({ aiShape });

			const polled = firstOf(await runAi(sandbox.aiUrl, { items: [speech(2)] }));
			const live = firstOf(
				await runAi(sandbox.aiUrl, { items: [speech(2)], parameters: { waitMode: 'live' } }),
			);

			for (const result of [polled, live]) {
				expect(result).toMatchObject({
					transcript: expect.stringContaining('Habari'),
					risk: 'high',
					is_suggestion: true,
				});
			}
			expect(await sandbox.ai.submits()).toHaveLength(2);
		},
	);
});
