import { counted, NotRun } from '../promise';
import type { AiService, Shape } from './service';
import { fileItem, itemsOf, recordingItem } from './service';
import {
	analyze,
	cancel,
	FOLLOWING_LIVE,
	getResult,
	transcribe,
	TRANSCRIPT_ONLY,
	WITHOUT_WAITING,
} from './uses';

/** What a user may rely on of an AI service, with made-up audio and few calls. */
export interface AiPromise {
	says: string;
	/** Set where only some of the shapes have what it is about. */
	only?: readonly Shape[];
	prove(service: AiService): Promise<string>;
}

const SPEECH = { seconds: 2 } as const;
const SILENCE = { seconds: 2, sound: 'silence' } as const;
const TICKETS: readonly Shape[] = ['service', 'reference-tasks', 'running'];
const TASK_NOBODY_GAVE = '00000000-0000-4000-8000-000000000000';

export const AI_PROMISES: readonly AiPromise[] = [
	{
		says: 'recording transcribe: a recording becomes a transcript, marked as a suggestion',
		async prove(service) {
			const [result] = await service.ask(transcribe(), [recordingItem(SPEECH)]);
			expect(typeof result?.transcript).toBe('string');
			expect(result?.is_suggestion).toBe(true);
			expect(Array.isArray(result?.missing_parts)).toBe(true);
			return counted(String(result?.transcript).length, 'letter');
		},
	},
	{
		says: 'recording transcribe: risk is one level, and says where it comes from',
		async prove(service) {
			const [result] = await service.ask(transcribe(), [recordingItem(SPEECH)]);
			const level = String(result?.risk ?? '');
			if (level === '') return 'none, and none is said';
			expect(level).toBe(level.toLowerCase());
			expect(String(result?.risk_source)).toMatch(/./);
			return `${level}, by ${String(result?.risk_source)}`;
		},
	},
	{
		says: 'recording transcribe: silence is a result',
		async prove(service) {
			const [result] = await service.ask(transcribe(), [recordingItem(SILENCE)]);
			expect(typeof result?.transcript).toBe('string');
			return counted(String(result?.transcript).length, 'letter');
		},
	},
	{
		says: 'recording transcribe: followed live, the same parts come, of one submit',
		async prove(service) {
			const before = await service.accepted();
			const [result] = await service.ask(transcribe(FOLLOWING_LIVE), [recordingItem(SPEECH)]);
			expect(typeof result?.transcript).toBe('string');
			const after = await service.accepted();
			if (before === undefined || after === undefined) return 'as polled';
			expect(after - before).toBe(1);
			return counted(after - before, 'submit');
		},
	},
	{
		says: 'recording transcribe: the transcript alone comes without the other parts',
		async prove(service) {
			const [result] = await service.ask(transcribe(TRANSCRIPT_ONLY), [recordingItem(SPEECH)]);
			expect(typeof result?.transcript).toBe('string');
			expect(result?.classification ?? null).toBeNull();
			return 'nothing else';
		},
	},
	{
		says: 'recording transcribe: two recordings come back in their order, each with its item',
		async prove(service) {
			const items = [recordingItem(SPEECH), recordingItem(SILENCE)];
			const run = await service.run(transcribe(), items);
			if (run.error) throw run.error;
			expect(itemsOf(run).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			return '2 items';
		},
	},
	{
		says: 'recording getResult: a ticket without waiting gives the result later',
		only: TICKETS,
		async prove(service) {
			const [ticket] = await service.ask(transcribe(WITHOUT_WAITING), [recordingItem(SPEECH)]);
			const taskId = String(ticket?.task_id ?? '');
			expect(taskId).toMatch(/./);
			expect(ticket).not.toHaveProperty('transcript');
			const [result] = await service.ask(getResult(taskId));
			expect(typeof result?.transcript).toBe('string');
			return 'ticket, then result';
		},
	},
	{
		says: 'recording getResult: a task that nobody gave out ends in a sentence, in time',
		async prove(service) {
			const started = Date.now();
			const { message } = await service.refusal(getResult(TASK_NOBODY_GAVE, 0.05));
			expect(message).not.toContain(TASK_NOBODY_GAVE);
			const seconds = Math.round((Date.now() - started) / 1000);
			expect(seconds).toBeLessThan(30);
			return `after ${seconds} s`;
		},
	},
	{
		says: 'recording cancel: asks, and says that it may not have stopped',
		only: TICKETS,
		async prove(service) {
			const [ticket] = await service.ask(transcribe(WITHOUT_WAITING), [recordingItem(SPEECH)]);
			const [answer] = await service.ask(cancel(String(ticket?.task_id)));
			expect(JSON.stringify(answer)).toMatch(/may|not/);
			return 'asked for';
		},
	},
	{
		says: 'recording transcribe: a format that is not taken is refused before sending',
		async prove(service) {
			const item = fileItem(Buffer.from('made-up'), 'note.amr', 'audio/amr');
			return await refusedUnsent(service, item);
		},
	},
	{
		says: 'recording transcribe: more than an hour of audio is refused before sending',
		async prove(service) {
			return await refusedUnsent(
				service,
				recordingItem({ seconds: 3601, sound: 'silence', rate: 100 }),
			);
		},
	},
	{
		says: 'recording transcribe: a file that cannot be read ends in a sentence, not in a result',
		async prove(service) {
			const item = fileItem(Buffer.from('RIFF made-up, no audio'), 'recording.ogg', 'audio/ogg');
			const { message } = await service.refusal(transcribe(), [item]);
			expect(message).not.toContain('made-up');
			return 'said so';
		},
	},
	...(['translate', 'summarize', 'classify', 'entities'] as const).map(
		(analysis): AiPromise => ({
			says: `text analyze: ${analysis}`,
			async prove(service) {
				const text = 'Mtoto anapigwa nyumbani. Tunahitaji msaada, Kijiji Alfa.';
				const results = await service.ask(analyze(text, [analysis]));
				expect(results).toHaveLength(1);
				return 'answered';
			},
		}),
	),
	{
		says: 'recording transcribe: a stream that breaks, ends early or falls silent goes on by polling, without a second submit',
		only: ['service'],
		async prove(service) {
			const { process, ai } = sandboxOf(service);
			const before = (await ai.submits()).length;
			const faults = ['stream-cut=2', 'stream-end=2', 'stream-silent=2'];
			for (const fault of faults) {
				await process.admin.setFaults([`${fault};server=ai`]);
				await service.ask(transcribe(FOLLOWING_LIVE), [recordingItem(SPEECH)]);
			}
			await process.admin.clearFaults();
			const submits = (await ai.submits()).length - before;
			expect(submits).toBe(faults.length);
			return `${counted(faults.length, 'fault')}, ${counted(submits, 'submit')}`;
		},
	},
	{
		says: 'recording transcribe: a submit whose outcome is unclear is not repeated',
		only: ['service', 'guide', 'reference'],
		async prove(service) {
			const { process, ai } = sandboxOf(service);
			const before = (await ai.submits()).length;
			await process.admin.setFaults(['cut-after;server=ai:POST:/audio/.*']);
			const { code } = await service.refusal(transcribe(), [recordingItem(SPEECH)]);
			await process.admin.clearFaults();
			expect(code).toBe('unclear_outcome');
			expect((await ai.submits()).length - before).toBe(1);
			return '1 submit';
		},
	},
	{
		says: 'no word of a recording stands in an error or a log line',
		only: ['service', 'guide', 'reference', 'reference-tasks'],
		async prove(service) {
			const { process } = sandboxOf(service);
			const marker = 'Marker-4711';
			const transcript = JSON.stringify({ is_pretranscribed: true, transcript: marker });
			const item = fileItem(Buffer.from(transcript), 'recording.mp3', 'audio/mpeg');
			const faults = ['status=422', 'status=500', 'half-json', 'html-after'];
			for (const fault of faults) {
				await process.admin.setFaults([`${fault};server=ai`]);
				const run = await service.run(transcribe(), [item]);
				const seen = [run.error, run.storedError, ...run.thrown, run.log, run.hints];
				expect(run.error).toBeDefined();
				expect(JSON.stringify(seen.map(everything))).not.toContain(marker);
			}
			await process.admin.clearFaults();
			return `${counted(faults.length, 'fault')}, 0 hits`;
		},
	},
];

async function refusedUnsent(service: AiService, item: ReturnType<typeof fileItem>) {
	const before = await service.accepted();
	await service.refusal(transcribe(), [item]);
	expect(await service.accepted()).toBe(before);
	return before === undefined ? 'refused' : 'refused, nothing sent';
}

function sandboxOf({ sandbox }: AiService) {
	if (!sandbox) throw new NotRun('needs a sandbox');
	return sandbox;
}

/** Errors show only some of themselves to JSON. */
function everything(value: unknown): unknown {
	return value instanceof Error
		? { ...value, message: value.message, stack: value.stack, cause: everything(value.cause) }
		: value;
}
