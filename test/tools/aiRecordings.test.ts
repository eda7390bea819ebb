import { wav } from '../../tools/audio/wav.mts';
import type { AiExchange } from '../support/aiRecordings.mts';
import { aiRecording, aiRecordingFiles, eventsIn, rawText } from '../support/aiRecordings.mts';
import { AiReplay, audioFor, parsed, type OpenStream, until } from '../support/aiReplay.mts';
import { jsonShape } from '../support/jsonShape.mts';
import { aiAdminOf } from '../../tools/sandbox/ai/adminClient.mts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox.mts';

/**
 * Every recorded call of the AI service is made again, in its order. What a recording took for granted
 * is set beforehand: broken or silent files, a worker or a broker that is gone. Answers are compared by
 * keys and types, refusals word for word; which of the quick steps a stream happens to see is not.
 */
const OTHER_PARTS: Record<number, string> = {
	30: 'ratings of agents',
	31: 'live calls, of which there are none',
	32: 'settings for administrators',
	40: 'what the service itself sends out',
	43: 'live calls',
};

const BROKEN = Buffer.from('not a recording at all');
const said = (transcript: string) =>
	Buffer.from(JSON.stringify({ is_pretranscribed: true, transcript, language: 'sw' }));
const SILENT = wav({ seconds: 0.2, sound: 'silence' });

/** Files whose contents the recording steered, submit by submit. */
const FILES: Record<number, readonly Buffer[]> = {
	10: [BROKEN],
	13: [BROKEN],
	17: [BROKEN],
	19: [BROKEN],
	24: [wav({ seconds: 0.2 }), BROKEN],
	34: [
		said('Mwanangu, ten year old, Alfa Village'),
		said('TRFAIL Mwanangu'),
		said('NERFAIL CLSFAIL child'),
		said(''),
	],
	35: [SILENT],
};

const SPEED = 20;
/** Recorded waits of minutes. */
const FAST: Record<number, number> = { 20: 600, 22: 200, 23: 200, 37: 200, 38: 200, 42: 40 };
const IDLE_WORKER = [1, 22, 23];
const LONG_TASKS = [12, 15, 21, 22, 23];

let sandbox: SandboxProcess;

/** A busy machine takes its time to start a process. */
const PATIENCE_MS = 60_000;

beforeAll(async () => {
	sandbox = await startSandboxProcess(['--seed-cases', '0']);
}, PATIENCE_MS);
afterAll(async () => await sandbox.stop());

async function prepare(number: number): Promise<void> {
	const { admin } = sandbox;
	await admin.reset('empty');
	await admin.setOption('aiSpeed', FAST[number] ?? SPEED);
	if (LONG_TASKS.includes(number)) {
		await admin.setOption('aiTranscriptionSeconds', number === 22 ? 100 : 25);
	}
	if (number === 21) await admin.setOption('aiCancelHonoured', true);
	if (number === 33) await admin.setOption('aiInsights', 'basic');
	// Polls and streams switch the worker on when the recorded task was under way.
	if (!IDLE_WORKER.includes(number)) await admin.setOption('aiWorkerRunning', false);
}

/** What somebody did to the real service between two recorded calls. */
async function before(number: number, at: number, replay: AiReplay, exchange: AiExchange) {
	const { admin } = sandbox;
	const isStream = exchange.response.raw_chunks !== undefined;
	if (isStream) await replay.runWorker(number !== 20);
	if (number === 36 && at === 2) {
		await aiAdminOf(sandbox.aiUrl).forget(replay.id(exchange.request.path.split('/').pop() ?? ''));
	}
	if (number === 38) {
		await admin.setOption('aiBrokerRunning', exchange.note === 'redis back');
	}
}

function fileFor(number: number, exchange: AiExchange, submits: number): Buffer {
	return FILES[number]?.[submits] ?? audioFor(exchange);
}

/** Task ids differ, and a recording cuts long echoes. */
function comparable(body: unknown, status: number): unknown {
	if (status < 400) return jsonShape(body);
	const text = JSON.stringify(body ?? null);
	return JSON.parse(
		text
			.replace(/"input":"RIFF(?:[^"\\]|\\.)*"/g, '"input":"RIFF..."')
			.replace(/"timestamp":"[^"]*"/g, '"timestamp":"..."'),
	) as unknown;
}

function recordedBody({ response }: AiExchange): unknown {
	return response.body_json ?? parsed(response.body_text ?? '');
}

const words = ({ status, step }: Record<string, unknown>) => String(status ?? step);

function distinct(events: ReadonlyArray<Record<string, unknown>>): string[] {
	return events.map(words).filter((word, at, all) => word !== all[at - 1]);
}

async function compareStream(exchange: AiExchange, stream: OpenStream): Promise<void> {
	const recorded = eventsIn(rawText(exchange));
	const shapes = recorded.map((event) => JSON.stringify(jsonShape(withoutStep(event))));

	expect(stream.status).toBe(exchange.response.status);
	expect(stream.contentType).toBe(exchange.response.headers['content-type']);
	expect(distinct(stream.events)).toEqual(distinct(recorded));
	for (const event of stream.events) {
		expect(shapes).toContain(JSON.stringify(jsonShape(withoutStep(event))));
	}
}

/** Which step a look of two seconds hits is chance. */
function withoutStep(event: Record<string, unknown>): Record<string, unknown> {
	return event.status === 'PROCESSING' ? { ...event, step: 1 } : event;
}

describe('answers of the AI service to recorded requests have the shape of the recording', () => {
	it('knows every recording', () => expect(aiRecordingFiles).toHaveLength(43));

	const played = aiRecordingFiles.filter((file) => !(Number.parseInt(file, 10) in OTHER_PARTS));

	it.each(played.map((file) => file.replace('.json', '')))(
		'%s',
		async (name) => {
			const number = Number.parseInt(name, 10);
			const { exchanges } = aiRecording(number);
			await prepare(number);
			const replay = new AiReplay(sandbox);
			const streams: Array<{ exchange: AiExchange; stream: OpenStream }> = [];
			let submits = 0;

			for (const [at, exchange] of exchanges.entries()) {
				await before(number, at, replay, exchange);
				const file = fileFor(number, exchange, submits);
				if (exchange.request.files) submits += 1;
				if (exchange.response.raw_chunks) {
					const stream = await replay.openStream(exchange, file);
					streams.push({ exchange, stream });
					const count = number === 18 ? 2 : number === 17 ? 3 : 2;
					await until(() => stream.events.length >= count);
					if (number === 17 || number === 18) stream.close();
					if (number === 42) {
						await until(() => stream.events.length >= 3);
						await sandbox.admin.setOption('aiBrokerRunning', false);
					}
					continue;
				}
				const reply = await replay.send(exchange, file);
				const typed = exchange.response.headers['content-type'];
				expect({
					status: reply.status,
					location: reply.location,
					...(typed && { contentType: reply.contentType.split(';')[0] }),
					body: comparable(parsed(reply.body), reply.status),
				}).toEqual({
					status: exchange.response.status,
					location: exchange.response.headers.location !== undefined,
					...(typed && { contentType: typed }),
					body: comparable(recordedBody(exchange), exchange.response.status),
				});
			}

			for (const { exchange, stream } of streams) {
				await stream.ended;
				await compareStream(exchange, stream);
			}
		},
		PATIENCE_MS,
	);
});
