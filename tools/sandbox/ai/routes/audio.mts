import type { Answer } from '../../wire.mts';
import { readRecording } from '../audioFile.mts';
import { BROKER_GONE, reachBroker } from '../broker.mts';
import { type AiCall, type AiRoute, ok } from '../call.mts';
import { documentedProcess, documentedTask } from '../documented/process.mts';
import { documentedStream } from '../documented/stream.mts';
import { readAudioForm } from '../form.mts';
import { refuseOverload } from '../limits.mts';
import { analyzeWork } from '../models/analyze.mts';
import { processWork } from '../models/process.mts';
import { refused } from '../refusals.mts';
import { streamByPolling } from '../streams/polled.mts';
import { streamPublished } from '../streams/published.mts';
import { audioTask } from '../taskViews.mts';
import { ticket } from '../ticket.mts';

/** Nobody needs this language; documentation pages put the word into their samples. */
const SAMPLE_WORD = 'string';

export const audioRoutes: readonly AiRoute[] = [
	{ method: 'POST', path: '/audio/process', handle: process },
	{ method: 'POST', path: '/audio/analyze', handle: analyze },
	{
		method: 'POST',
		path: '/audio/process-stream',
		handle: async (call) => await stream(call, 'polled'),
	},
	{
		method: 'POST',
		path: '/audio/process-stream-realtime',
		handle: async (call) => await stream(call, 'published'),
	},
	{ method: 'GET', path: '/audio/task/:id', handle: askForTask },
	{ method: 'DELETE', path: '/audio/task/:id', handle: cancel },
	{ method: 'GET', path: '/audio/tasks/active', handle: activeTasks },
];

async function process(call: AiCall): Promise<Answer> {
	const { side, request } = call;
	const form = readAudioForm(request);
	const language = ['', SAMPLE_WORD].includes(form.language) ? 'sw' : form.language;
	const recording = readRecording(form, language, side.settings);
	refuseOverload(side);
	await reachBroker(side, `Audio processing failed: ${BROKER_GONE}`);
	if (!form.background && side.settings.aiShape === 'service') {
		throw refused(500, 'Audio processing failed: task_id must not be empty. Got None instead.');
	}
	const work = processWork(recording, side.settings);
	const given = { family: 'audio', filename: form.filename, work } as const;
	const task = side.submit(given, '/audio/process', form);
	if (side.settings.aiShape !== 'service') return await documentedProcess(call, task, recording);
	const message = 'Audio processing started. Check status at /audio/task/{task_id}';
	return ok(ticket(task, message, '15-45 seconds', '/audio'));
}

async function analyze({ side, request }: AiCall): Promise<Answer> {
	const form = readAudioForm(request);
	const recording = readRecording(form, form.language || 'sw', side.settings, 'quick');
	refuseOverload(side);
	await reachBroker(side, 'Quick analysis failed');
	if (!form.background) throw refused(500, 'Quick analysis failed');
	const work = analyzeWork(recording, side.settings);
	const given = { family: 'audio', filename: form.filename, work } as const;
	const task = side.submit(given, '/audio/analyze', form);
	return ok(ticket(task, 'Quick analysis started', '10-20 seconds', '/audio'));
}

async function stream(call: AiCall, kind: 'polled' | 'published'): Promise<undefined> {
	const { side, request } = call;
	const form = readAudioForm(request);
	const recording = readRecording(form, form.language || null, side.settings);
	refuseOverload(side, 'stream');
	await reachBroker(
		side,
		'Failed to start audio processing: \nRetry limit exceeded while trying to reconnect to the ' +
			'Celery result store\nbackend. The Celery application must be restarted.\n',
	);
	const path = kind === 'polled' ? '/audio/process-stream' : '/audio/process-stream-realtime';
	const work = processWork(recording, side.settings);
	const task = side.submit({ family: 'audio', filename: form.filename, work }, path, form);
	if (kind === 'published') await streamPublished(call, task, recording);
	else if (side.settings.aiShape !== 'service') await documentedStream(call, task);
	else await streamByPolling(call, task, recording);
}

function askForTask(call: AiCall): Answer {
	const { side, params } = call;
	const id = params.id ?? '';
	if (!side.settings.aiBrokerRunning) throw refused(500, 'Error retrieving task status');
	const task = side.find(id);
	const isDocumented = side.settings.aiShape !== 'service';
	return isDocumented && (task?.family ?? 'audio') === 'audio'
		? documentedTask(call, task)
		: audioTask(id, task);
}

/** Always yes, for any id, and mostly nothing comes of it (14, 15). */
function cancel({ side, params }: AiCall): Answer {
	const id = params.id ?? '';
	if (!side.settings.aiBrokerRunning) throw refused(500, 'Error cancelling task');
	const task = side.find(id);
	if (task) task.isCancelled = true;
	return ok({ message: `Task ${id} cancelled successfully` });
}

/** Useless on the real service as well (22). */
function activeTasks(): Answer {
	return ok({
		active_tasks: [],
		total_active: 0,
		error: "'NoneType' object has no attribute 'hgetall'",
		note: 'Monitoring may be temporarily unavailable during heavy load',
	});
}
