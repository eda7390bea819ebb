import type { Answer } from '../../wire.mts';
import { readRecording } from '../audioFile.mts';
import { BROKER_GONE, reachBroker } from '../broker.mts';
import { type AiCall, type AiRoute, ok } from '../call.mts';
import { readAudioForm } from '../form.mts';
import { refuseOverload } from '../limits.mts';
import { megabytes } from '../models/process.mts';
import { modelInfo } from '../models/modelInfo.mts';
import { SINGLE_MODELS, type SingleModel } from '../models/single.mts';
import { transcriptOf } from '../models/hear.mts';
import { transcriptionSeconds } from '../models/times.mts';
import { blank, invalid, missing, refused } from '../refusals.mts';
import { singleTask } from '../taskViews.mts';
import { naiveTime } from '../times.mts';
import { ticket } from '../ticket.mts';

/** Transcription alone, and the models that read a text; all by ticket, each with its own task call. */
export const singleRoutes: readonly AiRoute[] = [
	{ method: 'POST', path: '/whisper/transcribe', handle: transcribe },
	{ method: 'GET', path: '/whisper/task/:id', handle: askForTask },
	...SINGLE_MODELS.flatMap((model): AiRoute[] => [
		{ method: 'POST', path: model.path, handle: async (call) => await analyzeText(call, model) },
		{ method: 'GET', path: `/${model.family}/task/:id`, handle: askForTask },
	]),
];

function askForTask({ side, params }: AiCall): Answer {
	if (!side.settings.aiBrokerRunning) throw refused(500, 'Error retrieving task status');
	const id = params.id ?? '';
	return singleTask(id, side.find(id));
}

/** The light route: a transcript and nothing else (24). */
async function transcribe({ side, request }: AiCall): Promise<Answer> {
	const form = readAudioForm(request);
	const { filename } = form;
	const recording = readRecording(form, form.language || null, side.settings);
	refuseOverload(side);
	await reachBroker(side, `Transcription failed: ${BROKER_GONE}`);
	const task = side.submit(
		{
			family: 'whisper',
			filename,
			work: async (bench) => {
				bench.step('Transcribing audio...', 0);
				const seconds = transcriptionSeconds(recording.heard, side.settings);
				await bench.take(seconds);
				return {
					transcript: transcriptOf(recording.heard, recording.language),
					language: recording.language,
					processing_time: seconds,
					model_info: modelInfo('whisper', naiveTime(new Date())),
					timestamp: naiveTime(new Date()),
					audio_info: {
						filename,
						file_size_mb: megabytes(recording.bytes),
						format: filename.slice(filename.lastIndexOf('.')),
					},
				};
			},
		},
		'/whisper/transcribe',
		form,
	);
	const message = 'Transcription started. Check status at /whisper/task/{task_id}';
	return ok(ticket(task, message, '30-120 seconds', '/whisper'));
}

async function analyzeText({ side, request }: AiCall, model: SingleModel): Promise<Answer> {
	const { family, seconds } = model;
	const { text, body } = readText(request.body, model);
	refuseOverload(side);
	await reachBroker(side, 'Failed to submit task');
	const task = side.submit(
		{
			family,
			filename: '',
			work: async (bench) => {
				bench.step(model.busy, 0);
				await bench.take(seconds);
				return {
					...model.run(text, body),
					processing_time: seconds,
					model_info: modelInfo(model.model, naiveTime(new Date())),
					timestamp: naiveTime(new Date()),
				};
			},
		},
		model.path,
	);
	const message = `${model.started}. Check status at /${family}/task/{task_id}`;
	return ok(ticket(task, message, model.estimated, `/${family}`), model.status);
}

/** Refusals repeat what was sent, the whole narrative included (27). */
function readText(sent: unknown, { field, what, blankIsObject, complaints }: SingleModel) {
	const isObject = sent !== null && typeof sent === 'object' && !Array.isArray(sent);
	const body = (isObject ? sent : {}) as Record<string, unknown>;
	if (!(field in body)) throw invalid([missing(field, body)]);
	const text = body[field];
	if (typeof text !== 'string') {
		const msg = 'Input should be a valid string';
		throw invalid([{ type: 'string_type', loc: ['body', field], msg, input: text }]);
	}
	const found = complaints?.(body) ?? [];
	if (found.length > 0) throw invalid(found);
	if (text.trim() === '') {
		if (blankIsObject) throw blank(field, what, naiveTime(new Date()));
		throw refused(400, `${what} input cannot be empty`);
	}
	return { text, body };
}
