import { createHash } from 'node:crypto';
import axios, { type AxiosInstance } from 'axios';

import { wav } from '../../tools/audio/wav.mts';
import { type AiAdmin, aiAdminOf } from '../../tools/sandbox/ai/adminClient.mts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox.mts';

/** Quick enough for a test, slow enough for a task to be seen at work. */
const SPEED = 50;

/** A busy machine takes its time to start a process. */
const PATIENCE_MS = 60_000;

jest.setTimeout(PATIENCE_MS);

let sandbox: SandboxProcess;
let ai: AxiosInstance;
let admin: AiAdmin;

beforeAll(async () => {
	sandbox = await startSandboxProcess(['--seed-cases', '0']);
	ai = axios.create({ baseURL: sandbox.aiUrl, proxy: false, validateStatus: () => true });
	admin = aiAdminOf(sandbox.aiUrl);
}, PATIENCE_MS);

afterAll(async () => await sandbox.stop());

beforeEach(async () => {
	await sandbox.admin.reset('empty');
	await sandbox.admin.setOption('aiSpeed', SPEED);
});

interface Sent {
	audio?: Buffer;
	name?: string;
	fields?: Record<string, string>;
}

function formOf({ audio = wav({ seconds: 1 }), name = 'demo.wav', fields = {} }: Sent): FormData {
	const form = new FormData();
	for (const [field, value] of Object.entries(fields)) form.append(field, value);
	form.append('audio', new Blob([new Uint8Array(audio)]), name);
	return form;
}

const submit = async (sent: Sent = {}) => await ai.post('/audio/process', formOf(sent));

async function submitted(sent: Sent = {}): Promise<string> {
	return String((await submit(sent)).data.task_id);
}

async function taskWhen(id: string, isThere: (task: Record<string, unknown>) => boolean) {
	for (let poll = 0; poll < 2000; poll++) {
		const { data } = await ai.get(`/audio/task/${id}`);
		if (isThere(data)) return data;
	}
	throw new Error(`Task ${id} did not get there`);
}

const done = async (id: string) =>
	await taskWhen(id, ({ status }) => status === 'completed' || status === 'failed');

async function streamed(path = '/audio/process-stream', sent: Sent = {}): Promise<string> {
	const reply = await fetch(sandbox.aiUrl + path, { method: 'POST', body: formOf(sent) });
	return await reply.text();
}

function said(transcript: string): Sent {
	const text = JSON.stringify({ is_pretranscribed: true, transcript, language: 'sw' });
	return { audio: Buffer.from(text) };
}

describe('the queue of one', () => {
	it('works in the order of arrival, one at a time, and loses none of twenty', async () => {
		await sandbox.admin.setOption('aiSpeed', 500);
		const ids: string[] = [];
		for (let call = 0; call < 20; call++) ids.push(await submitted());

		let mostAtWork = 0;
		await taskWhen(ids.at(-1) ?? '', ({ status }) => status === 'processing');
		const before = await admin.tasks();
		mostAtWork = before.filter(({ state }) => state === 'PROCESSING').length;
		await done(ids.at(-1) ?? '');

		expect(mostAtWork).toBe(1);
		expect(before.slice(0, 19).every(({ state }) => state === 'SUCCESS')).toBe(true);
		expect((await admin.tasks()).map(({ id, state }) => [id, state])).toEqual(
			ids.map((id) => [id, 'SUCCESS']),
		);
	});

	it('takes longer for longer audio, by pieces of thirty seconds', async () => {
		const short = await done(await submitted());
		const long = await done(await submitted({ audio: wav({ seconds: 61 }) }));

		const seconds = (task: typeof short) =>
			task.result.result.processing_steps.transcription.duration;
		expect([seconds(short), seconds(long)]).toEqual([4, 12]);
	});

	it('lets everything wait while there is no worker, and goes on when there is one', async () => {
		await sandbox.admin.setOption('aiWorkerRunning', false);
		const id = await submitted();
		const waiting = (await ai.get(`/audio/task/${id}`)).data;

		await sandbox.admin.setOption('aiWorkerRunning', true);

		expect(waiting.status).toBe('queued');
		expect((await done(id)).status).toBe('completed');
	});

	it('keeps a journal of what it accepted, with the bytes that came, and not of what it refused', async () => {
		const audio = wav({ seconds: 0.5, title: 'one' });
		await submit({ audio, fields: { language: 'so' } });
		await submit({ name: 'demo.txt' });
		await sandbox.admin.setFaults(['cut-after;server=ai:POST:/audio/process:1']);
		await submit({ audio }).catch(() => undefined);

		expect(await admin.submits()).toMatchObject([
			{
				n: 1,
				path: '/audio/process',
				filename: 'demo.wav',
				bytes: audio.length,
				sha256: createHash('sha256').update(audio).digest('hex'),
				language: 'so',
			},
			{ n: 2, bytes: audio.length },
		]);
	});
});

describe('tasks that are gone', () => {
	it('are all forgotten by a restart, and look queued for ever', async () => {
		const id = await submitted();
		await taskWhen(id, ({ status }) => status === 'processing');

		await admin.restart();

		expect((await ai.get(`/audio/task/${id}`)).data.status).toBe('queued');
		expect(await admin.tasks()).toEqual([]);
		expect(await admin.submits()).toHaveLength(1);
		expect((await done(await submitted())).status).toBe('completed');
	});

	it('keep their last step when the worker dies, and the next one is worked on', async () => {
		await sandbox.admin.setOption('aiTranscriptionSeconds', 1000);
		const stuck = await submitted();
		await taskWhen(stuck, ({ current_step }) => current_step === 'transcription');
		await sandbox.admin.setOption('aiTranscriptionSeconds', 0);

		await admin.killWorker();

		expect((await done(await submitted())).status).toBe('completed');
		expect((await ai.get(`/audio/task/${stuck}`)).data).toMatchObject({
			status: 'processing',
			current_step: 'transcription',
		});
	});

	it('expire after the time that results are kept', async () => {
		const id = await submitted();
		await done(id);

		await sandbox.admin.setOption('aiResultSeconds', 0);

		await taskWhen(id, ({ status }) => status === 'queued');
	});

	it('are not there at once on the documented services either', async () => {
		await sandbox.admin.setOption('aiShape', 'reference');

		expect((await ai.get('/audio/task/nobody')).status).toBe(404);
	});
});

describe('a cancel', () => {
	it('says yes and does nothing', async () => {
		const running = await submitted();
		const queued = await submitted();

		for (const id of [running, queued, 'nobody']) {
			expect((await ai.delete(`/audio/task/${id}`)).data.message).toContain(
				'cancelled successfully',
			);
		}

		expect((await done(running)).status).toBe('completed');
		expect((await done(queued)).status).toBe('completed');
	});

	it('is honoured for a queued task where that is switched on', async () => {
		await sandbox.admin.setOption('aiCancelHonoured', true);
		await submitted();
		const queued = await submitted();

		await ai.delete(`/audio/task/${queued}`);

		await taskWhen(queued, ({ status }) => status === 'revoked');
	});
});

describe('what is heard', () => {
	it('nothing in a silent recording, which is a result', async () => {
		const { result } = await done(
			await submitted({ audio: wav({ seconds: 3, sound: 'silence' }) }),
		);

		expect(result.result).toMatchObject({ transcript: '', translation: '', summary: '' });
		expect(result.result.classification.priority).toBe('medium');
	});

	it('a text that is uploaded under an audio name, and its translation, so that a marker can be followed', async () => {
		const { result } = await done(await submitted(said('Marker-4711')));

		expect(result.result.transcript).toBe('Marker-4711');
		expect(result.result.translation).toContain('Marker-4711');
	});

	it.each([
		['by a word in the text', async () => said('CLSFAIL TRFAIL')],
		[
			'by an option',
			async () => {
				await sandbox.admin.setOption('aiFailedSteps', ['classification', 'translation']);
				return {};
			},
		],
	])('partly, when steps fail %s', async (_how, prepare) => {
		const { status, result } = await done(await submitted(await prepare()));

		expect(status).toBe('completed');
		expect(result.result).toMatchObject({ translation: null, classification: {} });
		expect(result.result.processing_steps).toMatchObject({
			translation: { status: 'failed' },
			classification: { status: 'failed' },
			ner: { status: 'completed' },
		});
	});

	it('nothing in a file that is no audio: the task fails, with HTTP 200', async () => {
		const task = await done(await submitted({ audio: Buffer.from('made-up') }));

		expect(task).toMatchObject({ status: 'failed', filename: 'unknown' });
		expect(task.error).toMatch(/^Transcription failed/);
	});
});

describe('streams', () => {
	const events = (text: string) => text.split('\n\n').filter((event) => event !== '');

	it('beat every ten seconds while nothing changes', async () => {
		await sandbox.admin.setOption('aiTranscriptionSeconds', 35);

		const beats = events(await streamed()).filter((event) => event.includes('"heartbeat": true'));

		expect(beats.length).toBeGreaterThanOrEqual(3);
	});

	it('end after five minutes with the task alive', async () => {
		await sandbox.admin.setOption('aiSpeed', 2000);
		await sandbox.admin.setOption('aiWorkerRunning', false);

		const last = events(await streamed()).at(-1) ?? '';
		const [task] = await admin.tasks();

		expect(last).toContain('"status": "timeout"');
		expect(task?.state).toBe('PENDING');
	});

	it('end without a last event where that is the fault', async () => {
		await sandbox.admin.setFaults(['stream-end=2;server=ai']);

		const seen = events(await streamed());

		expect(seen).toHaveLength(2);
		const [task] = await admin.tasks();
		expect((await done(task?.id ?? '')).status).toBe('completed');
	});

	it('are cut in the middle where that is the fault', async () => {
		await sandbox.admin.setFaults(['stream-cut=1;server=ai']);

		await expect(streamed()).rejects.toThrow();
		expect(await admin.submits()).toHaveLength(1);
	});

	it('go silent and stay open where that is the fault', async () => {
		await sandbox.admin.setFaults(['stream-silent=2;server=ai']);
		const reply = await fetch(`${sandbox.aiUrl}/audio/process-stream`, {
			method: 'POST',
			body: formOf({}),
		});
		const reader = reply.body?.getReader();
		let text = '';
		while (events(text).length < 2)
			text += Buffer.from((await reader?.read())?.value ?? []).toString();
		const more = reader?.read().then(() => 'more');
		const [task] = await admin.tasks();

		await done(task?.id ?? '');

		expect(await Promise.race([more, Promise.resolve('silence')])).toBe('silence');
		expect(events(text)).toHaveLength(2);
		await reader?.cancel();
	});

	it.each(['joined', 'split', 'crlf'])(
		'say the same however the bytes come: %s',
		async (chunks) => {
			await sandbox.admin.setFaults([`stream-chunks=${chunks};server=ai`]);

			const text = (await streamed()).replaceAll('\r\n', '\n');

			expect(text).toContain('"status": "submitted"');
			expect(events(text).at(-1)).toContain('"status": "completed"');
		},
	);

	it('are ASCII, with everything else escaped', async () => {
		expect(await streamed()).toMatch(/^[\0-\x7f]+$/);
	});
});

describe('the documented shapes', () => {
	const shaped = async (shape: 'guide' | 'reference' | 'reference-tasks') =>
		await sandbox.admin.setOption('aiShape', shape);

	it('guide: the result at once, where the guide reads it', async () => {
		await shaped('guide');

		const { data } = await submit();

		expect(data.transcript).toMatch(/^Habari/);
		expect(data.translation).toMatch(/^Hello/);
		expect(data.classification.priority).toBe('high');
		expect(data).not.toHaveProperty('task_id');
	});

	it('guide: a stream of JSON lines, each with a type, and no last event', async () => {
		await shaped('guide');

		const lines = (await streamed())
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));

		expect(lines.map(({ type }) => type)).toEqual([
			'transcription_progress',
			'transcription_progress',
			'transcription_complete',
			'translation_complete',
			'classification_complete',
		]);
		expect(lines[2].data.text).toMatch(/^Habari/);
		expect(lines[4].data.risk_level).toBe('high');
	});

	it('reference: the result at once, with length, entities, summary and risk', async () => {
		await shaped('reference');

		expect((await submit({ audio: wav({ seconds: 2 }) })).data).toMatchObject({
			audio_info: { duration_seconds: 2 },
			entities: { GPE: ['Alfa Village'] },
			insights: { risk_assessment: { risk_level: 'high' } },
		});
	});

	it('reference: a stream of named events without a type', async () => {
		await shaped('reference');

		const text = await streamed();

		expect(text).toContain('event: transcription_complete\ndata: {"text": "Habari');
		expect(text).not.toContain('"type"');
	});

	it('reference: tickets, a fraction as progress, and `results`, on another page', async () => {
		await shaped('reference-tasks');
		const id = await submitted();

		const working = await taskWhen(id, ({ status }) => status === 'processing');
		const finished = await done(id);

		expect(working.progress).toBeLessThan(1);
		expect(working).toHaveProperty('estimated_completion');
		expect(finished.results.transcript).toMatch(/^Habari/);
	});

	it('a file that cannot be read is refused where the result was to come', async () => {
		await shaped('guide');

		expect((await submit({ audio: Buffer.from('made-up') })).status).toBe(500);
	});
});

describe('refusals', () => {
	it('422 repeats what was sent, the whole file included', async () => {
		await sandbox.admin.setFaults(['status=422;server=ai']);

		const { status, data } = await submit(said('Marker-4711'));

		expect(status).toBe(422);
		expect(data.detail[0].input).toContain('Marker-4711');
	});

	it('429 names the seconds where a fault says so', async () => {
		await sandbox.admin.setFaults(['rate-limit=120;server=ai:POST:/audio/process:2']);

		const replies = [await submit(), await submit(), await submit()];

		expect(replies.map(({ status }) => status)).toEqual([429, 429, 200]);
		expect(replies[0]?.headers['retry-after']).toBe('120');
	});

	it('429 after the documented fifty in an hour', async () => {
		await sandbox.admin.setOption('limits', 'published');
		await sandbox.admin.setOption('aiSpeed', 100_000);
		const statuses: number[] = [];
		for (let call = 0; call < 51; call++) statuses.push((await submit({ name: 'a.txt' })).status);
		const last = await submit();

		expect(statuses.slice(0, 50).every((status) => status === 400)).toBe(true);
		expect(statuses[50]).toBe(429);
		expect(Number(last.headers['retry-after'])).toBeGreaterThan(3000);
	});

	it('503 when the documented queue of twenty is full', async () => {
		await sandbox.admin.setOption('limits', 'published');
		await sandbox.admin.setOption('aiWorkerRunning', false);
		const statuses: number[] = [];
		for (let call = 0; call < 21; call++) statuses.push((await submit()).status);

		expect(statuses).toEqual([...Array<number>(20).fill(200), 503]);
	});

	it('of audio longer than the documented hour', async () => {
		await sandbox.admin.setOption('limits', 'published');

		const { status, data } = await submit({
			audio: wav({ seconds: 3601, sound: 'silence', rate: 100 }),
		});

		expect([status, data.detail]).toEqual([400, 'Audio too long. Max: 60 minutes']);
	});

	it('leave no file in the log: names, sizes and short texts do', async () => {
		await submit({ ...said('Marker-4711'), fields: { language: 'sw' } });

		const log = await sandbox.admin.log();

		expect(JSON.stringify(log)).not.toContain('Marker-4711');
		expect(log.at(-1)?.body).toMatchObject({
			language: 'sw',
			audio: { filename: 'demo.wav' },
		});
	});
});

it('health calls hold up everybody else', async () => {
	await sandbox.admin.setOption('aiSpeed', 10);
	const started = performance.now();
	const health = ai.get('/health/models');
	await taskWhen('nobody', () => true);

	await health;

	expect(performance.now() - started).toBeGreaterThan(400);
	expect((await ai.get('/health/')).data.status).toBe('healthy');
});
